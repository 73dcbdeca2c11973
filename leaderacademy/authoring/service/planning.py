"""Publishing at a time: a draft that somebody has looked at goes online by itself."""

from datetime import datetime

from leaderacademy.authoring.rules.documents import Document
from leaderacademy.authoring.service.checking import check
from leaderacademy.authoring.service.documents import NoSuchDocument, get_document
from leaderacademy.authoring.service.drafts import open_desk
from leaderacademy.authoring.service.publishing import (
    ChangedMeanwhile,
    ChangedOnDisk,
    HasProblems,
    Order,
    publish,
)
from leaderacademy.core.audit import Actor, note_action
from leaderacademy.core.jobs import Payload, enqueue

PUBLISH = "publish-text"


def plan(document: Document, moment: datetime, note: str, actor: Actor, now: datetime) -> None:
    """Publish the draft as it is now at this moment; raises HasProblems and ChangedOnDisk.

    Whoever changes the text before that lifts the plan.
    """
    desk = open_desk(document)
    if desk.changed_on_disk:
        raise ChangedOnDisk
    errors = check(document, desk.text).errors
    if errors:
        raise HasProblems(errors)
    if desk.draft is None:
        return
    desk.draft.publish_at = moment
    payload = {
        "area": document.area,
        "slug": document.slug,
        "digest": desk.digest,
        "note": note,
        "author_id": actor.id,
        "author": actor.name,
    }
    key = f"{PUBLISH}:{desk.digest[:16]}:{int(moment.timestamp())}"
    enqueue(PUBLISH, payload, now, run_at=moment, key=key)


def lift_plan(document: Document) -> None:
    """Leave it a draft; the job that comes due finds nothing to do."""
    draft = open_desk(document).draft
    if draft is not None:
        draft.publish_at = None


def publish_as_planned(payload: Payload, now: datetime) -> bool:
    """What the job does; says whether something went online. May be done twice."""
    try:
        document = get_document(payload["area"], payload["slug"])
    except NoSuchDocument:
        return False
    desk = open_desk(document)
    due = desk.draft.publish_at if desk.draft is not None else None
    if due is None or due > now or desk.digest != payload["digest"]:
        return False
    actor = Actor(payload["author_id"], payload["author"])
    try:
        publish(document, Order(payload["note"], expected=desk.digest), actor, now)
    except (HasProblems, ChangedOnDisk, ChangedMeanwhile) as error:
        lift_plan(document)
        text = f"{document.name} ging nicht wie geplant online: {_WHY[type(error)]}"
        note_action("lesson-not-published", f"text:{document.key}"[:80], text, actor, now)
        return False
    return True


_WHY: dict[type[Exception], str] = {
    HasProblems: "Es ist ein Fehler dazugekommen.",
    ChangedOnDisk: "Die Datei wurde inzwischen geändert.",
    ChangedMeanwhile: "Der Text wurde in diesem Moment geändert.",
}
