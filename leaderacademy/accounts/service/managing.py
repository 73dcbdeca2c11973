"""What a trainer does with somebody's account: ask to confirm it, shut it, let in again."""

from datetime import datetime

from sqlalchemy import update

from leaderacademy.accounts.addresses import ask_to_confirm
from leaderacademy.accounts.devices import drop_devices
from leaderacademy.accounts.links import drop_links
from leaderacademy.accounts.models import Person
from leaderacademy.accounts.rules import LEARNER, Purpose
from leaderacademy.accounts.service import subject_of
from leaderacademy.core.audit import Actor, note_action
from leaderacademy.core.database import session


class CannotChangeError(Exception):
    """Why this cannot be done, as a German sentence for the trainer."""


def resend_confirmation(person: Person, now: datetime, by: Actor) -> None:
    """Ask the reader of the address once more to confirm it. Raises CannotChangeError."""
    if person.confirmed_at is not None:
        raise CannotChangeError("Diese Adresse ist schon bestätigt.")
    if person.deactivated_at is not None:
        raise CannotChangeError("Dieses Konto ist gesperrt. Entsperren Sie es zuerst.")
    ask_to_confirm(person, now)
    text = "Bitte um Bestätigung der Adresse noch einmal geschickt."
    note_action("account-confirmation-resent", subject_of(person.id), text, by, now)


def deactivate(person_id: int, now: datetime, by: Actor) -> None:
    """Let nobody sign in to this account any more; progress stays. Raises CannotChangeError.

    The role is asked in the UPDATE: who becomes a trainer in this very moment stays in.
    """
    done = session.execute(
        update(Person)
        .where(Person.id == person_id, Person.role == LEARNER, Person.deactivated_at.is_(None))
        .values(deactivated_at=now)
        .returning(Person.id)
    ).scalar_one_or_none()
    if done is None:
        raise CannotChangeError(
            "Das Konto ist schon gesperrt, oder es gehört jemandem aus dem Team. Wer zum Team "
            "gehört, muss es zuerst verlassen."
        )
    drop_devices(person_id)
    drop_links(person_id, *(purpose for purpose in Purpose if purpose != Purpose.TRAINER))
    text = "Konto gesperrt und auf allen Geräten abgemeldet."
    note_action("account-deactivated", subject_of(person_id), text, by, now)


def reactivate(person_id: int, now: datetime, by: Actor) -> None:
    """Let the person sign in again. Raises CannotChangeError."""
    done = session.execute(
        update(Person)
        .where(Person.id == person_id, Person.deactivated_at.is_not(None))
        .values(deactivated_at=None)
        .returning(Person.id)
    ).scalar_one_or_none()
    if done is None:
        raise CannotChangeError("Das Konto ist nicht gesperrt.")
    note_action("account-reactivated", subject_of(person_id), "Konto entsperrt.", by, now)
