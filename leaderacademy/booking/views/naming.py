"""Naming somebody else who comes: the form that the buyer and the trainer share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request
from werkzeug.exceptions import NotFound

from leaderacademy.booking import service
from leaderacademy.booking.forms.controls import People
from leaderacademy.booking.models import Booking, Participant
from leaderacademy.booking.rules.details import Name


@dataclass(frozen=True, slots=True)
class Naming:
    """What came of the form; not `done` means that it is shown with what was typed."""

    person: Participant
    row: Any
    done: bool = False
    problem: str = ""
    status: int = 200


def read_naming(
    booking: Booking, position: int, rename: Callable[[Participant, Name], None]
) -> Naming:
    """Show the form, or check what was typed and `rename` with it. Raises NotFound."""
    person = next((p for p in booking.participants if p.position == position), None)
    if person is None:
        raise NotFound
    if request.method != "POST":
        names = {"first_name_1": person.first_name, "last_name_1": person.last_name}
        return Naming(person, People.read(names, 1).rows[0])
    typed = People.read(request.form, 1)
    if not typed.check():
        return Naming(person, typed.rows[0], status=422)
    try:
        rename(person, typed.names[0])
    except service.CannotChange as refusal:
        return Naming(person, typed.rows[0], problem=str(refusal), status=409)
    return Naming(person, typed.rows[0], done=True)
