"""The browsers that may act for a person: found by the key in their cookie, added, dropped."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, select

from leaderacademy.accounts.links import digest, new_secret
from leaderacademy.accounts.models import Device, HalfSignIn, Person
from leaderacademy.accounts.rules import SEEN_EVERY, TRAINER
from leaderacademy.core.database import Base, session

_devices = Base.metadata.tables[Device.__tablename__]

# Built once: nearly every request asks it, and making it costs as much as its answer.
_BY_KEY = (
    select(Person, Device)
    .join(Device, Device.person_id == Person.id)
    .where(Device.key_digest == bindparam("digest"), Person.deactivated_at.is_(None))
)

_people = Base.metadata.tables[Person.__tablename__]
_READER = (
    select(_people.c.id, _people.c.name, _people.c.email, _people.c.role)
    .join_from(_devices, _people, _devices.c.person_id == _people.c.id)
    .where(_devices.c.key_digest == bindparam("digest"))
)

_OWNER = select(_devices.c.person_id, _devices.c.seen_at).where(
    _devices.c.key_digest == bindparam("digest")
)


class Reader(NamedTuple):
    """As much of a person as a ready page depends on."""

    id: int
    name: str
    email: str | None
    role: str

    @property
    def is_trainer(self) -> bool:
        """Whether this person may edit the course."""
        return self.role == TRAINER


def find_reader(key: str) -> Reader | None:
    """Whose browser this is, for a page that is kept: half of what reading a person costs."""
    row = session.connection().execute(_READER, {"digest": digest(key)}).first()
    return None if row is None else Reader(*row)


def find_by_key(key: str) -> tuple[Person, Device] | None:
    """Whose browser this is, in one query."""
    row = session.execute(_BY_KEY, {"digest": digest(key)}).first()
    return None if row is None else (row[0], row[1])


def hold_active(person_id: int) -> bool:
    """Whether this account may get a device; it stays so until the transaction ends.

    Deactivating changes the row that is held here: it waits for us and then finds our device, or
    it was first and we see it.
    """
    held = select(Person.id).where(Person.id == person_id, Person.deactivated_at.is_(None))
    return session.scalar(held.with_for_update(key_share=True)) is not None


def find_owner(key: str, connection: Connection) -> tuple[int, datetime] | None:
    """The id of whose browser this is, and when it was last noted; the person is not read."""
    row = connection.execute(_OWNER, {"digest": digest(key)}).first()
    return None if row is None else (row[0], row[1])


def add_device(person_id: int, label: str, now: datetime) -> tuple[Device, str]:
    """Let one more browser act for this person; the key is for its cookie only."""
    key = new_secret()
    device = Device(
        person_id=person_id, key_digest=digest(key), label=label[:60], created_at=now, seen_at=now
    )
    session.add(device)
    session.flush()
    return device, key


def note_seen(device: Device, now: datetime) -> bool:
    """Remember the visit, at most once a day; says whether it was written."""
    if not is_to_be_noted(device.seen_at, now):
        return False
    device.seen_at = now
    return True


def is_to_be_noted(seen_at: datetime, now: datetime) -> bool:
    """Whether the last visit was long enough ago to write down this one."""
    return now - seen_at >= SEEN_EVERY


def devices_of(person_id: int) -> list[Device]:
    """The person's devices, the one used last first."""
    found = select(Device).where(Device.person_id == person_id)
    return list(session.scalars(found.order_by(Device.seen_at.desc(), Device.id.desc())))


def drop_device(person_id: int, device_id: int) -> bool:
    """Sign one of this person's devices out; False if it is not one of theirs."""
    dropped = session.execute(
        delete(Device)
        .where(Device.id == device_id, Device.person_id == person_id)
        .returning(Device.id)
    ).scalar_one_or_none()
    return dropped is not None


def drop_devices(person_id: int, but: int | None = None) -> None:
    """Sign all devices of this person out, except perhaps one, and end what is half signed in."""
    session.execute(delete(HalfSignIn).where(HalfSignIn.person_id == person_id))
    others = delete(Device).where(Device.person_id == person_id)
    session.execute(others if but is None else others.where(Device.id != but))
