"""A document with everything that a page or a file says about it."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from leaderacademy.content.course import Course, Document, Field
from leaderacademy.content.fields.values import Fill, fill_level
from leaderacademy.learning.rules.answers import canonical
from leaderacademy.learning.service.state import LearnerState, known_fields
from leaderacademy.logbook.rules.comparison import Comparison, comparison_of
from leaderacademy.logbook.rules.missing import Missing, longest, missing_outside, too_long
from leaderacademy.logbook.rules.outline import Section, public_sections, sections_of
from leaderacademy.logbook.rules.written import Written

# What a document shows of others: their fields belong to its version too.
BORROWED: Mapping[str, str] = {
    "strategie": "gy_",
    "briefing": "gy_|g10_|gq_|st_|rs_budget|rs_reserve",
    "angebote": "br_budget|br_deliverables|br_no_contract",
    "team": "gy_|gq_|steps|st_core",
}


@dataclass(frozen=True)
class Paper:
    """One document of one person as it is today."""

    course: Course
    document: Document
    values: Mapping[str, Any]
    saved: Mapping[str, datetime]
    today: date
    number: int = 1  # which version this is
    owner: str = ""

    @cached_property
    def written(self) -> Written:
        return Written(self.course.logbook, self.values, self.today)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return sections_of(self.document)

    @cached_property
    def public_sections(self) -> tuple[Section, ...]:
        return public_sections(self.document)

    @cached_property
    def fill(self) -> Fill:
        return fill_level(self.document, self.values)

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        return missing_outside(self.course, self.document, self.values)

    @cached_property
    def too_long(self) -> tuple[str, ...]:
        return too_long(self.document.fields, self.values)

    @cached_property
    def longest(self) -> tuple[str, ...]:
        """Labels of the fields with the most text."""
        return longest(self.document.fields, self.values)

    @cached_property
    def comparison(self) -> Comparison:
        return comparison_of(self.values, self.course.logbook)

    @cached_property
    def saved_at(self) -> datetime | None:
        """When something in it was changed last."""
        return max((self.saved[f.key] for f in _shown(self) if f.key in self.saved), default=None)

    @cached_property
    def stamp(self) -> str:
        """Equal for equal content."""
        content = {f.key: self.values.get(f.key) for f in _shown(self)}
        return hashlib.sha256(canonical(content).encode("utf-8", "replace")).hexdigest()

    @property
    def begins(self) -> int:
        """The number of the lesson in which its first field is asked for."""
        numbers = {lesson.slug: lesson.number for lesson in self.course.lessons}
        asked = [numbers[f.lesson] for f in self.document.fields if f.lesson in numbers]
        return min(asked, default=0)

    def fields_of(self, section: Section) -> list[Field]:
        known = known_fields(self.course)
        return [known[key] for key in section.fields if key in known]


def paper_of(
    course: Course,
    document: Document,
    state: LearnerState,
    today: date,
    number: int = 1,
    owner: str = "",
) -> Paper:
    """A document as its owner left it."""
    saved = {key: answer.saved_at for key, answer in state.answers.items()}
    return Paper(course, document, state.values, saved, today, number, owner)


def _shown(paper: Paper) -> Iterable[Field]:
    borrowed = re.compile(BORROWED.get(paper.document.key) or "$")
    own = {field.key for field in paper.document.fields}
    return [
        field
        for field in paper.course.logbook.fields
        if field.key in own or borrowed.match(field.key)
    ]
