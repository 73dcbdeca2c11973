"""Ready pages: the same bytes for everybody new, and for people who come back to what they left.

A page is made once for everything it depends on. Nothing has to be thrown away when something
changes: what it depends on has then changed too, and old pages fall out at the end.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock

from flask import Response, current_app, g, make_response, request
from flask import session as cookie

from leaderacademy.accounts.models import Person

MOST_PAGES = 256  # about 40 KB each


@dataclass(frozen=True, slots=True)
class ReadyPage:
    """A page as it is sent, with its tag."""

    body: bytes
    tag: str


class PageCache:
    """The pages asked for last; a key holds everything that its page depends on."""

    def __init__(self, most: int = MOST_PAGES) -> None:
        self._most = most
        self._pages: OrderedDict[Hashable, ReadyPage] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], str]) -> ReadyPage:
        """The page for this key, made if it is not there."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
                return page
        body = make().encode()
        page = ReadyPage(body, hashlib.sha256(body).hexdigest()[:20])
        with self._lock:
            self._pages[key] = page
            while len(self._pages) > self._most:
                self._pages.popitem(last=False)
        return page


def cached_page(
    place: str,
    version: Hashable,
    person: Person | None,
    stamp: Hashable,
    make: Callable[[], str],
) -> Response:
    """The page at this place: `version` says which course and day, `stamp` whose state it shows."""
    if request.args or "_flashes" in cookie or (person is not None and person.is_trainer):
        return make_response(make())
    if person is None and not cookie:
        return _shared(_caches()[0].get((place, version), make))
    # The key of the device stands for the token in the forms, which is bound to it.
    viewer = (cookie.get("_user_id"), person and (person.id, person.name, person.email))
    page = _caches()[1].get((place, version, viewer, stamp), make)
    g.page_is_kept = True  # so is its compressed form (web/compression.py)
    return Response(page.body, mimetype="text/html")


def _shared(page: ReadyPage) -> Response:
    response = Response(page.body, mimetype="text/html")
    response.set_etag(page.tag)
    response.make_conditional(request)
    return response


def _caches() -> tuple[PageCache, PageCache]:
    """Shared and own pages of this app; own ones must not push out what everybody reads."""
    caches: tuple[PageCache, PageCache] = current_app.extensions.setdefault(
        "page_caches", (PageCache(), PageCache())
    )
    return caches
