"""A person's own data: all of it in one place, and all of it gone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from leaderacademy.accounts.devices import devices_of
from leaderacademy.accounts.models import Device, MailLink, Person
from leaderacademy.accounts.rules import TIME_TO_CHANGE_ONES_MIND
from leaderacademy.accounts.service import subject_of
from leaderacademy.accounts.service.factors import export_factors
from leaderacademy.accounts.service.managing import CannotChangeError
from leaderacademy.accounts.service.team import is_last_trainer, mark_leaving
from leaderacademy.authoring.service import people as authors
from leaderacademy.booking import service as booking
from leaderacademy.certificates import service as certificates
from leaderacademy.core.audit import Actor, actions_of, history_of, move_history, note_action
from leaderacademy.core.database import session
from leaderacademy.core.german import day_in_words
from leaderacademy.core.jobs import enqueue
from leaderacademy.core.mail import send_later
from leaderacademy.invoicing import service as invoicing
from leaderacademy.learning import service as learning
from leaderacademy.logbook.service import editions as logbook
from leaderacademy.nudges import service as nudges
from leaderacademy.team import service as team

DELETE_PERSON = "delete-person"
# The cookie of somebody without an account lives a year from the last visit; after it nobody can
# come back to what is kept. The privacy notice (content/pages/datenschutz.md) names this time.
UNUSED_AFTER = timedelta(days=396)
MOST_AT_ONCE = 500

# Called as (person_id, now) before a person is removed, for what must not simply vanish with
# them. Whatever hangs on the person by ON DELETE CASCADE needs no entry here.
on_delete: list[Callable[[int, datetime], None]] = []


def collect(person: Person) -> dict[str, Any]:
    """Everything we keep of this person, as plain JSON, without secrets.

    Bookings are found by mail address only if the address is confirmed: anybody can type one.
    """
    key = person.email_key if person.confirmed_at is not None else None
    return {
        "person": _person(person),
        "devices": [
            {"label": d.label, "created_at": _moment(d.created_at), "seen_at": _moment(d.seen_at)}
            for d in devices_of(person.id)
        ],
        "second_factor": export_factors(person.id),
        "mail_links": _mail_links(person.id),
        "learning": learning.export_person(person.id),
        "documents": logbook.export_person(person.id),
        "booking": booking.export_person(person.id, person.confirmed_email),
        "invoicing": invoicing.export_subjects(_bookings(person)),
        "certificates": certificates.export_person(person.id),
        "team": team.export_person(person.id),
        "authoring": authors.export_person(person.id),
        "course_mails": nudges.export_person(person.id, key),
        "acts": [
            {
                "at": _moment(act.at),
                "action": act.action,
                "subject": act.subject,
                "text": act.text,
            }
            for act in actions_of(person.id)
        ],
        # By whom is another person's data; what was done to this account is its owner's.
        "done_to_account": [
            {"at": _moment(act.at), "action": act.action, "text": act.text}
            for act in history_of(subject_of(person.id))
        ],
    }


def retention(person: Person) -> invoicing.Retention:
    """Which documents stay by law when this person goes, and until when."""
    return invoicing.retention_of(_bookings(person))


def _bookings(person: Person) -> list[str]:
    return booking.subjects_of(person.id, person.confirmed_email)


def _person(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "company": person.company,
        "email": person.email,
        "role": person.role,
        "confirmed_at": _moment(person.confirmed_at),
        "has_password": person.password_hash is not None,
        "created_at": _moment(person.created_at),
        "deletion_due_at": _moment(person.deletion_due_at),
        "deactivated_at": _moment(person.deactivated_at),
    }


def _mail_links(person_id: int) -> list[dict[str, Any]]:
    links = session.scalars(
        select(MailLink).where(MailLink.person_id == person_id).order_by(MailLink.id)
    )
    return [
        {
            "purpose": link.purpose,
            "email": link.email,
            "created_at": _moment(link.created_at),
            "expires_at": _moment(link.expires_at),
            "used_at": _moment(link.used_at),
        }
        for link in links
    ]


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


class LastTrainerError(CannotChangeError):
    """Nobody would be left to edit the course."""


def plan_deletion(person: Person, now: datetime) -> None:
    """Delete an account in seven days, unless the person thinks better of it.

    Raises LastTrainerError.
    """
    due = now + TIME_TO_CHANGE_ONES_MIND
    if not mark_leaving(person.id, due):
        if is_last_trainer(person):
            raise LastTrainerError("Die letzte Person im Team kann ihr Konto nicht löschen.")
        return  # planned already
    enqueue(
        DELETE_PERSON,
        {"person_id": person.id},
        now,
        run_at=due,
        key=f"{DELETE_PERSON}:{person.id}:{int(due.timestamp() * 1_000_000)}",
    )
    if person.confirmed_email:
        day = day_in_words(due.astimezone(ZoneInfo("Europe/Berlin")))
        send_later("deletion-planned", person.confirmed_email, now, name=person.name, day=day)


def plan_deletion_for(person: Person, now: datetime, by: Actor) -> None:
    """The same when somebody has asked a trainer for it; raises CannotChangeError.

    Who belongs to the team leaves it first: it must never be empty by another's hand.
    """
    if person.is_trainer:
        raise CannotChangeError("Wer zum Team gehört, muss es vor dem Löschen verlassen.")
    if person.deletion_due_at is not None:
        raise CannotChangeError("Das Löschen dieses Kontos ist schon geplant.")
    plan_deletion(person, now)
    text = "Löschen auf Wunsch der Person geplant, in sieben Tagen."
    note_action("account-deletion-planned", subject_of(person.id), text, by, now)


def keep_for(person: Person, now: datetime, by: Actor) -> None:
    """The person has told a trainer to think better of it; raises CannotChangeError."""
    if person.deletion_due_at is None:
        raise CannotChangeError("Das Löschen dieses Kontos ist nicht geplant.")
    keep(person)
    text = "Geplantes Löschen zurückgenommen."
    note_action("account-deletion-withdrawn", subject_of(person.id), text, by, now)


def keep(person: Person) -> None:
    """Think better of it; the job that comes due finds nothing to do."""
    person.deletion_due_at = None


def delete_if_due(person_id: int, now: datetime) -> bool:
    """Delete the account if that is still wanted now; says whether it was."""
    person = session.scalar(select(Person).where(Person.id == person_id).with_for_update())
    if person is None or person.deletion_due_at is None or person.deletion_due_at > now:
        return False
    delete_person(person_id, now)
    return True


def forget_unused(now: datetime) -> bool:
    """Delete people without an account whom no browser can find any more; says whether there may
    be more of them."""
    long_ago = now - UNUSED_AFTER
    used = select(Device.id).where(Device.person_id == Person.id, Device.seen_at > long_ago)
    unused = (
        select(Person.id)
        .where(Person.email.is_(None), Person.created_at < long_ago, ~used.exists())
        .order_by(Person.id)
        .limit(MOST_AT_ONCE)
    )
    found = list(session.scalars(unused))
    for person_id in found:
        delete_person(person_id, now)
    return len(found) == MOST_AT_ONCE


def delete_person(person_id: int, now: datetime) -> None:
    """Remove the person and everything that is theirs alone, at once and for good."""
    authors.forget_author(person_id, now)
    for prepare in on_delete:
        prepare(person_id, now)
    # On SQLite somebody new may get this number, and must not read what was done to another.
    move_history(subject_of(person_id), f"removed-{subject_of(person_id)}")
    session.execute(
        delete(Person).where(Person.id == person_id).execution_options(synchronize_session=False)
    )
