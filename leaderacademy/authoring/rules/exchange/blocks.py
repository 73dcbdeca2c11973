"""Between a question of the course, a question on its way, and the block that is written."""

import re

from leaderacademy.authoring.rules.exchange.carried import FALSE, TRUE, Carried, Choice, Refused
from leaderacademy.authoring.rules.exchange.markup import one_line
from leaderacademy.content.blocks import Chunk, split_blocks, split_lines
from leaderacademy.content.context import Context
from leaderacademy.content.course import MatchQuestion, NumberQuestion, OrderQuestion, Question
from leaderacademy.content.limits import find_excess
from leaderacademy.content.numbers import show_number
from leaderacademy.content.problems import Problems
from leaderacademy.content.prose import ProseWriter
from leaderacademy.content.questions.answers import normalise
from leaderacademy.content.questions.reading.question import read_question
from leaderacademy.content.questions.source import QuestionSource, take_apart

_STRUCTURE = re.compile(
    r"[-*+][ \t]+(?:[(\[][ xX~]?[)\]]|.*==)|[0-9]{1,3}[.)][ \t]|=|\?[ \t]|[-*+][ \t]+falsch\s*:",
    re.IGNORECASE,
)
_FENCE = re.compile(r"[ ]{0,3}(?:`{3,}|~{3,})")


def carried(question: Question) -> Carried:
    """A question of the course with its texts as they were written."""
    lines = tuple(split_lines(question.source)[1:-1])
    source = take_apart(lines, 1)
    found = Carried(
        question.kind,
        "\n".join(source.prompt).strip("\n"),
        question.id,
        "\n".join(source.general).strip(),
        [text for text, _ in source.hints],
    )
    if isinstance(question, OrderQuestion):
        found.steps = [one_line(entry.text) for entry in _options(source)]
    elif isinstance(question, MatchQuestion):
        found.pairs = [(one_line(e.mark), one_line(e.text)) for e in _options(source)]
    elif isinstance(question, NumberQuestion):
        _number(found, question, source)
    else:
        kept = [entry for entry in source.entries if entry.mark != "~"]
        found.choices = [Choice(one_line(e.text), e.mark == "x", e.explanation) for e in kept]
        found.flawed = len(source.entries) - len(kept)
    found.told = [(one_line(e.text), e.explanation) for e in source.entries if e.role == "mistake"]
    return found


def _options(source: QuestionSource) -> list:  # type: ignore[type-arg]
    return [entry for entry in source.entries if entry.role == "option"]


def _number(found: Carried, question: NumberQuestion, source: QuestionSource) -> None:
    found.low, found.high, found.unit = question.low, question.high, question.unit
    values = [entry for entry in source.entries if entry.role == "value"]
    rest = [entry for entry in values if entry.text.strip().lower() == "sonst"]
    found.right_text = _options(source)[0].explanation
    found.otherwise = rest[0].explanation if rest else ""
    texts = [entry.explanation for entry in values if entry not in rest]
    found.wrong = [(value, text) for (value, _), text in zip(question.wrong, texts, strict=True)]


def as_block(question: Carried, name: str) -> str:
    """The question as a block of a lesson file."""
    lines = [f"::: question {name}".rstrip(), *_prompt(question), ""]
    lines += [f"? {one_line(hint)}" for hint in question.hints if hint.strip()]
    if lines[-1].startswith("? "):
        lines.append("")
    if question.kind == "order":
        lines += [f"{number}. {one_line(t)}" for number, t in enumerate(question.steps, start=1)]
    elif question.kind == "match":
        lines += [f"- {_left(left)} == {one_line(right)}" for left, right in question.pairs]
    elif question.kind == "number":
        lines += _values(question)
    else:
        lines += _choices(question)
    for text, explanation in question.told:
        lines += [f"- falsch: {text}", *_quote(explanation, "  > ")]
    if question.general.strip():
        lines += ["", *_quote(question.general, "> ")]
    return "\n".join([*lines, ":::", ""])


def _prompt(question: Carried) -> list[str]:
    """What would be read as an answer is moved by one blank: that changes nothing else."""
    lines = question.prompt.strip("\n").split("\n")
    fences = sum(bool(_FENCE.match(line)) for line in lines)
    safe = []
    for line in lines:
        if fences % 2 and _FENCE.match(line):
            line = f"\\{line.lstrip()}"
        if line.lstrip().startswith(":::"):
            line = f"&#58;{line.lstrip()[1:]}"
        safe.append(f" {line}" if _STRUCTURE.match(line) else line)
    return safe


def _left(text: str) -> str:
    text = one_line(text)
    if text[:1] in ("(", "["):
        return f"\\{text}"
    return re.sub(r"^(falsch)\s*:", r"\1&#58;", text, flags=re.IGNORECASE)


def _choices(question: Carried) -> list[str]:
    opened, closed = ("[", "]") if question.kind == "multi" else ("(", ")")
    lines = []
    for choice in question.choices:
        lines.append(f"- {opened}{'x' if choice.right else ' '}{closed} {one_line(choice.text)}")
        lines += _quote(choice.explanation, "  > ")
    return lines


def _values(question: Carried) -> list[str]:
    middle, slack = (question.low + question.high) / 2, (question.high - question.low) / 2
    solution = show_number(middle) + (f" {question.unit}" if question.unit else "")
    lines = [f"= {solution}" + (f" ± {show_number(slack)}" if slack else "")]
    lines += _quote(question.right_text, "  > ")
    for value, explanation in question.wrong:
        lines += [f"- {show_number(value)}", *_quote(explanation, "  > ")]
    if question.otherwise.strip() or (question.general.strip() and not question.wrong):
        lines += ["- sonst", *_quote(question.otherwise, "  > ")]
    return lines


def _quote(text: str, mark: str) -> list[str]:
    return [f"{mark}{line}".rstrip() for line in text.strip().split("\n")] if text.strip() else []


def fitted(question: Carried, notes: list[str]) -> str:
    """The block of a question that came from outside; raises Refused where it cannot be asked.

    What was read must come out again when the block is read, or something in its text has a
    meaning here that it did not have there.
    """
    if not question.prompt.strip():
        raise Refused("Sie hat keinen Fragetext.")
    _fit_kind(question, notes)
    block = as_block(question, "frage")
    excess = find_excess(block)
    if excess:
        raise Refused(excess[1])
    problems = Problems("")
    chunks = split_blocks(split_lines(block), 1, problems)
    found = _read(chunks, problems)
    error = next((problem.text for problem in problems.found if problem.is_error), "")
    if found is None or error:
        raise Refused(error.replace("„frage“ ", "") or "Ihr Text lässt sich hier nicht schreiben.")
    if not _same(carried(found), question):
        raise Refused("In ihrem Text stehen Zeichen, die hier eine andere Bedeutung haben.")
    return block


def _read(chunks: list[Chunk], problems: Problems) -> Question | None:
    if [chunk.kind for chunk in chunks] != ["question"]:
        return None
    return read_question(chunks[0], "frage", "", ProseWriter(Context(), problems), problems)


def _same(one: Carried, other: Carried) -> bool:
    def key(question: Carried) -> tuple[object, ...]:
        choices = [(normalise(c.text), c.right) for c in question.choices]
        pairs = [normalise(right) for _, right in question.pairs]
        counts = len(question.pairs), len(question.wrong), len(question.hints)
        steps = [normalise(step) for step in question.steps]
        return question.kind, choices, pairs, steps, counts, question.low, question.high

    return key(one) == key(other)


def _fit_kind(question: Carried, notes: list[str]) -> None:
    if question.kind in ("single", "multi", "truefalse"):
        _fit_choices(question)
    elif question.kind == "match":
        _fit_pairs(question, notes)
    elif question.kind == "order" and len(question.steps) < 2:
        raise Refused("Sie hat nur einen Schritt. Nötig sind mindestens zwei.")


def _fit_choices(question: Carried) -> None:
    texts = [normalise(choice.text) for choice in question.choices]
    if len(texts) < 2:
        raise Refused("Sie hat nur eine Option. Nötig sind mindestens zwei.")
    if len(set(texts)) < len(texts):
        raise Refused("Zwei ihrer Optionen sind gleich.")
    right = sum(choice.right for choice in question.choices)
    if not right:
        raise Refused("Keine ihrer Antworten ist ganz richtig.")
    if question.kind != "multi" and right > 1:
        raise Refused("Mehrere Antworten sind ganz richtig, aber nur eine darf gewählt werden.")
    if question.kind == "single" and sorted(texts) == [TRUE, FALSE]:
        question.kind = "truefalse"


def _fit_pairs(question: Carried, notes: list[str]) -> None:
    whole = [pair for pair in question.pairs if pair[0].strip() and pair[1].strip()]
    if any(not left.strip() for left, right in question.pairs if right.strip()):
        notes.append("Antworten ohne linke Seite sind weggefallen.")
    if any(not right.strip() for left, right in question.pairs if left.strip()):
        raise Refused("Eine linke Seite hat keine Antwort.")
    question.pairs = whole
    if len(whole) < 2:
        raise Refused("Sie hat nur ein Paar. Nötig sind mindestens zwei.")
    lefts = [normalise(left) for left, _ in whole]
    if len(set(lefts)) < len(lefts):
        raise Refused("Eine linke Seite steht doppelt da.")
    numbers = [re.sub(r"\\?\.$", "", left) for left in lefts]
    if numbers == [str(place) for place in range(1, len(lefts) + 1)]:
        question.kind, question.steps = "order", [right for _, right in whole]
        question.pairs = []
        notes.append("Die Zuordnung zu Nummern ist hier eine Reihenfolge.")
