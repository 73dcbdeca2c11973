"""Reads questions in Moodle's XML: safely, and saying of each what became of it."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from leaderacademy.authoring.rules.exchange.blocks import fitted
from leaderacademy.authoring.rules.exchange.carried import (
    FALSE,
    LARGEST_XML,
    MOST_QUESTIONS,
    TRUE,
    BadFile,
    Carried,
    Choice,
    Entry,
    Notes,
    Refused,
    Take,
    short,
)
from leaderacademy.authoring.rules.exchange.enclosed import in_markdown, picture_reader
from leaderacademy.authoring.rules.exchange.markup import from_html, from_plain, name_formula, note
from leaderacademy.authoring.rules.exchange.weights import exact, fit_one, fit_several

Element = Any  # lxml is imported late: only who opens such a file needs it
_UNKNOWN = {
    "essay": "Freie Antworten gibt es hier nicht. Machen Sie daraus eine Übung.",
    "description": "Sie ist nur ein Text ohne Antworten. Schreiben Sie ihn in die Lektion.",
    "shortanswer": "Kurzantworten aus Wörtern gibt es hier nicht. Machen Sie daraus eine Frage "
    "mit Optionen.",
    "cloze": "Lückentexte gibt es hier nicht. Machen Sie aus jeder Lücke eine Frage.",
    "multianswer": "Lückentexte gibt es hier nicht. Machen Sie aus jeder Lücke eine Frage.",
    "calculated": "Berechnete Fragen gibt es hier nicht. Setzen Sie feste Zahlen ein.",
    "calculatedmulti": "Berechnete Fragen gibt es hier nicht. Setzen Sie feste Zahlen ein.",
    "calculatedsimple": "Berechnete Fragen gibt es hier nicht. Setzen Sie feste Zahlen ein.",
    "ddwtos": "Ziehen in einen Text gibt es hier nicht. Machen Sie daraus eine Zuordnung.",
    "gapselect": "Auswahl in einem Text gibt es hier nicht. Machen Sie daraus eine Zuordnung.",
    "ddimageortext": "Ziehen auf ein Bild gibt es hier nicht.",
    "ddmarker": "Ziehen auf ein Bild gibt es hier nicht.",
    "randomsamatch": "Zufällige Zuordnungen gibt es hier nicht.",
    "random": "Zufällige Fragen gibt es hier nicht.",
}
_STRICT = 'Setzen Sie in der ersten Zeile encoding="UTF-8" und speichern Sie in UTF-8.'


def read_moodle(data: bytes, take: Take | None = None) -> list[Entry]:
    """Every question of the file in its order; raises BadFile only for the file as a whole.

    `take` takes in the pictures; without it, words stand for them.
    """
    if len(data) > LARGEST_XML:
        raise BadFile(
            "Die Datei ist größer als 8\u00a0MB. Führen Sie in Moodle weniger Fragen auf einmal "
            "aus, etwa eine Kategorie."
        )
    root = _root(data)
    if root.tag != "quiz":
        raise BadFile(
            f"Die Datei beginnt mit <{str(root.tag)[:40]}>. Eine Moodle-Datei beginnt mit <quiz>. "
            "Wählen Sie in Moodle unter „Fragen exportieren“ das Format „Moodle XML“."
        )
    found = [element for element in root if element.tag == "question"]
    if not found:
        raise BadFile("In der Datei steht keine Frage.")
    if len(found) > MOST_QUESTIONS:
        raise BadFile(f"Die Datei hat mehr als {MOST_QUESTIONS} Fragen. Teilen Sie sie auf.")
    return [_entry(element, take) for element in found]


def _root(data: bytes) -> Element:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise BadFile(_why(error)) from None
    info: Any = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        raise BadFile(
            "Die Datei enthält eine Dokumenttyp-Angabe (<!DOCTYPE>). Moodle schreibt keine; "
            "solche Dateien werden zur Sicherheit nicht gelesen."
        )
    return root


def _why(error: Exception) -> str:
    line, text = getattr(error, "lineno", 0) or 0, str(error).lower()
    place = f"Zeile\u00a0{line}: " if line else ""
    if "entity" in text or "entities" in text or "amplification" in text:
        return f"{place}Die Datei benutzt Abkürzungen (Entities), die nicht gelesen werden."
    if "encoding" in text or "utf-8" in text or "bytes" in text:
        return f"{place}Die Zeichen passen nicht zur angegebenen Kodierung. {_STRICT}"
    if "depth" in text or "huge" in text:
        return f"{place}Die Datei ist zu tief verschachtelt."
    return f"{place}Die Datei ist kein vollständiges XML. Führen Sie sie in Moodle noch einmal aus."


def _entry(element: Element, take: Take | None) -> Entry:
    kind, line = (element.get("type") or "").strip(), int(element.sourceline or 0)
    if kind == "category":
        path = _words(element.find("category/text")).rpartition("top/")[2]
        reason = "Kategorien gibt es hier nicht; die Fragen kommen in die gewählte Lektion."
        return Entry(line, f"Kategorie {short(path) or 'ohne Namen'}", "skipped", (reason,))
    notes = Notes(take)
    name = short(_words(element.find("name/text"))) or "Frage ohne Namen"
    try:
        question = _question(kind, element, notes)
        block = fitted(question, notes)
    except Refused as refused:
        return Entry(line, name, "refused", (*notes, str(refused)))
    return Entry(line, name, "changed" if notes else "taken", tuple(notes), question, block)


def _question(kind: str, element: Element, notes: Notes) -> Carried:
    reader = _READERS.get(kind)
    if reader is None:
        raise Refused(
            _UNKNOWN.get(kind) or f"Die Frageart „{kind[:40]}“ von Moodle gibt es hier nicht."
        )
    question = reader(element, notes)
    question.prompt = _text(element.find("questiontext"), notes)
    question.general = _text(element.find("generalfeedback"), notes)
    question.id = _words(element.find("idnumber")) or _words(element.find("name/text"))
    question.hints = [text for hint in element.findall("hint") if (text := _text(hint, notes))]
    for tag in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        _common_feedback(element.find(tag), question, notes)
    if (_words(element.find("defaultgrade")) or "1").rstrip("0").rstrip(".") not in ("1", ""):
        note(notes, "Ihre Punktzahl fällt weg: Hier zählt jede Frage gleich.")
    return question


# What Moodle fills in by itself says nothing about this question.
_USUAL = {
    "Die Antwort ist richtig.",
    "Die Antwort ist teilweise richtig.",
    "Die Antwort ist falsch.",
    "Your answer is correct.",
    "Your answer is partially correct.",
    "Your answer is incorrect.",
}


def _common_feedback(element: Element, question: Carried, notes: Notes) -> None:
    """Feedback for right and for wrong is no feedback of ours; it is not thrown away in silence."""
    text = _text(element, Notes())
    if text and text not in _USUAL:
        note(notes, "Ihre gemeinsame Rückmeldung steht jetzt in der allgemeinen Erklärung.")
        question.general = f"{question.general}\n\n{text}".strip()


def _text(element: Element, notes: Notes) -> str:
    """The <text> of an element as our Markdown, by the format that the element says."""
    if element is None:
        return ""
    text = _words(element.find("text"), trim=False)
    format_ = element.get("format") or "html"
    picture = picture_reader(element, notes)
    if format_ == "markdown":
        return in_markdown(text.strip(), picture, notes)
    if format_ in ("plain_text", "wiki_like"):
        name_formula(text, notes)
        return from_plain(text) if text.strip() else ""
    if format_ == "moodle_auto_format":
        text = text.strip().replace("\n", "<br>")
    return from_html(text, notes, picture)


def _words(element: Element, trim: bool = True) -> str:
    if element is None:
        return ""
    text = "".join(element.itertext())
    return text.strip() if trim else text


def _percent(answer: Element) -> Decimal:
    return exact(answer.get("fraction") or "0")


def _choice(element: Element, notes: Notes) -> Carried:
    answers = element.findall("answer")
    weights = [_percent(answer) for answer in answers]
    choices = [
        Choice(_text(answer, notes), weight > 0, _text(answer.find("feedback"), notes))
        for answer, weight in zip(answers, weights, strict=True)
    ]
    if _words(element.find("single")) in ("false", "0"):
        return Carried("multi", "", choices=fit_several(choices, weights, notes))
    return Carried("single", "", choices=fit_one(choices, weights, notes))


def _true_or_false(element: Element, notes: Notes) -> Carried:
    by_word = {_words(answer.find("text")).lower(): answer for answer in element.findall("answer")}
    if set(by_word) != {"true", "false"}:
        raise Refused("Ihre Antworten heißen nicht true und false.")
    choices = [
        Choice(shown, _percent(by_word[word]) > 0, _text(by_word[word].find("feedback"), notes))
        for word, shown in (("true", TRUE), ("false", FALSE))
    ]
    return Carried("truefalse", "", choices=choices)


def _match(element: Element, notes: Notes) -> Carried:
    pairs = [
        (_text(part, notes), from_plain(_words(part.find("answer/text"))))
        for part in element.findall("subquestion")
    ]
    return Carried("match", "", pairs=pairs)


def _order(element: Element, notes: Notes) -> Carried:
    # Moodle keeps the place of an item in its fraction; older files have them in order.
    answers = sorted(element.findall("answer"), key=_percent)
    select = _words(element.find("selecttype")).upper()
    if select in ("RANDOM", "CONTIGUOUS", "REL", "CONTIG"):
        note(notes, "Moodle zeigt nur eine Auswahl der Schritte; hier erscheinen immer alle.")
    if _words(element.find("gradingtype")).upper() not in ("", "ALL_OR_NOTHING"):
        note(notes, "Teilpunkte fallen weg: Richtig ist nur die ganze Reihenfolge.")
    return Carried("order", "", steps=[_text(answer, notes) for answer in answers])


def _number(element: Element, notes: Notes) -> Carried:
    question, found = Carried("number", ""), 0
    if element.find("units") is not None and len(element.find("units")):
        note(notes, "Einheiten fallen weg. Nennen Sie die gewünschte Einheit im Fragetext.")
    for answer in element.findall("answer"):
        value, percent = _words(answer.find("text")), _percent(answer)
        feedback = _text(answer.find("feedback"), notes)
        if value == "*":
            question.otherwise = feedback
        elif percent == 100:
            found += 1
            slack = abs(exact(_words(answer.find("tolerance")) or "0"))
            question.low, question.high = exact(value) - slack, exact(value) + slack
            question.right_text = feedback
        else:
            if percent:
                note(notes, f"Teilpunkte gibt es hier nicht; „{value[:30]}“ gilt als falsch.")
            question.wrong.append((exact(value), feedback))
    if found != 1:
        raise Refused("Sie hat nicht genau eine richtige Zahl.")
    return question


_READERS: dict[str, Callable[[Element, Notes], Carried]] = {
    "multichoice": _choice,
    "truefalse": _true_or_false,
    "matching": _match,
    "ordering": _order,
    "numerical": _number,
}
