"""What people do about themselves: come, register, prove an address, sign in, change, merge."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from leaderacademy.accounts.addresses import (
    AddressTakenError,
    ask_to_confirm,
    claim_address,
    find_claim,
    find_owner,
)
from leaderacademy.accounts.devices import add_device, drop_devices
from leaderacademy.accounts.links import (
    BadLinkError,
    create_link,
    drop_links,
    drop_trainer_links,
    use_up,
)
from leaderacademy.accounts.models import Device, MailLink, Person
from leaderacademy.accounts.rules import TRAINER, Limit, OwnPage, Purpose, email_key
from leaderacademy.core.audit import Actor, move_history, note_action
from leaderacademy.core.database import session
from leaderacademy.core.mail import send_later
from leaderacademy.core.throttle import hit

# Called as (from_person_id, into_person_id, now) when two people turn out to be one; each
# feature moves its own rows. Filled by the application, because accounts knows no feature.
on_merge: list[Callable[[int, int, datetime], None]] = []

# Called as (person, now) for the page of the own account. Filled by the application.
own_pages: list[Callable[[Person, datetime], list[OwnPage]]] = []

# Called as (person_id, email, now) when somebody ticks the box for course mails while registering.
on_course_mails: list[Callable[[int, str, datetime], None]] = []


def create_person(now: datetime) -> Person:
    """Somebody without an account, from the first answer on."""
    person = Person(created_at=now)
    session.add(person)
    session.flush()
    return person


def get_person(person_id: int) -> Person:
    """The person with this id, who must exist."""
    return session.get_one(Person, person_id)


def new_device(person_id: int, label: str, now: datetime) -> str:
    """Let one more browser act for this person; gives back the key for its cookie."""
    return add_device(person_id, label, now)[1]


def within(limit: Limit, what: str, who: str, now: datetime) -> bool:
    """Count one attempt of `who` at `what`; False when it was one too many."""
    return hit(f"{what}:{who}", limit.most, limit.window, now)


# --- registering --------------------------------------------------------------------------


def register(
    person: Person,
    name: str,
    email: str,
    password_hash: str | None,
    now: datetime,
    course_mails: bool = False,
) -> None:
    """Make this person an account, whether or not the address is known already.

    All devices lose their key: the caller gives this browser a new one, so that a cookie
    somebody planted here does not open the account.
    """
    person.name = name
    person.password_hash = password_hash
    claim_address(person, email, now)
    drop_devices(person.id)
    for ask in on_course_mails if course_mails else ():
        ask(person.id, email, now)


def confirm(link: MailLink, trusted: bool, now: datetime) -> Person:
    """Spend a link of confirmation; gives back whose account it is now.

    `trusted` says that the reader of the mail also showed to be who registered: by the same
    browser or by the password. Otherwise a stranger may have typed this address, so password
    and devices from before do not count any more (pre-hijacking).
    """
    use_up(link, now)
    claimant = get_person(link.person_id or 0)
    person = prove_address(claimant, now)
    if person is claimant and not trusted:
        person.password_hash = None
        drop_devices(person.id)
    drop_links(person.id, Purpose.CONFIRM)
    return person


def prove_address(person: Person, now: datetime) -> Person:
    """The person reads this address's mail: it becomes theirs, or they are who has it already.

    Raises BadLinkError when that account is deactivated.
    """
    if person.deactivated_at is not None:
        raise BadLinkError
    if person.confirmed_at is not None:
        return person
    owner = find_owner(str(person.email_key))
    if owner is None:
        try:
            with session.begin_nested():
                person.confirmed_at = now
            return person
        except IntegrityError:
            # Another device confirmed the same address in this very moment.
            session.refresh(person)
            owner = find_owner(str(person.email_key))
            if owner is None:
                raise
    if owner.deactivated_at is not None:
        raise BadLinkError
    merge(person.id, owner.id, now)
    return owner


# --- signing in ---------------------------------------------------------------------------


def sign_in_candidates(email: str) -> list[tuple[int | None, str | None]]:
    """Person and password hash of who may mean this address; always two, to cost the same.

    A deactivated account is nobody's, so that its answer is that of a wrong password.
    """
    key = email_key(email)
    found = (find_owner(key), find_claim(key))
    return [
        (p.id, p.password_hash) if p is not None and p.deactivated_at is None else (None, None)
        for p in found
    ]


def send_sign_in_link(email: str, now: datetime) -> None:
    """Write to this address how to get in; every address gets a mail, known or not."""
    key = email_key(email)
    owner, claim = find_owner(key), find_claim(key)
    if owner is not None and owner.deactivated_at is not None:
        send_later("account-deactivated", str(owner.email), now, name=owner.name)
    elif owner is not None:
        token = create_link(Purpose.SIGN_IN, now, owner.id, owner.email)
        send_later("sign-in-link", str(owner.email), now, name=owner.name, token=token)
    elif claim is not None:
        ask_to_confirm(claim, now)
    else:
        send_later("no-account", email, now)


def send_reset_link(email: str, now: datetime) -> None:
    """Write to this address how to set a new password; every address gets a mail."""
    key = email_key(email)
    person = find_owner(key) or find_claim(key)
    if person is None:
        send_later("no-account", email, now)
        return
    if person.deactivated_at is not None:
        send_later("account-deactivated", str(person.email), now, name=person.name)
        return
    token = create_link(Purpose.RESET, now, person.id, person.email)
    send_later("reset-password", str(person.email), now, token=token)


def sign_in_by_link(link: MailLink, now: datetime) -> Person:
    """Spend a link for signing in; gives back whose account it opens."""
    use_up(link, now)
    person = get_person(link.person_id or 0)
    if person.deactivated_at is not None:
        raise BadLinkError
    drop_links(person.id, Purpose.SIGN_IN)
    return person


def reset_password(link: MailLink, password_hash: str, now: datetime) -> Person:
    """Spend a link for a new password; all devices are signed out."""
    use_up(link, now)
    # Who reads the mail owns the address, so this confirms it too.
    person = prove_address(get_person(link.person_id or 0), now)
    set_password(person, password_hash, now)
    return person


def set_password(
    person: Person, password_hash: str, now: datetime, device: Device | None = None
) -> None:
    """Change the password; every device but this one is signed out, older links are void."""
    person.password_hash = password_hash
    drop_devices(person.id, but=device.id if device else None)
    drop_links(person.id, Purpose.RESET, Purpose.SIGN_IN)
    if person.confirmed_email:
        send_later("password-changed", person.confirmed_email, now, name=person.name)


# --- two who are one ----------------------------------------------------------------------


def take_along(here: Person | None, into: Person, now: datetime) -> None:
    """Move what this browser did before into the account that is signed in now.

    Somebody else's account stays what it is: it can be signed in to again.
    """
    if here is None or here.id == into.id:
        return
    same_address = here.confirmed_at is None and here.email_key == into.email_key
    if not here.has_account or same_address:
        merge(here.id, into.id, now)


def merge(from_id: int, into_id: int, now: datetime) -> None:
    """Move everything of one person to another, then remove the empty one."""
    both = session.scalars(
        select(Person)
        .where(Person.id.in_((from_id, into_id)))
        .order_by(Person.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    people = {person.id: person for person in both}
    if from_id == into_id or len(people) < 2:
        return
    people[into_id].company = people[into_id].company or people[from_id].company
    for move in on_merge:
        move(from_id, into_id, now)
    move_history(subject_of(from_id), subject_of(into_id))
    session.flush()
    drop_devices(from_id)
    session.delete(people[from_id])
    session.flush()


# --- trainers -----------------------------------------------------------------------------


def has_trainer() -> bool:
    """Whether anybody can edit the course."""
    return session.scalar(select(Person.id).where(Person.role == TRAINER).limit(1)) is not None


def subject_of(person_id: int) -> str:
    """How the audit log names this account."""
    return f"person:{person_id}"


def create_trainer_link(now: datetime) -> str:
    """The token of a link with which one person becomes a trainer."""
    return create_link(Purpose.TRAINER, now)


def become_trainer(
    link: MailLink, here: Person | None, name: str, email: str, password_hash: str, now: datetime
) -> Person:
    """Spend an invitation; raises AddressTakenError if the address is another account's.

    After that the caller rolls back, so that the invitation is not lost.

    The link came from the operator, or by mail to this very address, so it counts as confirmed.
    """
    use_up(link, now)
    owner = find_owner(email_key(email))
    if owner is not None and (here is None or here.id != owner.id):
        raise AddressTakenError
    if not has_trainer():
        drop_trainer_links()  # each start printed one until now
    person = owner or (here if here is not None and not here.has_account else create_person(now))
    person.name, person.password_hash, person.role = name, password_hash, TRAINER
    person.email, person.email_key, person.confirmed_at = email, email_key(email), now
    drop_devices(person.id)
    session.flush()
    note_joining(person, link, now)
    return person


def note_joining(person: Person, link: MailLink, now: datetime) -> None:
    """Write into the audit log that an invitation was accepted."""
    text = f"Einladung {link.id} angenommen: gehört jetzt zum Team."
    note_action("trainer-joined", subject_of(person.id), text, Actor(person.id, person.name), now)
