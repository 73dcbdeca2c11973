"""The wish for course mails: asked for, confirmed by mail, changed, and ended at once."""

from datetime import datetime

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from leaderacademy.accounts.addresses import find_owner
from leaderacademy.accounts.links import digest, new_secret
from leaderacademy.accounts.models import Person
from leaderacademy.accounts.rules import MAILS_PER_MAIL_ADDRESS, email_key
from leaderacademy.core.database import session
from leaderacademy.core.mail import send_later
from leaderacademy.core.throttle import hit
from leaderacademy.nudges.models import CourseMail, MailConsent
from leaderacademy.nudges.rules.consent import ALL, CONSENT, LINK_HOLDS, PAUSE, REVIEW
from leaderacademy.nudges.rules.kinds import SENT
from leaderacademy.nudges.service.waiting import drop_waiting

HOLDS = (MailConsent.confirmed_at.is_not(None), MailConsent.ended_at.is_(None))


class BadLinkError(Exception):
    """The link of confirmation was used, has expired, or never existed."""


def ask_consent(person_id: int | None, email: str, source: str, now: datetime) -> None:
    """Note a wish that counts for nothing until its mail is answered, and send that mail.

    Nothing happens when this address has its mails already, or was written to too often.
    """
    key = email_key(email)
    current = find_current(person_id) if person_id is not None else None
    if current is not None and current.email_key == key and current.scope == ALL:
        return
    if not hit(
        f"course mails:{key}", MAILS_PER_MAIL_ADDRESS.most, MAILS_PER_MAIL_ADDRESS.window, now
    ):
        return
    _forget_unanswered(person_id, key)
    token = new_secret()
    session.add(
        MailConsent(
            person_id=person_id,
            email=email,
            email_key=key,
            source=source,
            text=CONSENT,
            asked_at=now,
            confirm_digest=digest(token),
            expires_at=now + LINK_HOLDS,
            token=new_secret()[:22],
        )
    )
    session.flush()
    # No name: a stranger may have typed this address.
    send_later("course-mails-confirm", email, now, token=token, consent=CONSENT)


def ask_while_registering(person_id: int, email: str, now: datetime) -> None:
    """The box of the registration was ticked."""
    ask_consent(person_id, email, "register", now)


def ask_at_checkout(person_id: int | None, email: str, now: datetime) -> None:
    """The box of the checkout was ticked; its buyer may have no account, or another address."""
    person = session.get(Person, person_id) if person_id is not None else None
    if person is None or not person.has_account or person.email_key != email_key(email):
        person_id = None
    ask_consent(person_id, email, "checkout", now)


def _forget_unanswered(person_id: int | None, key: str) -> None:
    mine = [MailConsent.person_id == person_id] if person_id is not None else []
    session.execute(
        delete(MailConsent).where(
            MailConsent.confirmed_at.is_(None),
            MailConsent.email_key == key,
            or_(MailConsent.person_id.is_(None), *mine),
        )
    )


def find_request(token: str, now: datetime) -> MailConsent:
    """The wish behind a link of confirmation; raises BadLinkError unless it can be confirmed."""
    found = session.scalar(
        select(MailConsent).where(
            MailConsent.confirm_digest == digest(token),
            MailConsent.confirmed_at.is_(None),
            MailConsent.ended_at.is_(None),
            MailConsent.expires_at > now,
        )
    )
    if found is None:
        raise BadLinkError
    return found


def confirm_consent(token: str, now: datetime) -> MailConsent:
    """From here on mails may come; raises BadLinkError.

    Who reads the mail owns the address, so the wish belongs to whoever has confirmed it.
    """
    wish = find_request(token, now)
    owner = find_owner(wish.email_key)
    if owner is not None:
        wish.person_id = owner.id
    try:
        with session.begin_nested():
            if wish.person_id is not None:
                _end(MailConsent.person_id == wish.person_id, by="replaced", now=now)
            wish.confirmed_at = now
            session.flush()
    except IntegrityError:
        # Another wish of the same person was confirmed in this very moment, and it is enough.
        raise BadLinkError from None
    return wish


def find_current(person_id: int) -> MailConsent | None:
    """The wish that holds for this person."""
    return session.scalar(
        select(MailConsent)
        .where(MailConsent.person_id == person_id, *HOLDS)
        .execution_options(populate_existing=True)
    )


def find_waiting(person_id: int, now: datetime) -> MailConsent | None:
    """The wish whose mail nobody has answered yet."""
    return session.scalar(
        select(MailConsent)
        .where(
            MailConsent.person_id == person_id,
            MailConsent.confirmed_at.is_(None),
            MailConsent.ended_at.is_(None),
            MailConsent.expires_at > now,
        )
        .order_by(MailConsent.id.desc())
        .limit(1)
    )


def find_by_token(token: str) -> MailConsent | None:
    """The wish that holds and belongs to the link of a mail, also of one sent before.

    The reader of an old mail means all mails, whichever wish they come from today.
    """
    link = session.scalar(select(MailConsent).where(MailConsent.token == token))
    if link is None or link.person_id is None:
        return link if link is not None and link.ended_at is None else None
    return find_current(link.person_id)


def choose(wish: MailConsent, choice: str, now: datetime, by: str = "person") -> None:
    """Change the wish: all mails, only reviews, a pause, or none any more."""
    if choice == "none":
        end_consent(wish, by, now)
    elif choice == "pause":
        wish.paused_until = now + PAUSE
    elif choice in (ALL, REVIEW):
        wish.scope, wish.paused_until = choice, None


def end_consent(wish: MailConsent, by: str, now: datetime) -> None:
    """No mail leaves any more, also none that is waiting in the outbox."""
    if wish.person_id is None:
        _end(MailConsent.id == wish.id, by=by, now=now)
        return
    _end(MailConsent.person_id == wish.person_id, by=by, now=now)
    drop_waiting(wish.person_id, "ended")
    _note_unsubscribed(wish.person_id, now)


def _end(whose: object, *, by: str, now: datetime) -> None:
    session.execute(
        update(MailConsent)
        .where(whose, *HOLDS)  # type: ignore[arg-type]
        .values(ended_at=now, ended_by=by)
        .execution_options(synchronize_session="fetch")
    )


def _note_unsubscribed(person_id: int, now: datetime) -> None:
    last = (
        select(func.max(CourseMail.id))
        .where(CourseMail.person_id == person_id, CourseMail.state == SENT)
        .scalar_subquery()
    )
    session.execute(
        update(CourseMail)
        .where(CourseMail.id == last, CourseMail.unsubscribed_at.is_(None))
        .values(unsubscribed_at=now)
        .execution_options(synchronize_session=False)
    )


def adopt_wishes() -> None:
    """Confirmed wishes of people without an account go to the account that has their address."""
    owner = (
        select(Person.id)
        .where(Person.email_key == MailConsent.email_key, Person.confirmed_at.is_not(None))
        .scalar_subquery()
    )
    newest = select(func.max(MailConsent.id)).where(MailConsent.person_id.is_(None), *HOLDS)
    has_one = select(MailConsent.person_id).where(MailConsent.person_id.is_not(None), *HOLDS)
    session.execute(
        update(MailConsent)
        .where(
            MailConsent.person_id.is_(None),
            *HOLDS,
            MailConsent.id.in_(newest.group_by(MailConsent.email_key)),
            owner.is_not(None),
            owner.not_in(has_one),
        )
        .values(person_id=owner)
        .execution_options(synchronize_session=False)
    )
