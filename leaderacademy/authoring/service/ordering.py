"""New lessons, and the order in which they stand."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update

from leaderacademy.authoring.models import Draft
from leaderacademy.authoring.rules.documents import LESSONS, Document
from leaderacademy.authoring.rules.numbering import next_name, renumbered
from leaderacademy.authoring.service.documents import lessons, other_names
from leaderacademy.authoring.service.drafts import drafts
from leaderacademy.authoring.service.files import rename_file
from leaderacademy.authoring.service.kept_texts import keep_text
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.frontmatter import SLUG
from leaderacademy.content.prose import slugify
from leaderacademy.core.audit import Actor, note_action
from leaderacademy.core.database import session

_SKELETON = """---
title: "{title}"
minutes: 5
stage: {stage}
goal: "Sie **…**"
status: draft
---

Beginnen Sie mit einem Absatz, der neugierig macht.

## Ein Zwischentitel

Hier steht der Text.
"""


class BadTitle(Exception):  # noqa: N818 - named for what happened
    """No lesson can be made of it; the message is German and for the trainer."""


def new_lesson(title: str, stage: str, actor: Actor, now: datetime) -> Document:
    """A draft with everything a lesson needs, behind the last one; raises BadTitle."""
    title = " ".join(title.split()).replace('"', "")[:120]
    slug = "-".join(slugify(title).split("-")[:5])
    if not title or not SLUG.fullmatch(slug):
        raise BadTitle("Geben Sie der Lektion einen Titel aus Wörtern.")
    known = {document.slug for document in lessons()}
    free, number = slug, 2
    while free in known:
        free, number = f"{slug}-{number}", number + 1
    name = next_name(other_names(list(catalogue.texts())), free)
    document = Document(LESSONS, free, name)
    text = _SKELETON.format(title=title, stage=stage)
    session.add(
        Draft(
            document=document.key,
            name=name,
            digest=keep_text(text, now),
            base=None,
            author_id=actor.id,
            author=actor.name,
            saved_at=now,
        )
    )
    session.flush()
    return document


def move_lesson(slug: str, steps: int, actor: Actor, now: datetime) -> None:
    """Move a lesson by so many places; at the ends nothing happens."""
    slugs = [document.slug for document in lessons()]
    if slug not in slugs:
        return
    place = slugs.index(slug)
    slugs.remove(slug)
    slugs.insert(min(max(place + steps, 0), len(slugs)), slug)
    order_lessons(slugs, actor, now)


def order_lessons(slugs: Sequence[str], actor: Actor, now: datetime) -> None:
    """Give the files the numbers that put them into this order; raises CannotWrite.

    Lessons that are not named keep their place behind those that are. No text changes, and
    nobody's progress: it hangs on the ids of questions and exercises.
    """
    known = lessons()
    places = {slug: place for place, slug in enumerate(slugs)}
    wanted = sorted(known, key=lambda document: places.get(document.slug, len(places)))
    changes = renumbered([document.name for document in wanted])
    if not changes:
        return
    files, waiting = set(catalogue.texts()), drafts()
    for document in wanted:
        new = changes.get(document.name)
        if new is None:
            continue
        if document.name in files:
            rename_file(document.name, new)
        if document.key in waiting:
            session.execute(update(Draft).where(Draft.document == document.key).values(name=new))
    session.expire_all()
    note_action("lessons-ordered", "text:lektionen", "Lektionen neu geordnet", actor, now)
