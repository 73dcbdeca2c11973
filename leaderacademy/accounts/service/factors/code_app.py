"""The app that shows codes: begun, confirmed by a code, asked, removed."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update

from leaderacademy.accounts.links import new_secret
from leaderacademy.accounts.models import CodeApp
from leaderacademy.accounts.rules.factors import (
    SETTING_UP,
    app_code,
    app_secret,
    matching_counter,
)
from leaderacademy.core.database import session, upsert


def begin_app(person_id: int, now: datetime) -> bool:
    """Make a new secret that waits for its first code; False when an app counts already."""
    fresh = {"nonce": new_secret(), "created_at": now, "last_counter": 0}
    statement = upsert(CodeApp.__table__).values(person_id=person_id, **fresh)
    statement = statement.on_conflict_do_update(
        index_elements=["person_id"], set_=fresh, where=CodeApp.confirmed_at.is_(None)
    ).returning(CodeApp.person_id)
    return session.execute(statement).scalar_one_or_none() is not None


def waiting_secret(person_id: int, house_key: str, now: datetime) -> str | None:
    """The secret that waits for its first code; once it counts nobody sees it again."""
    nonce = session.scalar(
        select(CodeApp.nonce).where(
            CodeApp.person_id == person_id,
            CodeApp.confirmed_at.is_(None),
            CodeApp.created_at > now - SETTING_UP,
        )
    )
    return None if nonce is None else app_secret(house_key, nonce)


def confirm_app(person_id: int, typed: str, house_key: str, now: datetime) -> bool:
    """Let the app count from now on if this is its code; the code is spent by that."""
    secret = waiting_secret(person_id, house_key, now)
    counter = _counter_of(secret, typed, now)
    if counter is None:
        return False
    done = session.execute(
        update(CodeApp)
        .where(CodeApp.person_id == person_id, CodeApp.confirmed_at.is_(None))
        .values(confirmed_at=now, last_counter=counter)
        .returning(CodeApp.person_id)
    ).scalar_one_or_none()
    return done is not None


def accept_code(person_id: int, typed: str, house_key: str, now: datetime) -> bool:
    """Whether this is a code of the person's app that was never taken before."""
    nonce = session.scalar(
        select(CodeApp.nonce).where(
            CodeApp.person_id == person_id, CodeApp.confirmed_at.is_not(None)
        )
    )
    counter = _counter_of(app_secret(house_key, nonce) if nonce else None, typed, now)
    if counter is None:
        return False
    # The condition is in the UPDATE: a code read over the shoulder or sent twice is taken once.
    taken = session.execute(
        update(CodeApp)
        .where(CodeApp.person_id == person_id, CodeApp.nonce == nonce, _is_newer(counter))
        .values(last_counter=counter)
        .returning(CodeApp.person_id)
    ).scalar_one_or_none()
    return taken is not None


def _is_newer(counter: int) -> ColumnElement[bool]:
    return CodeApp.last_counter < counter


def _counter_of(secret: str | None, typed: str, now: datetime) -> int | None:
    code = app_code(typed)
    return None if secret is None or code is None else matching_counter(secret, code, now)


def remove_app(person_id: int) -> bool:
    """Forget the app; False when there was none that counted."""
    gone = session.execute(
        delete(CodeApp)
        .where(CodeApp.person_id == person_id, CodeApp.confirmed_at.is_not(None))
        .returning(CodeApp.person_id)
    ).scalar_one_or_none()
    return gone is not None
