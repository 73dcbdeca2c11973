"""Links sent by mail: made, found and used up; the database never holds what opens them."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from leaderacademy.accounts.models import MailLink
from leaderacademy.accounts.rules import LIFETIME, Purpose
from leaderacademy.core.database import session


class BadLinkError(Exception):
    """The link was used, has expired, or never existed; a reader is told the same each time."""


def digest(secret: str) -> str:
    """How a token or a device key is kept: its SHA-256, which opens nothing."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def new_secret() -> str:
    """256 random bits that fit into an address."""
    return secrets.token_urlsafe(32)


def create_link(
    purpose: Purpose, now: datetime, person_id: int | None = None, email: str | None = None
) -> str:
    """Make a link and give back its token, which is stored nowhere."""
    session.execute(delete(MailLink).where(MailLink.expires_at < now - timedelta(days=1)))
    token = new_secret()
    session.add(
        MailLink(
            purpose=purpose,
            person_id=person_id,
            email=email,
            token_digest=digest(token),
            created_at=now,
            expires_at=now + LIFETIME[purpose],
        )
    )
    session.flush()
    return token


def get_link(purpose: Purpose, token: str, now: datetime) -> MailLink:
    """The link, still good; raises BadLinkError."""
    link = session.scalar(
        select(MailLink).where(
            MailLink.token_digest == digest(token),
            MailLink.purpose == purpose,
            MailLink.used_at.is_(None),
            MailLink.expires_at > now,
        )
    )
    if link is None:
        raise BadLinkError
    return link


def use_up(link: MailLink, now: datetime) -> None:
    """Spend the link; raises BadLinkError if somebody was faster."""
    # The condition is in the UPDATE: of two clicks at once the database lets one through.
    spent = session.execute(
        update(MailLink)
        .where(MailLink.id == link.id, MailLink.used_at.is_(None), MailLink.expires_at > now)
        .values(used_at=now)
        .execution_options(synchronize_session=False)
        .returning(MailLink.id)
    ).scalar_one_or_none()
    if spent is None:
        raise BadLinkError


def drop_links(person_id: int, *purposes: Purpose) -> None:
    """Forget the links of these purposes that nobody has used yet."""
    session.execute(
        delete(MailLink)
        .where(
            MailLink.person_id == person_id,
            MailLink.purpose.in_(purposes),
            MailLink.used_at.is_(None),
        )
        .execution_options(synchronize_session=False)
    )


def drop_trainer_links() -> None:
    """Forget every invitation that nobody has used yet."""
    session.execute(
        delete(MailLink)
        .where(MailLink.purpose == Purpose.TRAINER, MailLink.used_at.is_(None))
        .execution_options(synchronize_session=False)
    )
