"""Pages travel compressed; what is the same for everybody is compressed only once."""

import gzip
from functools import lru_cache

import brotli
from flask import Flask, Response, request

SMALLEST = 1000
KINDS = {"text/html", "application/json", "text/plain", "application/xml"}


def init_compression(app: Flask) -> None:
    """Compress every answer of text in the best way the browser knows."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if (
        response.mimetype not in KINDS
        or response.direct_passthrough
        or "Content-Encoding" in response.headers
        or response.status_code in (204, 304)
    ):
        return response
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    if len(body) < SMALLEST:
        return response
    encoding = "br" if request.accept_encodings["br"] else "gzip"
    if not request.accept_encodings[encoding]:
        return response
    # A page with a strong tag is shared by all its readers; a personal one is made once.
    shared = response.headers.get("ETag")
    response.set_data(_best(encoding, body) if shared else _quick(encoding, body))
    response.headers["Content-Encoding"] = encoding
    return response


@lru_cache(maxsize=128)
def _best(encoding: str, body: bytes) -> bytes:
    return brotli.compress(body, quality=9) if encoding == "br" else gzip.compress(body, 9)


def _quick(encoding: str, body: bytes) -> bytes:
    return brotli.compress(body, quality=2) if encoding == "br" else gzip.compress(body, 1)
