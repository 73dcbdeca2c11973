"""Publishing: the text is checked, kept as a version, written to its file, and only then told."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete

from leaderacademy.authoring.models import Draft, LessonVersion
from leaderacademy.authoring.rules.documents import Document
from leaderacademy.authoring.rules.head import set_entry
from leaderacademy.authoring.rules.history import DELETED, PUBLISHED, RESTORED, WITHDRAWN
from leaderacademy.authoring.service.checking import check
from leaderacademy.authoring.service.drafts import Desk, open_desk
from leaderacademy.authoring.service.files import remove_file, write_file
from leaderacademy.authoring.service.history import add_version, note_found, was_published
from leaderacademy.authoring.service.kept_texts import forget_steps
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Problem
from leaderacademy.core.audit import Actor, note_action
from leaderacademy.core.database import session


class HasProblems(Exception):  # noqa: N818 - named for what happened
    """An error is left; nothing was published."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(str(len(problems)))
        self.problems = problems


class ChangedOnDisk(Exception):  # noqa: N818 - named for what happened
    """The file is not any more what the draft began with; both must be brought together first."""


class ChangedMeanwhile(Exception):  # noqa: N818 - named for what happened
    """Somebody saved after the page with the button was made; they should be read first."""


@dataclass(frozen=True, slots=True)
class Order:
    """How a text is to go online: `day` is when a lesson appears that is not online yet."""

    note: str = ""
    day: date | None = None
    kind: str = PUBLISHED
    expected: str = ""  # the digest of the draft that was looked at, empty for any
    together: tuple[Document, ...] = ()  # other drafts that go online in the same moment


def publish(document: Document, order: Order, actor: Actor, now: datetime) -> LessonVersion:
    """Publish the draft; the caller commits, and calls `told()` after that.

    Raises HasProblems, ChangedOnDisk, ChangedMeanwhile and CannotWrite; then all is as it was.
    """
    desks = [open_desk(one) for one in (document, *order.together)]
    if any(desk.changed_on_disk for desk in desks):
        raise ChangedOnDisk
    first, *others = desks
    if order.expected and order.expected != first.digest:
        raise ChangedMeanwhile
    text = _published(document, first.text, order.day)
    # A lesson that goes along stays as visible as its head says.
    beside = {desk.document.name: desk.text for desk in others}
    errors = check(document, text, beside).errors
    if errors:
        raise HasProblems(errors)
    version = _put_online(first, text, order, actor, now)
    for desk in others:
        _put_online(desk, desk.text, order, actor, now)
    return version


def _published(document: Document, text: str, day: date | None) -> str:
    if not document.is_lesson:
        return text
    text = set_entry(text, "status", "published")
    return set_entry(text, "publish_at", day.isoformat() if day else None)


def withdraw(document: Document, actor: Actor, now: datetime) -> LessonVersion:
    """Take a lesson off the course; its text stays as it is, and so does the draft."""
    desk = open_desk(document)
    file = desk.file or ""
    order = Order(kind=WITHDRAWN)
    only_file = Desk(document, file, desk.file, None)
    text = set_entry(file, "status", "draft")
    errors = check(document, text).errors
    if errors:
        raise HasProblems(errors)
    version = _put_online(only_file, text, order, actor, now)
    if desk.draft is not None and not desk.changed_on_disk:
        desk.draft.base = version.digest
    return version


def _put_online(desk: Desk, text: str, order: Order, actor: Actor, now: datetime) -> LessonVersion:
    document = desk.document
    note_found(document, desk.file, now)
    kind = order.kind
    if kind == PUBLISHED and was_published(document.key, text):
        kind = RESTORED
    version = add_version(document, text, kind, actor, now, order.note)
    if desk.draft is not None:
        _drop(desk.draft)
    note_action(
        f"lesson-{kind}",
        f"text:{document.key}"[:80],
        f"{document.name} {_WORDS[kind]}",
        actor,
        now,
        version=version.id,
    )
    forget_steps(now)
    # Last, so that whatever fails before leaves the file as it was; and before the commit, so
    # that a full disk leaves the draft.
    write_file(document.name, text.encode())
    return version


_WORDS = {
    PUBLISHED: "veröffentlicht",
    WITHDRAWN: "zurückgezogen",
    RESTORED: "in einer früheren Fassung veröffentlicht",
    DELETED: "gelöscht",
}


def _drop(draft: Draft) -> None:
    """The draft is the file now. What somebody saved in this very moment stays a draft."""
    statement = (
        delete(Draft)
        .where(Draft.document == draft.document, Draft.number == draft.number)
        .returning(Draft.document)
        .execution_options(synchronize_session=False)
    )
    if session.scalar(statement) is None:
        raise ChangedMeanwhile
    session.expire_all()


def delete_lesson(document: Document, actor: Actor, now: datetime) -> None:
    """Delete a lesson; its last version can be restored. Raises HasProblems and CannotWrite."""
    desk = open_desk(document)
    errors = check(document, None).caused if desk.file is not None else ()
    if errors:
        raise HasProblems(errors)
    note_found(document, desk.file, now)
    add_version(document, desk.file or desk.text, DELETED, actor, now)
    session.execute(delete(Draft).where(Draft.document == document.key))
    subject = f"text:{document.key}"[:80]
    note_action("lesson-deleted", subject, f"{document.name} gelöscht", actor, now)
    if desk.file is not None:
        remove_file(document.name)


def told() -> None:
    """Let this process see the new file at once; the others look every second."""
    catalogue.refresh()
