"""A second factor beside password or mail: who has one, which, and how it goes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, or_, select

from leaderacademy.accounts.addresses import find_owner
from leaderacademy.accounts.devices import drop_devices
from leaderacademy.accounts.models import CodeApp, HalfSignIn, Passkey, Person, RecoveryCode
from leaderacademy.accounts.rules import TRAINER, email_key
from leaderacademy.accounts.service import subject_of
from leaderacademy.core.audit import Actor, note_action
from leaderacademy.core.database import session
from leaderacademy.core.mail import send_later


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody has: since when the app counts, the keys, how many codes are left."""

    app_since: datetime | None
    passkeys: tuple[Passkey, ...]
    codes_left: int

    @property
    def counts(self) -> bool:
        """Whether signing in asks for a second factor."""
        return self.app_since is not None or bool(self.passkeys)

    @property
    def count(self) -> int:
        """How many there are; recovery codes are only a help."""
        return len(self.passkeys) + (self.app_since is not None)


def has_factor(person_id: Any) -> ColumnElement[bool]:
    """The condition that this person (a number or a column) has a second factor that counts."""
    return or_(
        exists().where(CodeApp.person_id == person_id, CodeApp.confirmed_at.is_not(None)),
        exists().where(Passkey.person_id == person_id),
    )


def owes_factor(person: Person) -> bool:
    """Whether this person is signed in only after a second factor."""
    return person.is_trainer and bool(session.scalar(select(has_factor(person.id))))


def without_factor() -> int:
    """How many trainers have none."""
    query = select(func.count()).select_from(Person)
    return session.scalar(query.where(Person.role == TRAINER, ~has_factor(Person.id))) or 0


def standing_of(person_id: int) -> Standing:
    """What this person has, in three queries."""
    app_since = session.scalar(select(CodeApp.confirmed_at).where(CodeApp.person_id == person_id))
    keys = session.scalars(
        select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id)
    )
    left = select(func.count()).where(
        RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
    )
    return Standing(app_since, tuple(keys), session.scalar(left) or 0)


def forget_factors(person_id: int) -> None:
    """Remove all of it, the codes on paper too."""
    for table in (CodeApp, Passkey, RecoveryCode):
        session.execute(delete(table).where(table.person_id == person_id))


def reset_factors(email: str, now: datetime) -> bool:
    """The operator's help for who has lost phone and paper; False when there is nothing to reset.

    All devices are signed out too: who has the phone may have more.
    """
    person = find_owner(email_key(email))
    if person is None or not standing_of(person.id).counts:
        return False
    forget_factors(person.id)
    drop_devices(person.id)
    text = "Zweiter Faktor vom Betrieb zurückgesetzt."
    tell_change(person, text, "second-factor-reset", Actor(None, "Betrieb (Konsole)"), now)
    return True


def export_factors(person_id: int) -> dict[str, Any]:
    """What there is, for the person's export: names and moments, no secrets."""
    standing = standing_of(person_id)
    since = standing.app_since
    return {
        "code_app_since": since.isoformat() if since else None,
        "passkeys": [
            {
                "name": key.name,
                "created_at": key.created_at.isoformat(),
                "used_at": key.used_at.isoformat() if key.used_at else None,
            }
            for key in standing.passkeys
        ],
        "recovery_codes_left": standing.codes_left,
        "half_sign_ins": [
            {
                "created_at": half.created_at.isoformat(),
                "expires_at": half.expires_at.isoformat(),
                "leads_to": half.target,
            }
            for half in session.scalars(
                select(HalfSignIn).where(HalfSignIn.person_id == person_id).order_by(HalfSignIn.id)
            )
        ],
    }


def tell_change(person: Person, text: str, action: str, by: Actor, now: datetime) -> None:
    """Write a change of the second factor into the audit log and to its owner.

    `text` is a whole German sentence without personal data.
    """
    note_action(action, subject_of(person.id), text, by, now)
    if person.confirmed_email:
        send_later(
            "second-factor-changed", person.confirmed_email, now, name=person.name, text=text
        )
