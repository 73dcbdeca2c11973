"""Every published version, what it changed, and the way back to it."""

from flask import Response, flash, render_template, request
from werkzeug.exceptions import NotFound

from leaderacademy.accounts.access import trainer_only
from leaderacademy.authoring.models import LessonVersion
from leaderacademy.authoring.rules.differences import compare
from leaderacademy.authoring.rules.documents import Document
from leaderacademy.authoring.rules.history import KINDS
from leaderacademy.authoring.service.documents import NoSuchDocument, get_document
from leaderacademy.authoring.service.drafts import open_desk
from leaderacademy.authoring.service.history import (
    find_version,
    text_before,
    text_of,
    versions_of,
)
from leaderacademy.authoring.service.restoring import restore
from leaderacademy.authoring.views.blueprint import blueprint
from leaderacademy.authoring.views.desk import PLACE, actor, address, see_other, title_of
from leaderacademy.core import clock
from leaderacademy.core.database import session


@blueprint.get(f"{PLACE}/verlauf")
@trainer_only
def history(area: str, slug: str) -> str:
    """The versions; with `?fassung=7` what that one changed, `&gegen=jetzt` what differs today."""
    versions = versions_of(f"{area}/{slug}")
    document = _document(area, slug, versions[0] if versions else None)
    desk = open_desk(document)
    version, rows = _asked_for(document), None
    against_now = request.args.get("gegen") == "jetzt"
    if version is not None:
        old, new = (
            (text_of(version), desk.text)
            if against_now
            else (
                text_before(version),
                text_of(version),
            )
        )
        rows = compare(old, new)
    return render_template(
        "authoring/history.html",
        document=document,
        title=title_of(document, desk.text or (text_of(versions[0]) if versions else "")),
        versions=versions,
        kinds=KINDS,
        version=version,
        rows=rows,
        against_now=against_now,
    )


def _document(area: str, slug: str, latest: LessonVersion | None) -> Document:
    """The document, also one that is deleted and has only versions left."""
    try:
        return get_document(area, slug)
    except NoSuchDocument:
        if latest is None:
            raise NotFound from None
        return Document(area, slug, latest.name)


def _asked_for(document: Document) -> LessonVersion | None:
    number = request.args.get("fassung", "")
    if not number.isascii() or not number.isdigit():
        return None
    return find_version(document.key, int(number[:12]))


@blueprint.post(f"{PLACE}/wiederherstellen")
@trainer_only
def bring_back(area: str, slug: str) -> Response:
    """Make a former version the draft; what was the draft becomes a version that can be read."""
    number = request.form.get("version", "")
    version = None
    if number.isascii() and number.isdigit():
        version = find_version(f"{area}/{slug}", int(number[:12]))
    if version is None:
        raise NotFound
    document = _document(area, slug, version)
    restore(document, version, actor(), clock.now())
    session.commit()
    flash("Die Fassung steht jetzt im Entwurf. Online geht sie mit „Veröffentlichen“.", "good")
    return see_other(address("editor", document))
