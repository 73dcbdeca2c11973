"""Questions come in from other systems as a draft, and leave for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from leaderacademy.authoring.models import Draft, KeptText, LessonVersion
from leaderacademy.authoring.rules.documents import Document
from leaderacademy.authoring.rules.exchange.blocks import carried
from leaderacademy.authoring.rules.exchange.carried import BadFile, Carried, Entry
from leaderacademy.authoring.rules.exchange.insertion import (
    count_blocks,
    free_id,
    ids_in,
    renamed,
    with_blocks,
)
from leaderacademy.authoring.rules.exchange.losses import cannot_leave, losses, pictures_in
from leaderacademy.authoring.service.drafts import Saved, open_desk, save_draft
from leaderacademy.authoring.service.enclosed import Enclosed, bring_in, pictures_of
from leaderacademy.content.blocks import MOST_BLOCKS, split_lines
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Lesson, Question
from leaderacademy.core.audit import Actor, note_action
from leaderacademy.core.database import session
from leaderacademy.learning.models import QuestionVersion

GIFT, XML = "txt", "xml"


@dataclass(frozen=True, slots=True)
class Report:
    """What would become of a file; `remarks` concern it as a whole, pictures would come along."""

    entries: tuple[Entry, ...]
    remarks: tuple[str, ...]
    enclosed: Enclosed

    def count(self, status: str) -> int:
        """How many entries fared so."""
        return sum(entry.status == status for entry in self.entries)

    @property
    def usable(self) -> tuple[Entry, ...]:
        """What can be inserted."""
        return tuple(entry for entry in self.entries if entry.block)


@dataclass(frozen=True, slots=True)
class Leaving:
    """A question on its way out: what it loses, or why it cannot go at all."""

    lesson: str
    question: Carried
    losses: tuple[str, ...]
    stays: str = ""


def read_questions(data: bytes) -> Report:
    """What a file of questions holds, in GIFT or Moodle XML; raises BadFile.

    Nothing is written. Its pictures are decoded, which takes a while.
    """
    if not data.strip():
        raise BadFile("Die Datei ist leer. Wählen Sie eine Datei mit Fragen.")
    remarks: tuple[str, ...] = ()
    enclosed = Enclosed()
    if _is_xml(data):
        from leaderacademy.authoring.rules.exchange.moodle_reading import read_moodle

        entries = read_moodle(data, enclosed.take)
    else:
        from leaderacademy.authoring.rules.exchange.gift_reading import read_gift

        text, remarks = _decoded(data)
        entries = read_gift(text)
    return Report(tuple(_with_ids(entries)), remarks, enclosed)


def _is_xml(data: bytes) -> bool:
    start = data[:400].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return start.startswith((b"<?xml", b"<quiz", b"<!DOCTYPE", b"<!--"))


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    if data.startswith((b"PK\x03\x04", b"%PDF", b"\x89PNG", b"\xff\xd8\xff")):
        raise BadFile("Das ist keine Textdatei. Gebraucht wird eine Datei in GIFT oder Moodle XML.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), ()
        except UnicodeDecodeError:
            raise BadFile("Die Datei ist kein vollständiger Text in UTF-16.") from None
    if b"\0" in data:
        raise BadFile("Das ist keine Textdatei. Gebraucht wird eine Datei in GIFT oder Moodle XML.")
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        said = (
            "Die Datei ist nicht in UTF-8 gespeichert. Sie wurde gelesen, wie Windows schreibt; "
            "bitte prüfen Sie die Umlaute."
        )
        return data.decode("cp1252", errors="replace"), (said,)


def _with_ids(entries: Sequence[Entry]) -> list[Entry]:
    """The same with ids that nothing in the course has or had."""
    taken, made = taken_ids(), []
    for entry in entries:
        if entry.question is None:
            made.append(entry)
            continue
        name = free_id(entry.question.id, entry.question.prompt, taken)
        block = renamed(entry.block, name)
        made.append(
            Entry(entry.line, entry.name, entry.status, entry.reasons, entry.question, block)
        )
    return made


def taken_ids() -> set[str]:
    """Every id of a question or exercise in files, drafts, versions and answers.

    Also what is gone counts: an id is never given to something else.
    """
    found = set(session.scalars(select(QuestionVersion.question_id).distinct()))
    for text in catalogue.texts().values():
        found |= ids_in(text or "")
    kept = select(KeptText.text).where(
        KeptText.digest.in_(select(Draft.digest))
        | KeptText.digest.in_(select(LessonVersion.digest))
    )
    for text in session.scalars(kept):
        found |= ids_in(text)
    return found


class TooMany(Exception):  # noqa: N818 - named for what happened
    """The lesson would be too long; the message is German and for the trainer."""


def bring_pictures(document: Document, blocks: Sequence[str], parcel: str) -> list[str]:
    """Put the pictures of these blocks into the course, before the blocks; the names of new ones.

    Nothing is written to the database, and encoding takes a while. Raises TooMany, when the blocks
    would not be taken either, PicturesGone and CannotWrite.
    """
    _check_room(open_desk(document).text, blocks)
    return bring_in(parcel, blocks)


def _check_room(text: str, blocks: Sequence[str]) -> None:
    count = count_blocks([text, *blocks])
    if count > MOST_BLOCKS:
        raise TooMany(
            f"Die Lektion hätte dann {count} Blöcke, erlaubt sind {MOST_BLOCKS}. Wählen Sie "
            "weniger Fragen oder eine andere Lektion."
        )


def insert_questions(
    document: Document,
    blocks: Sequence[str],
    actor: Actor,
    now: datetime,
    pictures: Sequence[str] = (),
) -> Saved:
    """Put the blocks into the draft of a lesson; raises TooMany, TooLong and Conflict.

    `pictures` came along with them; the log names them.

    Their ids are looked at once more: somebody may have used one since the report was made.
    """
    desk = open_desk(document)
    _check_room(desk.text, blocks)
    taken, fresh = taken_ids(), []
    for block in blocks:
        wished = next(iter(ids_in(block)), "")
        prompt = " ".join(split_lines(block)[1:3])
        fresh.append(renamed(block, free_id(wished, prompt, taken)))
    text = with_blocks(desk.text, fresh)
    saved = save_draft(document, text, desk.digest, actor, now)
    for name in pictures:
        note_action("picture-added", f"picture:{name}"[:80], f"Bild {name}", actor, now)
    said = f"{len(fresh)} Fragen in den Entwurf von {document.name} übernommen"
    note_action("questions-imported", f"text:{document.key}"[:80], said, actor, now)
    return saved


def leaving(name: str, form: str) -> list[Leaving]:
    """The questions of one lesson file, or of all when `name` is empty, as they would leave."""
    return [_leaving(one, asked, form) for one in _lessons(name) for asked in one.questions]


def _lessons(name: str) -> list[Lesson]:
    course = catalogue.course()
    lessons = sorted((*course.lessons, *course.drafts), key=lambda lesson: lesson.path)
    return [lesson for lesson in lessons if not name or lesson.path.endswith(f"/{name}")]


def _leaving(lesson: Lesson, question: Question, form: str) -> Leaving:
    one = carried(question)
    stays = cannot_leave(one)
    lost = tuple(losses(one, "gift" if form == GIFT else "xml"))
    return Leaving(lesson.title, one, lost, stays)


def written(questions: Sequence[Leaving], form: str) -> bytes:
    """The file with the questions that can leave."""
    parts: dict[str, list[Carried]] = {}
    for one in questions:
        if not one.stays:
            # A slash parts categories; in a name it is doubled.
            path = f"{catalogue.course().title}/{one.lesson.replace('/', '//')}"
            parts.setdefault(path, []).append(one.question)
    if form == XML:
        from leaderacademy.authoring.rules.exchange.moodle_writing import write_moodle

        shown = {name for one in questions for name in pictures_in(one.question)}
        return write_moodle(parts.items(), pictures_of(shown))
    from leaderacademy.authoring.rules.exchange.gift_writing import write_gift

    return write_gift(parts.items()).encode()
