"""Pieces of forms: lines that are cleaned, checks that answer in German, rows of people."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from wtforms import Field, Form, StringField
from wtforms.validators import ValidationError

from leaderacademy.booking.rules import details
from leaderacademy.booking.rules.details import MOST_PEOPLE, Name

Check = Callable[[str], str | None]
Validator = Callable[[Form, Field], None]


class GermanForm(Form):
    """A form that speaks German and lists its problems in the order of the page."""

    class Meta:
        locales = ("de_DE", "de")

    def problems(self) -> Iterator[tuple[str, str]]:
        """Each field's id and its problem in one line, in the order of the page."""
        for name, one in self._fields.items():
            for message in one.errors[:1]:
                yield name, f"{one.label.text}: {message}"


def checked(check: Check) -> Validator:
    """A validator from a pure check."""

    def validate(_form: Form, one: Field) -> None:
        if problem := check(one.data or ""):
            raise ValidationError(problem)

    return validate


def required(missing: str, most: int) -> Validator:
    """A text that must be there, of at most so many characters."""
    return checked(lambda text: details.text_problem(text, missing, most))


def at_most(most: int) -> Validator:
    """A text that may be missing, of at most so many characters."""
    return checked(lambda text: details.length_problem(text, most))


def ticked(missing: str) -> Validator:
    """A box that must be ticked."""

    def validate(_form: Form, one: Field) -> None:
        if not one.data:
            raise ValidationError(missing)

    return validate


def line(label: str, *validators: Validator) -> StringField:
    """One line of text, cleaned before it is checked."""
    return StringField(label, filters=[details.clean_line], validators=validators)


@dataclass
class Typed:
    """One name as it was typed."""

    name: str
    label: str
    data: str = ""
    error: str = ""


@dataclass
class PersonRow:
    """The two names of one person who comes."""

    number: int
    first: Typed
    last: Typed


@dataclass
class People:
    """As many rows of names as people come; also when the number was tampered with."""

    rows: list[PersonRow] = field(default_factory=list)

    @classmethod
    def read(cls, data: Any, count: int) -> "People":
        """The first `count` rows out of what was sent."""
        return cls([_row(data, number) for number in range(1, min(count, MOST_PEOPLE) + 1)])

    def add(self) -> None:
        """One more empty row, as long as there may be one."""
        if len(self.rows) < MOST_PEOPLE:
            self.rows.append(_row({}, len(self.rows) + 1))

    def remove(self, number: int) -> None:
        """Take away one person; the others move up. One always stays."""
        if len(self.rows) > 1:
            names = [(r.first.data, r.last.data) for r in self.rows if r.number != number]
            typed: dict[str, str] = {}
            for place, (first, last) in enumerate(names, start=1):
                typed |= {f"first_name_{place}": first, f"last_name_{place}": last}
            self.rows = [_row(typed, place) for place in range(1, len(names) + 1)]

    def check(self) -> bool:
        """Find what is wrong with each name; says whether nothing is."""
        good = True
        for row in self.rows:
            for one, missing in ((row.first, "den Vornamen"), (row.last, "den Nachnamen")):
                problem = details.text_problem(one.data, f"Bitte tragen Sie {missing} ein.", 100)
                one.error = problem or ""
                good = good and not problem
        return good

    def problems(self) -> Iterator[tuple[str, str]]:
        """Each field's id and its problem in one line."""
        for row in self.rows:
            for one in (row.first, row.last):
                if one.error:
                    yield one.name, f"Person\u00a0{row.number}, {one.label}: {one.error}"

    def twins(self) -> tuple[int, int] | None:
        """The numbers of the first two who have the same name, or None."""
        seen: dict[tuple[str, str], int] = {}
        for row in self.rows:
            name = (row.first.data.casefold(), row.last.data.casefold())
            if all(name) and name in seen:
                return seen[name], row.number
            seen[name] = row.number
        return None

    @property
    def names(self) -> tuple[Name, ...]:
        """Who comes, after it was found good."""
        return tuple(Name(row.first.data, row.last.data) for row in self.rows)


def _row(data: Any, number: int) -> PersonRow:
    def typed(name: str, label: str) -> Typed:
        key = f"{name}_{number}"
        return Typed(key, label, details.clean_line(data.get(key) or ""))

    return PersonRow(number, typed("first_name", "Vorname"), typed("last_name", "Nachname"))
