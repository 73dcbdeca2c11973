"""What the page of one document shows: its sections, each with the form that opens in place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from werkzeug.exceptions import NotFound

from leaderacademy.accounts.devices import Reader
from leaderacademy.accounts.models import Person
from leaderacademy.content.course import Course, Document
from leaderacademy.content.fields.computing import year_sentence
from leaderacademy.core import clock
from leaderacademy.core.kept import Kept
from leaderacademy.learning.forms.sheet import Sheet, sheet_of
from leaderacademy.learning.rules.rows import NO_ROWS, Rows
from leaderacademy.learning.service.answers import today_in_germany
from leaderacademy.learning.service.state import NOTHING, LearnerState, learner_state
from leaderacademy.logbook.rules.missing import Remark, place_of, remarks_of
from leaderacademy.logbook.rules.outline import Section
from leaderacademy.logbook.rules.tipping import sentences_of
from leaderacademy.logbook.service.editions import Taken
from leaderacademy.logbook.service.papers import Paper, paper_of
from leaderacademy.logbook.service.weights import WeightHistory

EXTRAS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "zielbaum": (
        ("/logbuch/zielbaum.ics", "Termine als Kalenderdatei"),
        ("/logbuch/zielbaum.svg", "Zeichnung als SVG"),
        ("/logbuch/zielbaum.png", "Zeichnung als Bild (PNG)"),
    ),
    "briefing": (("/logbuch/briefing.docx", "Als Word-Datei (DOCX)"),),
    "angebote": (("/logbuch/angebote.xlsx", "Als Tabelle mit Formeln (XLSX)"),),
    "abschluss": (("/logbuch/zielbaum.ics", "Termine als Kalenderdatei"),),
}
# Where a document is used, with the icon of each way.
WAYS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "zielbaum": (("/check-in", "Check-in: Was ist fertig?", "check"),),
    "team": (
        ("/teamseite", "Mit dem Team teilen", "send"),
        ("/takt-test", "Takt-Test", "users"),
    ),
}
LETTERS = {"K": "Kennzahl", "U": "Nutzen", "R": "Reichweite der Kräfte", "S": "Stichtag, Steuer"}


@dataclass(frozen=True, slots=True)
class Part:
    """One section as it is shown; without a sheet it cannot be changed here."""

    section: Section
    sheet: Sheet | None
    remarks: tuple[Remark, ...]
    address: str
    lesson: int
    strip: bool
    open: bool = False
    history: WeightHistory | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What the person wants to see of a document."""

    rows: Rows = NO_ROWS
    open: str = ""


def get_document(course: Course, key: str) -> Document:
    """The document with this key; raises NotFound."""
    found = course.logbook.document(key)
    if found is None:
        raise NotFound
    return found


def current_state(person: Person | Reader | None) -> LearnerState:
    """All answers of who asks."""
    return learner_state(person.id) if person is not None else NOTHING


def today_here() -> date:
    """The day on the calendar at home."""
    return today_in_germany(clock.now())


def version_of(course: Course, document: Document, state: LearnerState, taken: Taken) -> int:
    """The number of the document's version; the answers are read only if they are new."""
    key = (course.digest, document.key, state.answers_stamp)
    stamp = _stamps.get(key, lambda: paper_of(course, document, state, date.min).stamp)
    return taken.number_of(stamp)


_stamps = Kept[str](512)


def parts_of(
    paper: Paper, state: LearnerState, shown: Shown, history: WeightHistory | None = None
) -> list[Part]:
    """All sections with their forms."""
    return [_part(paper, section, state, shown, history) for section in paper.sections]


def example_parts(paper: Paper) -> list[Part]:
    """The sections of the invented company, without forms and without advice."""
    return [
        Part(section, None, (), "", 0, _on_strip(paper, section))
        for section in paper.public_sections
    ]


def _part(
    paper: Paper,
    section: Section,
    state: LearnerState,
    shown: Shown,
    history: WeightHistory | None,
) -> Part:
    fields = paper.fields_of(section)
    asked = place_of(paper.course, fields)
    editable = any(field.type not in ("computed", "scale") for field in fields)
    sheet = None
    if editable:
        sheet = sheet_of(paper.course, section.fields, (), state, paper.today, shown.rows)
    return Part(
        section,
        sheet,
        remarks_of(fields, paper.values, paper.today),
        asked[0],
        asked[1],
        _on_strip(paper, section),
        section.key == shown.open or bool(sheet and any(f.waiting for f in sheet.fields)),
        history,
    )


def _on_strip(paper: Paper, section: Section) -> bool:
    return paper.document.key == "zielbaum" and bool(section.span) and section.key != "reede"


def context_of(paper: Paper, parts: list[Part]) -> dict[str, Any]:
    """What every template of a document needs."""
    lit = year_sentence(paper.values)
    return {
        "paper": paper,
        "parts": parts,
        "unlit": ", ".join(f"{m} wie {LETTERS[m]}" for m in lit.missing if m in LETTERS),
        "firmness": sentences_of(paper.comparison) if paper.document.key == "angebote" else (),
    }
