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
from leaderacademy.core.compression import VARY, encoding_for, packed_quickly, packed_well
from leaderacademy.core.kept import Kept

MOST_PAGES = 128  # in every worker; compressed, of about 10 KB


HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class ReadyPage:
    """A page as it is sent, packed in the way of one encoding, with its tag."""

    body: bytes
    tag: str


def _ready(html: str, encoding: str) -> ReadyPage:
    body = html.encode()
    tag = hashlib.sha256(body).hexdigest()[:20]
    return ReadyPage(packed_well(encoding, body) if encoding else body, tag)


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
    encoding = encoding_for(request.environ.get("HTTP_ACCEPT_ENCODING", ""))
    if person is None and not cookie:
        key = (place, version, encoding)
        return _shared(_caches()[0].get(key, lambda: _ready(make(), encoding)), encoding)
    # The key of the device stands for the token in the forms, which is bound to it.
    viewer = (cookie.get("_user_id"), person and (person.id, person.name, person.email))

    def packed() -> bytes:
        body = make().encode()
        return packed_quickly(encoding, body) if encoding else body

    return _answer(_caches()[1].get((place, version, viewer, stamp, encoding), packed), encoding)


def _answer(body: bytes, encoding: str, *more: tuple[str, str]) -> Response:
    # All at once: setting one header looks through all that are there.
    packed = [("Content-Encoding", encoding)] if encoding else []
    return Response(body, headers=[("Content-Type", HTML), ("Vary", VARY), *packed, *more])


def _shared(page: ReadyPage, encoding: str) -> Response:
    response = _answer(page.body, encoding, ("ETag", f'"{page.tag}"'))
    if "HTTP_IF_NONE_MATCH" in request.environ:  # else there is nothing to compare
        response.make_conditional(request)
    return response


def _caches() -> tuple[Kept[ReadyPage], Kept[bytes]]:
    """Shared and own pages of this app; own ones must not push out what everybody reads."""
    caches: tuple[Kept[ReadyPage], Kept[bytes]] | None = current_app.extensions.get("page_caches")
    if caches is None:
        caches = current_app.extensions["page_caches"] = (Kept(MOST_PAGES), Kept(MOST_PAGES))
    return caches
