"""Pages travel compressed; what is the same for everybody is compressed only once."""

import gzip
from functools import lru_cache

import brotli
from flask import Flask, Response, g, request
from werkzeug.http import parse_accept_header

SMALLEST = 1000
# A page is far smaller than Brotli's usual window of 4 MB, for which it would take the memory anew
# each time; 2^17 bytes hold the longest lesson.
WINDOW = 17
VARY = "Accept-Encoding, Cookie"
KINDS = {"text/html", "application/json", "text/plain", "application/xml"}


def init_compression(app: Flask) -> None:
    """Compress every answer of text in the best way the browser knows."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    kind = response.mimetype
    if kind not in KINDS or response.direct_passthrough or "Content-Encoding" in response.headers:
        return response
    # A page also depends on who asks.
    response.headers["Vary"] = VARY if kind == "text/html" else "Accept-Encoding"
    if response.status_code in (204, 304):
        return response
    body = response.get_data()
    if len(body) < SMALLEST:
        return response
    encoding = _encoding(request.environ.get("HTTP_ACCEPT_ENCODING", ""))
    if not encoding:
        return response
    # A page with a strong tag is shared by all its readers. A personal one is compressed
    # quickly, and only once while it is kept (learning/page_cache.py).
    if "ETag" in response.headers:
        compressed = _best(encoding, body)
    else:
        compressed = (_quick_once if "page_is_kept" in g else _quick)(encoding, body)
    response.set_data(compressed)
    response.headers["Content-Encoding"] = encoding
    return response


@lru_cache(maxsize=256)
def _encoding(accepted: str) -> str:
    """What the browser and we both know; there are few browsers, so this is read once for each."""
    known = parse_accept_header(accepted)
    return "br" if known["br"] else ("gzip" if known["gzip"] else "")


@lru_cache(maxsize=128)
def _best(encoding: str, body: bytes) -> bytes:
    return (
        brotli.compress(body, quality=9, lgwin=WINDOW)
        if encoding == "br"
        else gzip.compress(body, 9)
    )


def _quick(encoding: str, body: bytes) -> bytes:
    return (
        brotli.compress(body, quality=1, lgwin=WINDOW)
        if encoding == "br"
        else gzip.compress(body, 1)
    )


# The kept pages are the keys, so only the small compressed ones take room of their own.
_quick_once = lru_cache(maxsize=256)(_quick)
