"""What the pages of one document have in common."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Response, make_response, redirect, url_for
from werkzeug.exceptions import NotFound

from leaderacademy.accounts.access import current_learner
from leaderacademy.authoring.rules.documents import MAIL_PREFIX, PAGE_PREFIX, TEXT_FILES, Document
from leaderacademy.authoring.rules.head import get_entry
from leaderacademy.authoring.service.documents import NoSuchDocument, get_document
from leaderacademy.content.typography import typeset
from leaderacademy.core.audit import SYSTEM, Actor

PLACE = "/studio/<any(lektionen,texte):area>/<slug>"
BERLIN = ZoneInfo("Europe/Berlin")
# A text and what it began with; what is longer is refused with the text still on the page.
MAX_TEXT = 4_000_000


def document_or_404(area: str, slug: str) -> Document:
    """The document at this address."""
    try:
        return get_document(area, slug)
    except NoSuchDocument:
        raise NotFound from None


def actor() -> Actor:
    """The trainer who asks."""
    person = current_learner()
    return Actor(person.id, person.name or person.email or "Trainer") if person else SYSTEM


def title_of(document: Document, text: str) -> str:
    """What the document is called in the studio."""
    if document.slug in TEXT_FILES and not document.is_lesson:
        return TEXT_FILES[document.slug][1]
    if document.is_mail:
        subject = typeset(get_entry(text, "subject"))
        return f"Nachricht: {subject or document.slug.removeprefix(MAIL_PREFIX)}"
    written = get_entry(text, "title")
    return typeset(written) or document.slug.removeprefix(PAGE_PREFIX)


def address(endpoint: str, document: Document, **more: object) -> str:
    """The address of a page of this document."""
    values = {"area": document.area, "slug": document.slug, **more}
    return url_for(f"authoring.{endpoint}", **values)  # type: ignore[arg-type]


def see_other(where: str) -> Response:
    """On to a page after something was done."""
    return make_response(redirect(where, 303))


def on_the_wall(moment: datetime) -> str:
    """14:32, as the clock on the wall shows it."""
    return f"{moment.astimezone(BERLIN):%H:%M}"


def day_on_the_wall(moment: datetime) -> date:
    """Which day it is in Germany."""
    return moment.astimezone(BERLIN).date()
