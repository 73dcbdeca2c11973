"""The lessons as the studio lists them: in legs, each with its state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from leaderacademy.authoring.models import Draft
from leaderacademy.authoring.rules.documents import Document
from leaderacademy.authoring.rules.head import get_entry
from leaderacademy.authoring.rules.lessons import LessonLine, lesson_lines
from leaderacademy.authoring.rules.texts import cleaned, digest_of
from leaderacademy.authoring.service.documents import lessons
from leaderacademy.authoring.service.drafts import drafts
from leaderacademy.authoring.service.history import latest_digests
from leaderacademy.authoring.service.kept_texts import find_kept
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.typography import typeset


@dataclass(frozen=True, slots=True)
class Listed:
    """One lesson of the list; `line` is None while it is only a draft."""

    document: Document
    title: str
    stage: str
    line: LessonLine | None
    draft: Draft | None
    changed_on_disk: bool


@dataclass(frozen=True, slots=True)
class Leg:
    """The lessons of one stage in their order."""

    key: str
    title: str
    lessons: tuple[Listed, ...]


def listed(today: date) -> list[Listed]:
    """Every lesson in the order of the course."""
    course = catalogue.course(today)
    lines = {line.file: line for line in lesson_lines(course, catalogue.problems(), today)}
    waiting, latest, files = drafts(), latest_digests(), catalogue.texts()
    rows = []
    for document in lessons():
        text = files.get(document.name)
        draft = waiting.get(document.key)
        rows.append(
            Listed(
                document=document,
                title=_title(document, text, draft),
                stage=get_entry(text or _draft_text(draft), "stage"),
                line=lines.get(document.name.removeprefix("lessons/")),
                draft=draft,
                changed_on_disk=_changed(text, draft, latest.get(document.key)),
            )
        )
    return rows


def legs(rows: Sequence[Listed], titles: Mapping[str, str]) -> list[Leg]:
    """The rows by leg; `titles` are those of the stages. The order of the course is kept."""
    found: list[Leg] = []
    for row in rows:
        if found and found[-1].key == row.stage:
            found[-1] = Leg(row.stage, found[-1].title, (*found[-1].lessons, row))
        else:
            found.append(Leg(row.stage, titles.get(row.stage, ""), (row,)))
    return found


def _title(document: Document, text: str | None, draft: Draft | None) -> str:
    written = get_entry(_draft_text(draft) or text or "", "title")
    return typeset(written) or document.name.removeprefix("lessons/")


def _draft_text(draft: Draft | None) -> str:
    return (find_kept(draft.digest) or "") if draft is not None else ""


def _changed(text: str | None, draft: Draft | None, latest: str | None) -> bool:
    """The file says what neither the draft began with nor the studio published last."""
    digest = digest_of(cleaned(text)) if text is not None else None
    if draft is not None:
        return draft.base != digest
    return latest is not None and digest is not None and latest != digest
