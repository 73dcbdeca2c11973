"""A form of several Logbuch fields: grouped, with what the Logbuch works out from them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from leaderacademy.content.course import Course, Field
from leaderacademy.content.fields.values import Computed, compute
from leaderacademy.learning.forms.fields import FormField, form_field
from leaderacademy.learning.rules.rows import NO_ROWS, Rows
from leaderacademy.learning.service.state import LearnerState, known_fields

KURS = "KURS"


@dataclass(frozen=True)
class Group:
    """Fields that stand beside one letter."""

    mark: str
    full: bool
    fields: tuple[FormField, ...]


@dataclass(frozen=True)
class Sentence:
    """What the Logbuch works out from the fields."""

    field: Field
    computed: Computed
    lacking: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """All fields of one form."""

    groups: tuple[Group, ...]
    extra: tuple[Group, ...]
    sentences: tuple[Sentence, ...]
    saved_at: datetime | None
    lacking: frozenset[str]  # keys of fields that „fehlt noch“ stands at

    @property
    def fields(self) -> list[FormField]:
        return [field for group in self.groups + self.extra for field in group.fields]

    @property
    def extra_count(self) -> int:
        return sum(len(group.fields) for group in self.extra)

    @property
    def extra_open(self) -> bool:
        """Whether something in the supplement waits for the learner."""
        return any(field.waiting for group in self.extra for field in group.fields)

    @property
    def lettered(self) -> bool:
        return any(group.mark for group in self.groups + self.extra)


def sheet_of(
    course: Course,
    keys: Iterable[str],
    extra: Iterable[str],
    state: LearnerState,
    today: date,
    rows: Rows = NO_ROWS,
    exercise: bool = False,
) -> Sheet:
    """The sheet for these fields; unknown ones are left out.

    An `exercise` wants all of them filled but the `extra` ones, a document the required ones.
    """
    known = known_fields(course)
    values = state.values
    core = [known[key] for key in keys if key in known]
    more = [known[key] for key in extra if key in known]

    def shown(field: Field) -> FormField:
        stored = state.answers.get(field.key)
        return form_field(field, stored, values, today, rows.of(field.key))

    forms = [shown(field) for field in core if field.type not in ("computed", "scale")]
    others = [shown(field) for field in more if field.type not in ("computed", "scale")]
    sentences = _sentences([*core, *more], known, values, today)
    lit: dict[str, bool] = {}
    for sentence in sentences:
        lit |= sentence.computed.parts.get("letters", {})
    return Sheet(
        groups=_groups(forms, lit),
        extra=_groups(others, lit),
        sentences=sentences,
        saved_at=max((f.saved_at for f in [*forms, *others] if f.saved_at), default=None),
        lacking=_lacking_fields(forms, ("yes", "recommended") if exercise else ("yes",)),
    )


def _lacking_fields(forms: Iterable[FormField], wanted: Collection[str]) -> frozenset[str]:
    """What is still missing in lessons whose fields somebody has begun to fill."""
    shown = list(forms)
    begun = {form.field.lesson for form in shown if form.own}
    return frozenset(
        form.key
        for form in shown
        if form.field.lesson in begun
        and form.field.required in wanted
        and not (form.filled or form.offered)
    )


def _groups(fields: list[FormField], lit: Mapping[str, bool]) -> tuple[Group, ...]:
    """Fields beside their letter; a field without one stays with the letter before it."""
    marked: list[tuple[str, list[FormField]]] = []
    for shown in fields:
        mark = shown.field.mark
        same = next((group for group in marked if group[0] == mark), None) if mark else None
        if same is not None:
            same[1].append(shown)
        elif marked and marked[-1][0] and not mark and shown.field.type != "list":
            marked[-1][1].append(shown)
        else:
            marked.append((mark, [shown]))
    if all(mark and mark in KURS for mark, _ in marked):
        marked.sort(key=lambda group: KURS.index(group[0]))
    return tuple(
        Group(mark, lit.get(mark, all(shown.filled for shown in group)), _ordered(mark, group))
        for mark, group in marked
    )


def _ordered(mark: str, fields: list[FormField]) -> tuple[FormField, ...]:
    """Beside a letter: what is counted, then the numbers, then the unit."""
    places = {"": 0, "is-half": 0, "is-short": 1, "is-medium": 2}
    if not mark or not any(shown.field.type == "number" for shown in fields):
        return tuple(fields)
    return tuple(sorted(fields, key=lambda shown: places[shown.control.width]))


def _sentences(
    fields: Iterable[Field], known: Mapping[str, Field], values: Mapping[str, Any], today: date
) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(field, computed, _lacking(computed, known))
        for field in fields
        if field.type == "computed"
        for computed in [compute(field, values, today)]
    )


def _lacking(computed: Computed, known: Mapping[str, Field]) -> tuple[str, ...]:
    """What is missing, by the words of its label: letters of KURS, or fields."""
    letters = {field.mark: field for field in reversed(list(known.values())) if field.mark}
    return tuple(
        f"{missing}, „{letters[missing].label}“" if missing in letters else known[missing].label
        for missing in computed.missing
        if missing in letters or missing in known
    )
