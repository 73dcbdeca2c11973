"""Half signed in: one factor was shown on a browser, the second is owed for ten minutes."""

from datetime import datetime

from sqlalchemy import delete, select, update

from leaderacademy.accounts.links import digest, new_secret
from leaderacademy.accounts.models import HalfSignIn, Person
from leaderacademy.accounts.rules.factors import HALF_SIGN_IN
from leaderacademy.core.database import session


def begin_half(person_id: int, target: str, now: datetime) -> str:
    """Remember who owes a second factor and where they want to go; the key for their cookie."""
    session.execute(delete(HalfSignIn).where(HalfSignIn.expires_at < now))
    key = new_secret()
    session.add(
        HalfSignIn(
            person_id=person_id,
            key_digest=digest(key),
            challenge=new_secret(),
            target=target,
            created_at=now,
            expires_at=now + HALF_SIGN_IN,
        )
    )
    session.flush()
    return key


def find_half(key: str, now: datetime) -> tuple[HalfSignIn, Person] | None:
    """Who is half signed in with this key."""
    row = session.execute(
        select(HalfSignIn, Person)
        .join(Person, Person.id == HalfSignIn.person_id)
        .where(
            HalfSignIn.key_digest == digest(key),
            HalfSignIn.expires_at > now,
            Person.deactivated_at.is_(None),
        )
    ).first()
    return None if row is None else (row[0], row[1])


def exchange_challenge(half: HalfSignIn) -> str | None:
    """Take what a passkey was to sign and put something new in its place; None for the second
    who tries the same. Whatever becomes of it, the caller commits."""
    old = half.challenge
    taken = session.execute(
        update(HalfSignIn)
        .where(HalfSignIn.id == half.id, HalfSignIn.challenge == old)
        .values(challenge=new_secret())
        .returning(HalfSignIn.id)
    ).scalar_one_or_none()
    session.refresh(half)
    return old if taken is not None else None


def end_half(half: HalfSignIn) -> bool:
    """The second factor was given; False when this very sign-in was ended by somebody else."""
    ended = session.execute(
        delete(HalfSignIn).where(HalfSignIn.id == half.id).returning(HalfSignIn.id)
    ).scalar_one_or_none()
    return ended is not None
