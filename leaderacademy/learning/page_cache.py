"""Ready pages: the same bytes for everybody new, and for people who come back to what they left.

A page is made once for everything it depends on. Nothing has to be thrown away when something
changes: what it depends on has then changed too, and old pages fall out at the end.
"""

import hashlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from flask import Response, current_app, make_response, request
from flask import session as cookie

from leaderacademy.accounts.devices import Reader
from leaderacademy.accounts.models import Person
from leaderacademy.core.compression import encoding_for, packed_quickly
from leaderacademy.core.kept import Kept

MOST_PAGES = 128  # in every worker; shared ones of about 40 KB, own ones compressed, of 10 KB


@dataclass(frozen=True, slots=True)
class ReadyPage:
    """A page as it is sent, with its tag."""

    body: bytes
    tag: str


def _ready(html: str) -> ReadyPage:
    body = html.encode()
    return ReadyPage(body, hashlib.sha256(body).hexdigest()[:20])


def cached_page(
    place: str,
    version: Hashable,
    person: Person | Reader | None,
    stamp: Hashable,
    make: Callable[[], str],
) -> Response:
    """The page at this place: `version` says which course and day, `stamp` whose state it shows."""
    if request.args or "_flashes" in cookie or (person is not None and person.is_trainer):
        return make_response(make())
    if person is None and not cookie:
        return _shared(_caches()[0].get((place, version), lambda: _ready(make())))
    # The key of the device stands for the token in the forms, which is bound to it.
    viewer = (cookie.get("_user_id"), person and (person.id, person.name, person.email))
    encoding = encoding_for(request.environ.get("HTTP_ACCEPT_ENCODING", ""))

    def packed() -> bytes:
        body = make().encode()
        return packed_quickly(encoding, body) if encoding else body

    body = _caches()[1].get((place, version, viewer, stamp, encoding), packed)
    response = Response(body, mimetype="text/html")
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response


def _shared(page: ReadyPage) -> Response:
    response = Response(page.body, mimetype="text/html")
    response.set_etag(page.tag)
    if "HTTP_IF_NONE_MATCH" in request.environ:  # else there is nothing to compare
        response.make_conditional(request)
    return response


def _caches() -> tuple[Kept[ReadyPage], Kept[bytes]]:
    """Shared and own pages of this app; own ones must not push out what everybody reads."""
    caches: tuple[Kept[ReadyPage], Kept[bytes]] | None = current_app.extensions.get("page_caches")
    if caches is None:
        caches = current_app.extensions["page_caches"] = (Kept(MOST_PAGES), Kept(MOST_PAGES))
    return caches
