"""Finds what can be edited: files of the course, and lessons that are only a draft so far."""

from collections.abc import Sequence

from sqlalchemy import select

from leaderacademy.authoring.models import Draft
from leaderacademy.authoring.rules.documents import (
    LESSONS,
    TEXT_FILES,
    TEXTS,
    Document,
    find_text,
    lesson_documents,
    text_document,
)
from leaderacademy.authoring.rules.numbering import number_of
from leaderacademy.authoring.rules.texts import cleaned
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core.database import session


class NoSuchDocument(LookupError):  # noqa: N818 - named for what happened
    """There is neither a file nor a draft of this name."""


def lessons() -> list[Document]:
    """Every lesson in the order of the course, also those that are no file yet."""
    documents = lesson_documents(list(catalogue.texts()))
    known = {document.key for document in documents}
    rows = session.execute(select(Draft.document, Draft.name)).all()
    new = [
        Document(LESSONS, key.partition("/")[2], name)
        for key, name in rows
        if key.startswith(f"{LESSONS}/") and key not in known
    ]
    return sorted([*documents, *new], key=lambda document: (number_of(document.name), document.key))


def texts() -> list[Document]:
    """The files beside the lessons: lists of texts, then pages and mails."""
    listed = [Document(TEXTS, slug, name) for slug, (name, *_) in TEXT_FILES.items()]
    beside = [text_document(name) for name in _pages_and_mails()]
    return [document for document in listed if file_text(document) is not None] + beside


def _pages_and_mails() -> list[str]:
    folder = catalogue.folder
    if folder is None:
        return []
    files = [*sorted(folder.glob("pages/*.md")), *sorted(folder.glob("mails/*.md"))]
    return [file.relative_to(folder).as_posix() for file in files]


def get_document(area: str, slug: str) -> Document:
    """The document at this address; raises NoSuchDocument."""
    if area == TEXTS:
        found = find_text(slug, _pages_and_mails())
        if found is None or file_text(found) is None:
            raise NoSuchDocument(slug)
        return found
    for document in lesson_documents(list(catalogue.texts())):
        if document.slug == slug:
            return document
    name = session.scalar(select(Draft.name).where(Draft.document == f"{LESSONS}/{slug}"))
    if name is None:
        raise NoSuchDocument(slug)
    return Document(LESSONS, slug, name)


def file_text(document: Document) -> str | None:
    """What the file says at this moment, cleaned; None when there is none.

    A file that is not UTF-8 is taken as Windows wrote it: what is published is UTF-8 again.
    """
    if catalogue.folder is None:
        return None
    try:
        data = (catalogue.folder / document.name).read_bytes()
    except OSError:
        return None
    try:
        return cleaned(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return cleaned(data.decode("cp1252", errors="replace"))


def other_names(names: Sequence[str]) -> list[str]:
    """The names of lesson files and of drafts, for choosing a new one."""
    return [*names, *session.scalars(select(Draft.name))]
