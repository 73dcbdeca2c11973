"""Pages travel compressed; what is the same for everybody is compressed only once."""

from flask import Flask, Response, request

from leaderacademy.core.compression import VARY, encoding_for, packed_quickly, packed_well

SMALLEST = 1000
KINDS = {"text/html", "application/json", "text/plain", "application/xml"}


def init_compression(app: Flask) -> None:
    """Compress every answer of text in the best way the browser knows."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    kind = response.mimetype
    if kind not in KINDS or response.direct_passthrough:
        return response
    if "Vary" not in response.headers:
        response.headers["Vary"] = VARY if kind == "text/html" else "Accept-Encoding"
    if response.status_code in (204, 304) or "Content-Encoding" in response.headers:
        return response
    body = response.get_data()
    encoding = encoding_for(request.environ.get("HTTP_ACCEPT_ENCODING", ""))
    if len(body) < SMALLEST or not encoding:
        return response
    # A page with a strong tag is shared by all its readers. A personal one is compressed
    # quickly; where it is kept, that was done already (learning/page_cache.py).
    packed = packed_well if "ETag" in response.headers else packed_quickly
    response.set_data(packed(encoding, body))
    response.headers["Content-Encoding"] = encoding
    return response
