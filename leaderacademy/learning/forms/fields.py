"""Logbuch fields as a form shows them: the control, what the form had shown, waiting versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from leaderacademy.content.course import Field
from leaderacademy.content.fields.values import (
    check_value,
    default_value,
    is_filled,
    prefill_value,
    show_value,
)
from leaderacademy.learning.forms.controls import Control, Surroundings, control_of
from leaderacademy.learning.rules.answers import base_of
from leaderacademy.learning.service.state import StoredAnswer


@dataclass(frozen=True, slots=True)
class Waiting:
    """A version that lost a conflict, in words."""

    id: str
    text: str
    saved_at: datetime
    origin: str


@dataclass(frozen=True, slots=True)
class FormField:
    """A whole field with what surrounds its control."""

    control: Control
    base: str
    filled: bool
    stored: bool
    saved_at: datetime | None
    version: int
    waiting: tuple[Waiting, ...]
    text: str  # the stored value in words
    own: bool = False  # stored, and not just what the form had proposed
    offered: bool = False  # what the form proposes is a first version already

    @property
    def field(self) -> Field:
        return self.control.field

    @property
    def key(self) -> str:
        return self.control.field.key


def form_field(
    field: Field,
    stored: StoredAnswer | None,
    values: Mapping[str, Any],
    today: date,
    rows: int = 0,
) -> FormField:
    """What to show for a field; `rows` asks for at least so many rows of a list."""
    proposed = suggestion(field, values, today)
    value = stored.value if stored else proposed
    advice = tuple(check_value(field, value, values, today)) if stored else ()
    return FormField(
        control=control_of(field, field.key, value, Surroundings(values, today), advice, rows),
        base=str(base_of(stored.version if stored else 0, value)),
        filled=stored is not None and is_filled(field, value, lesson=True),
        stored=stored is not None,
        saved_at=stored.saved_at if stored else None,
        version=stored.version if stored else 0,
        waiting=tuple(_waiting(field, other) for other in stored.others) if stored else (),
        text=show_value(field, value) if stored and stored.others else "",
        own=stored is not None and value not in (proposed, None),
        offered=stored is None and is_filled(field, proposed, lesson=True),
    )


def suggestion(field: Field, values: Mapping[str, Any], today: date) -> Any:
    """What the form proposes before anything was saved."""
    prefilled = prefill_value(field, values)
    return default_value(field, values, today) if prefilled is None else prefilled


def _waiting(field: Field, other: Mapping[str, Any]) -> Waiting:
    return Waiting(
        id=other["id"],
        text=show_value(field, other["value"]),
        saved_at=datetime.fromisoformat(other["saved_at"]),
        origin=other["from"],
    )
