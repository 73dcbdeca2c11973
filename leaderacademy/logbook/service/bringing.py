"""The documents that somebody brings to the live training, in words, for the trainer's sheet."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from leaderacademy.content.course import Course
from leaderacademy.learning.service.answers import today_in_germany
from leaderacademy.learning.service.state import learner_state
from leaderacademy.logbook.service.papers import Paper, paper_of

# What its owner marked as internal is not brought either.
_ONLY_IF = {"br_customer_value": "br_customer_value_visible"}


@dataclass(frozen=True, slots=True)
class Brought:
    """One document: its title, how far it is, what is missing, and its sections in words.

    A section is its title and pairs of label and text; text may have several lines.
    """

    key: str
    title: str
    state: str
    saved_at: datetime | None
    missing: tuple[str, ...]
    sections: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def documents_of(
    person_id: int, keys: Collection[str], course: Course, now: datetime
) -> tuple[Brought, ...]:
    """These documents in the order of the Logbuch; one in which nothing stands is left out.

    Sections that are only for their owner (names of people asked, what the team sees) are in
    none of them. Who may see them is for the caller to know: what was chosen at the booking.
    """
    state, today = learner_state(person_id), today_in_germany(now)
    papers = (paper_of(course, d, state, today) for d in course.logbook.documents if d.key in keys)
    return tuple(_brought(paper) for paper in papers if paper.fill.state != "leer")


def _brought(paper: Paper) -> Brought:
    return Brought(
        paper.document.key,
        paper.document.title,
        paper.fill.state,
        paper.saved_at,
        tuple(one.label for one in paper.missing),
        tuple(
            (section.title, pairs)
            for section in paper.public_sections
            if (pairs := _pairs(paper, section.fields))
        ),
    )


def _pairs(paper: Paper, keys: Collection[str]) -> tuple[tuple[str, str], ...]:
    w = paper.written
    shown = (key for key in keys if w.text(_ONLY_IF.get(key, "")) == "ja" or key not in _ONLY_IF)
    pairs = ((w.label(key), w.text(key) or w.computed(key)) for key in shown)
    return tuple((label, text) for label, text in pairs if text)
