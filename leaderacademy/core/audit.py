"""Who changed what and when: written in the transaction of the change, never altered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from leaderacademy.core.database import Base, UtcDateTime, session
from leaderacademy.core.ready import Ready
from leaderacademy.core.rows import table_of


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts; `id` is a person's number, None for the house itself or somebody unknown."""

    id: int | None
    name: str


SYSTEM = Actor(None, "Leader Academy")


class AuditEntry(Base):
    """One thing that somebody did. `subject` names what was changed, such as `invoice:17`."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    # Not a foreign key: core knows no feature, and the entry outlives the person.
    actor_id: Mapped[int | None] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)


# Not by the session: nobody asks for an entry again that was just written.
_INSERT = Ready(
    lambda: insert(table_of(AuditEntry)).inline(),
    *("at", "actor_id", "actor", "action", "subject", "text", "details"),
)


def note_action(
    action: str, subject: str, text: str, actor: Actor, now: datetime, **details: Any
) -> None:
    """Add one entry to the current transaction.

    `action` is a short English name (`invoice-issued`), `text` the German sentence that the
    history shows, `details` plain JSON without personal data.
    """
    values = {
        "at": now,
        "actor_id": actor.id,
        "actor": actor.name,
        "action": action,
        "subject": subject,
        "text": text,
        "details": details,
    }
    _INSERT.run(values)


def history_of(*subjects: str) -> Sequence[AuditEntry]:
    """What was done to these, the latest first."""
    return session.scalars(
        select(AuditEntry).where(AuditEntry.subject.in_(subjects)).order_by(AuditEntry.id.desc())
    ).all()


def recent_actions(limit: int = 100, before_id: int | None = None) -> Sequence[AuditEntry]:
    """The latest of all, in steps of `limit`."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    if before_id is not None:
        query = query.where(AuditEntry.id < before_id)
    return session.scalars(query).all()


def actions_of(actor_id: int) -> Sequence[AuditEntry]:
    """What this person did, for their export."""
    return session.scalars(
        select(AuditEntry).where(AuditEntry.actor_id == actor_id).order_by(AuditEntry.id)
    ).all()


def forget_actor(actor_id: int, _now: datetime) -> None:
    """Before a person is deleted: what was done stays, by whom does not."""
    session.execute(
        update(AuditEntry)
        .where(AuditEntry.actor_id == actor_id)
        .values(actor_id=None, actor="gelöschtes Konto")
    )


def move_actor(from_id: int, into_id: int, _now: datetime) -> None:
    """When two people turn out to be one."""
    session.execute(
        update(AuditEntry).where(AuditEntry.actor_id == from_id).values(actor_id=into_id)
    )


def move_history(from_subject: str, into_subject: str) -> None:
    """When two subjects turn out to be one."""
    session.execute(
        update(AuditEntry).where(AuditEntry.subject == from_subject).values(subject=into_subject)
    )


def find_actions(
    limit: int, before_id: int | None = None, action: str = "", actor: str = ""
) -> Sequence[AuditEntry]:
    """The latest of one kind and by one name, in steps of `limit`; empty means all."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    if before_id is not None:
        query = query.where(AuditEntry.id < before_id)
    if action:
        query = query.where(AuditEntry.action == action)
    if actor:
        query = query.where(AuditEntry.actor == actor)
    return session.scalars(query).all()


def known_actions() -> Sequence[str]:
    """The kinds of acts that were ever noted."""
    return session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action)).all()


def known_actors() -> Sequence[str]:
    """The names of all who ever acted."""
    return session.scalars(select(AuditEntry.actor).distinct().order_by(AuditEntry.actor)).all()
