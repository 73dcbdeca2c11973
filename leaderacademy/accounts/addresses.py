"""Whose mail address is whose: claimed by anybody, owned by the one person who confirmed it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from leaderacademy.accounts.links import create_link, drop_links, use_up
from leaderacademy.accounts.models import MailLink, Person
from leaderacademy.accounts.rules import Purpose, email_key
from leaderacademy.core.database import session
from leaderacademy.core.mail import send_later


class AddressTakenError(Exception):
    """The address belongs to somebody else; said only to who has proven to read its mail."""


def claim_address(person: Person, email: str, now: datetime) -> None:
    """Note an address nobody has confirmed yet, and ask its reader to confirm it."""
    person.email, person.email_key, person.confirmed_at = email, email_key(email), None
    session.flush()
    drop_links(person.id, Purpose.CONFIRM)
    ask_to_confirm(person, now)


def ask_to_confirm(person: Person, now: datetime) -> None:
    """Write to the person's unconfirmed address: the link, or that it has an account already.

    No name is in the mail to an unconfirmed address: it would let strangers send their words
    to anybody.
    """
    if person.email is None or person.email_key is None:
        return
    owner = find_owner(person.email_key)
    # The row is made in both cases, so that both cost the same.
    token = create_link(Purpose.CONFIRM, now, person.id, person.email)
    if owner is None:
        send_later("confirm-address", person.email, now, token=token)
    else:
        _tell_owner(owner, now)


def _tell_owner(owner: Person, now: datetime) -> None:
    template = "address-known" if owner.deactivated_at is None else "account-deactivated"
    send_later(template, str(owner.email), now, name=owner.name)


def find_owner(key: str) -> Person | None:
    """Who has confirmed this address."""
    return session.scalar(
        select(Person).where(Person.email_key == key, Person.confirmed_at.is_not(None))
    )


def find_claim(key: str) -> Person | None:
    """Who typed this address without confirming it; of several the newest."""
    return session.scalar(
        select(Person)
        .where(
            Person.email_key == key,
            Person.confirmed_at.is_(None),
            Person.deactivated_at.is_(None),
        )
        .order_by(Person.id.desc())
        .limit(1)
    )


def ask_for_address(person: Person, email: str, now: datetime) -> None:
    """Begin to change the address; a confirmed one stays until the new one is confirmed."""
    if person.confirmed_at is None:
        claim_address(person, email, now)
        return
    drop_links(person.id, Purpose.CHANGE)
    token = create_link(Purpose.CHANGE, now, person.id, email)
    owner = find_owner(email_key(email))
    if owner is None or owner.id == person.id:
        send_later("change-address", email, now, token=token)
    else:
        _tell_owner(owner, now)


def wanted_address(person_id: int, now: datetime) -> str | None:
    """The address that waits for its confirmation."""
    return session.scalar(
        select(MailLink.email).where(
            MailLink.person_id == person_id,
            MailLink.purpose == Purpose.CHANGE,
            MailLink.used_at.is_(None),
            MailLink.expires_at > now,
        )
    )


def change_address(link: MailLink, now: datetime) -> None:
    """Spend a link for a new address and tell the old one; raises AddressTakenError."""
    use_up(link, now)
    person = session.get_one(Person, link.person_id)
    old = person.email
    try:
        with session.begin_nested():
            person.email, person.email_key = link.email, email_key(str(link.email))
    except IntegrityError:
        raise AddressTakenError from None
    send_later("address-changed", str(old), now, name=person.name, address=person.email)
