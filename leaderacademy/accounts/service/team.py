"""Who edits the course: trainers, those who are invited, and how one leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from leaderacademy.accounts.addresses import find_owner
from leaderacademy.accounts.devices import drop_devices
from leaderacademy.accounts.links import create_link, get_link, use_up
from leaderacademy.accounts.models import MailLink, Person
from leaderacademy.accounts.rules import LEARNER, TRAINER, Purpose, email_key
from leaderacademy.accounts.service import note_joining, subject_of
from leaderacademy.accounts.service.factors import forget_factors, has_factor
from leaderacademy.accounts.service.listing import LAST_SEEN
from leaderacademy.accounts.service.managing import CannotChangeError
from leaderacademy.core.audit import Actor, history_of, note_action
from leaderacademy.core.database import session
from leaderacademy.core.mail import send_later


@dataclass(frozen=True, slots=True)
class Member:
    """A trainer, when they were here last, and whether they have a second factor."""

    person: Person
    seen_at: datetime | None
    second_factor: bool


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that makes a trainer of its reader; `email` is None for one of the console."""

    id: int
    email: str | None
    by: str
    sent_at: datetime
    expires_at: datetime


def members() -> Sequence[Member]:
    """All trainers by name, in one query."""
    rows = session.execute(
        select(Person, LAST_SEEN, has_factor(Person.id))
        .where(Person.role == TRAINER)
        .order_by(func.lower(Person.name), Person.id)
    )
    return [Member(*row) for row in rows]


def invitations(now: datetime) -> Sequence[Invitation]:
    """The links nobody has used yet, the newest first, in two queries."""
    links = session.scalars(
        select(MailLink)
        .where(
            MailLink.purpose == Purpose.TRAINER,
            MailLink.used_at.is_(None),
            MailLink.expires_at > now,
        )
        .order_by(MailLink.id.desc())
    ).all()
    senders = {entry.subject: entry.actor for entry in history_of(*(_about(one) for one in links))}
    return [
        Invitation(one.id, one.email, senders.get(_about(one), ""), one.created_at, one.expires_at)
        for one in links
    ]


def _about(link: MailLink) -> str:
    return f"invitation:{link.id}"


def invite(email: str, now: datetime, by: Actor) -> None:
    """Write to somebody how to join; an older invitation is void. Raises CannotChangeError."""
    owner = find_owner(email_key(email))
    if owner is not None and owner.is_trainer:
        raise CannotChangeError(f"{owner.name or email} gehört schon zum Team.")
    if owner is not None and owner.deactivated_at is not None:
        raise CannotChangeError("Das Konto mit dieser Adresse ist gesperrt.")
    session.execute(
        delete(MailLink).where(
            MailLink.purpose == Purpose.TRAINER,
            func.lower(MailLink.email) == email.lower(),
            MailLink.used_at.is_(None),
        )
    )
    token = create_link(Purpose.TRAINER, now, email=email)
    link = get_link(Purpose.TRAINER, token, now)
    send_later("trainer-invitation", email, now, token=token, inviter=by.name)
    note_action(
        "trainer-invited", _about(link), f"Einladung {link.id} ins Team geschickt.", by, now
    )


def withdraw(link_id: int, now: datetime, by: Actor) -> None:
    """Make an invitation void. Raises CannotChangeError when it was used in the meantime."""
    gone = session.execute(
        delete(MailLink)
        .where(
            MailLink.id == link_id,
            MailLink.purpose == Purpose.TRAINER,
            MailLink.used_at.is_(None),
        )
        .returning(MailLink.id)
    ).scalar_one_or_none()
    if gone is None:
        raise CannotChangeError("Diese Einladung gilt schon nicht mehr.")
    text = f"Einladung {link_id} zurückgezogen."
    note_action("invitation-withdrawn", f"invitation:{link_id}", text, by, now)


def join(link: MailLink, person: Person, now: datetime) -> None:
    """Somebody who has an account accepts an invitation to its address; raises BadLinkError."""
    use_up(link, now)
    person.role = TRAINER
    session.flush()
    note_joining(person, link, now)


def remove_trainer(person_id: int, now: datetime, by: Actor) -> None:
    """Make a learner of a trainer; raises CannotChangeError.

    Whoever is about to delete the own account removes nobody: they might be the last to stay.
    Whoever leaves is signed out everywhere and loses the second factor, which learners have not;
    progress and drafts stay. Nobody removes themselves, and one trainer always remains.
    """
    if person_id == by.id:
        raise CannotChangeError(
            "Sich selbst können Sie nicht aus dem Team nehmen. Bitten Sie jemand anderen darum."
        )
    _hold_trainers()
    if not _demote(person_id, by.id or 0):
        raise CannotChangeError(
            "Das ging nicht: Diese Person gehört nicht mehr zum Team, oder Sie selbst nicht mehr, "
            "oder Ihr eigenes Konto wird gerade gelöscht. Eine Trainerin oder ein Trainer muss "
            "immer bleiben."
        )
    drop_devices(person_id)
    forget_factors(person_id)
    note_action("trainer-removed", subject_of(person_id), "Aus dem Team genommen.", by, now)


def _hold_trainers() -> None:
    # Two trainers who remove each other would each still see the other in PostgreSQL: the rows
    # are different ones. So whoever removes takes all of them first, always in the same order.
    session.execute(
        select(Person.id).where(Person.role == TRAINER).order_by(Person.id).with_for_update()
    )


def _demote(person_id: int, by_id: int) -> bool:
    """One statement: only who still is a trainer removes, so somebody always is left."""
    done = session.execute(
        update(Person)
        .where(Person.id == person_id, Person.role == TRAINER, _is_trainer(by_id))
        .values(role=LEARNER)
        .execution_options(synchronize_session=False)
        .returning(Person.id)
    ).scalar_one_or_none()
    session.expire_all()
    return done is not None


def _is_trainer(person_id: int) -> ColumnElement[bool]:
    somebody = aliased(Person)
    return exists().where(
        somebody.id == person_id, somebody.role == TRAINER, somebody.deletion_due_at.is_(None)
    )


def mark_leaving(person_id: int, due: datetime) -> bool:
    """Let this account be deleted then; False for the last trainer who stays, and for an account
    whose deletion is planned already.

    One statement, behind the rows of all trainers: of two who leave at once, one stays.
    """
    _hold_trainers()
    done = session.execute(
        update(Person)
        .where(
            Person.id == person_id,
            Person.deletion_due_at.is_(None),
            or_(Person.role != TRAINER, _somebody_stays(person_id)),
        )
        .values(deletion_due_at=due)
        .execution_options(synchronize_session=False)
        .returning(Person.id)
    ).scalar_one_or_none()
    session.expire_all()
    return done is not None


def is_last_trainer(person: Person) -> bool:
    """Whether nobody would be left to edit the course if this person went."""
    return person.is_trainer and not session.scalar(select(_somebody_stays(person.id)))


def _somebody_stays(person_id: int) -> ColumnElement[bool]:
    other = aliased(Person)
    return exists().where(
        other.id != person_id, other.role == TRAINER, other.deletion_due_at.is_(None)
    )
