"""Reads questions in GIFT, as Moodle documents it, and says of each what became of it."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from leaderacademy.authoring.rules.exchange.blocks import fitted
from leaderacademy.authoring.rules.exchange.carried import (
    FALSE,
    LARGEST_GIFT,
    MOST_QUESTIONS,
    TRUE,
    BadFile,
    Carried,
    Choice,
    Entry,
    Refused,
    short,
)
from leaderacademy.authoring.rules.exchange.losses import words
from leaderacademy.authoring.rules.exchange.markup import from_html, from_plain, name_formula, note
from leaderacademy.authoring.rules.exchange.weights import exact, fit_one, fit_several

# An escaped sign stands for itself: it waits in Unicode's private area until all is cut apart.
_ESCAPES = {"\\": 0xE000, "~": 0xE001, "=": 0xE002, "#": 0xE003, "{": 0xE004, "}": 0xE005}
_ESCAPES |= {":": 0xE006, "n": 0xE007}
_HIDE = {sign: chr(code) for sign, code in _ESCAPES.items()}
_SHOW = {code: sign for sign, code in _ESCAPES.items()} | {0xE007: "\n"}
_WANTED = re.compile(r"\\([\\~=#{}:n])")
_PRIVATE = re.compile("[\ue000-\ue00f]")
_FORMAT = re.compile(r"\[(html|markdown|plain|moodle)\]", re.IGNORECASE)
_WEIGHT = re.compile(r"%(-?[0-9]{1,3}(?:\.[0-9]{1,8})?)%")
_ID = re.compile(r"\[id:([^\]]{1,100})\]")
_MOODLE = re.compile(r"<[a-zA-Z/!]|&#?\w+;")


def read_gift(text: str) -> list[Entry]:
    """Every question of the text in its order; raises BadFile only for the text as a whole."""
    if len(text) > LARGEST_GIFT:
        raise BadFile(
            "Die Datei ist größer als 1\u00a0MB. Teilen Sie sie in mehrere, etwa eine je Lektion."
        )
    entries: list[Entry] = []
    for line, name, body in _paragraphs(_PRIVATE.sub("", text)):
        entries.extend(_entries(line, name, body))
        if len(entries) > MOST_QUESTIONS:
            raise BadFile(f"Die Datei hat mehr als {MOST_QUESTIONS} Fragen. Teilen Sie sie auf.")
    if not entries:
        raise BadFile("In der Datei steht keine Frage in der Schreibweise von GIFT.")
    return entries


def _paragraphs(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, id and text of what stands between blank lines, without comments."""
    start, name, lines = 0, "", list[str]()
    for number, line in enumerate([*text.replace("\r\n", "\n").split("\n"), ""], start=1):
        stripped = line.strip()
        if stripped.startswith("//"):
            found = _ID.search(stripped)
            name = found.group(1).strip() if found else name
        elif stripped:
            start = start or number
            lines.append(line)
        elif lines:
            yield start, name, "\n".join(lines)
            start, name, lines = 0, "", []


def _entries(line: int, name: str, body: str) -> Iterator[Entry]:
    if body.startswith("$CATEGORY:"):
        first, _, body = body.partition("\n")
        where = short(first.removeprefix("$CATEGORY:").strip()) or "ohne Namen"
        reason = "Kategorien gibt es hier nicht; die Fragen kommen in die gewählte Lektion."
        yield Entry(line, f"Kategorie {where}", "skipped", (reason,))
        line += 1
    if body.strip():
        yield _entry(line, name, body)


def _entry(line: int, name: str, body: str) -> Entry:
    notes: list[str] = []
    title, text = _title(_WANTED.sub(lambda found: _HIDE[found.group(1)], body).strip())
    shown = short(_plain(title) or re.sub(r"\{.*", "", _plain(text), flags=re.DOTALL))
    try:
        question = _read(text, notes)
        question.id = name or _plain(title)
        shown = shown if title else short(words(question.prompt, block=True))
        block = fitted(question, notes)
    except Refused as refused:
        return Entry(line, shown, "refused", (*notes, str(refused)))
    return Entry(line, shown, "changed" if notes else "taken", tuple(notes), question, block)


def _title(text: str) -> tuple[str, str]:
    if not text.startswith("::"):
        return "", text
    title, closed, rest = text[2:].partition("::")
    return (title.strip(), rest.strip()) if closed else ("", text[2:].strip())


def _read(text: str, notes: list[str]) -> Carried:
    before, answers, after = _cut(text)
    prompt = before.rstrip()
    if after.strip():
        prompt = f"{before.rstrip()} … {after.strip()}"
        if len(after.strip()) > 1:
            note(notes, "Die Lücke im Satz ist jetzt ein „…“ im Fragetext.")
        else:
            prompt = f"{before.rstrip()} …{after.strip()}"
    body, general = answers, ""
    if "####" in answers:
        body, _, general = answers.rpartition("####")
    format_, _ = _format(prompt, "moodle")
    texts = _Texts(format_, notes)
    question = _by_kind(body.strip(), texts)
    question.prompt = texts.read(prompt)
    question.general = texts.read(general)
    return question


def _cut(text: str) -> tuple[str, str, str]:
    opened, closed = text.count("{"), text.count("}")
    if not opened and not closed:
        raise Refused("Sie ist nur ein Text ohne Antworten. Schreiben Sie ihn in die Lektion.")
    before, _, rest = text.partition("{")
    answers, end, after = rest.partition("}")
    if not end or "}" in before:
        raise Refused(
            "Ihre geschweiften Klammern passen nicht zusammen. In der Frage darf keine Leerzeile "
            "stehen, und vor Klammern im Text gehört ein \\."
        )
    if opened > 1 or closed > 1:
        raise Refused(
            "Sie hat mehrere Gruppen von Antworten. Zwischen zwei Fragen gehört eine Leerzeile; "
            "mehrere Lücken in einem Satz gibt es hier nicht."
        )
    return before, answers, after


def _format(text: str, otherwise: str) -> tuple[str, str]:
    found = _FORMAT.match(text.strip())
    if found is None:
        return otherwise, text.strip()
    return found.group(1).lower(), text.strip()[found.end() :].strip()


def _plain(text: str) -> str:
    return _format(text, "")[1].translate(_SHOW)


class _Texts:
    """Texts of one question; its answers have the format of its prompt unless they say theirs."""

    def __init__(self, format_: str, notes: list[str]) -> None:
        self.format, self.notes = format_, notes

    def read(self, text: str) -> str:
        format_, body = _format(text, self.format)
        body = body.translate(_SHOW).strip()
        if format_ == "markdown":
            return body
        if format_ == "html" or (format_ == "moodle" and _MOODLE.search(body)):
            return from_html(body, self.notes)
        name_formula(body, self.notes)
        return from_plain(body) if body else ""


def _by_kind(body: str, texts: _Texts) -> Carried:
    if not body:
        raise Refused("Freie Antworten gibt es hier nicht. Machen Sie daraus eine Übung.")
    if body.startswith("#"):
        return _number(body[1:], texts)
    if "~" in body:
        return _choice(body, texts)
    if "=" in body and "->" in body:
        return _match(body, texts)
    first, *feedback = body.split("#")
    if first.strip() in ("T", "TRUE", "F", "FALSE"):
        return _true_or_false(first.strip().startswith("T"), feedback, texts)
    return _words(body, texts)


def _choice(body: str, texts: _Texts) -> Carried:
    single = "=" in body
    choices, weights = [], []
    for part in body.replace("=", "~=").split("~"):
        part = part.strip()
        if not part:
            continue
        weight = Decimal(100) if part.startswith("=") else Decimal(0)
        part = part.removeprefix("=")
        found = _WEIGHT.match(part)
        if found:
            weight, part = Decimal(found.group(1)), part[found.end() :]
        text, _, feedback = part.partition("#")
        choices.append(Choice(texts.read(text), weight > 0, texts.read(feedback)))
        weights.append(weight)
    fit: Callable[..., list[Choice]] = fit_one if single else fit_several
    kind = "single" if single else "multi"
    return Carried(kind, "", choices=fit(choices, weights, texts.notes))  # type: ignore[arg-type]


def _match(body: str, texts: _Texts) -> Carried:
    pairs = []
    for part in body.split("="):
        if not part.strip():
            continue
        left, arrow, right = part.partition("->")
        if not arrow:
            raise Refused(f"In „{short(_plain(part), 40)}“ fehlt ->.")
        pairs.append((texts.read(left), from_plain(right.translate(_SHOW))))
    return Carried("match", "", pairs=pairs)


def _true_or_false(is_true: bool, feedback: list[str], texts: _Texts) -> Carried:
    wrong, right = ([texts.read(text) for text in feedback] + ["", ""])[:2]
    choices = [
        Choice(TRUE, is_true, right if is_true else wrong),
        Choice(FALSE, not is_true, wrong if is_true else right),
    ]
    return Carried("truefalse", "", choices=choices)


def _number(body: str, texts: _Texts) -> Carried:
    question = Carried("number", "")
    found = 0
    for part in body.split("=") if "=" in body else [body]:
        if not part.strip():
            continue
        answer, _, feedback = part.strip().partition("#")
        weight = _WEIGHT.match(answer)
        percent = Decimal(weight.group(1)) if weight else Decimal(100)
        value = answer[weight.end() :].strip() if weight else answer.strip()
        explanation = texts.read(feedback)
        if percent == 100 and value != "*":
            found += 1
            question.low, question.high = _bounds(value)
            question.right_text = explanation
        elif value == "*":
            question.otherwise = explanation
        else:
            _wrong(question, value, percent, explanation, texts.notes)
    if found != 1:
        raise Refused("Sie hat nicht genau eine richtige Zahl.")
    return question


def _wrong(
    question: Carried, value: str, percent: Decimal, explanation: str, notes: list[str]
) -> None:
    if percent:
        note(notes, f"Teilpunkte ({percent}\u00a0%) gibt es hier nicht; „{value}“ gilt als falsch.")
    low, high = _bounds(value)
    question.wrong.append(((low + high) / 2, explanation))


def _bounds(text: str) -> tuple[Decimal, Decimal]:
    if ".." in text:
        low, _, high = text.partition("..")
        one, other = exact(low), exact(high)
        return min(one, other), max(one, other)
    value, _, slack = text.partition(":")
    around = abs(exact(slack)) if slack.strip() else Decimal(0)
    return exact(value) - around, exact(value) + around


def _words(body: str, texts: _Texts) -> Carried:
    answers = [part.strip() for part in body.split("=") if part.strip()]
    if len(answers) == 1:
        value, _, feedback = answers[0].partition("#")
        try:
            number = exact(value)
        except Refused:
            pass
        else:
            note(texts.notes, "Die Kurzantwort ist eine Zahl und wird als Zahl geprüft.")
            read = texts.read(feedback)
            return Carried("number", "", low=number, high=number, right_text=read)
    raise Refused(
        "Kurzantworten aus Wörtern gibt es hier nicht. Machen Sie daraus eine Frage mit Optionen."
    )
