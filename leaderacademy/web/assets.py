"""Static files under addresses that carry their content's hash: kept for ever, compressed once.

Style sheets and scripts are joined in the order of their names, so that a page asks for one of
each and no build step is needed to run.
"""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import brotli
from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import NotFound

from leaderacademy.accounts.access import public

STATIC = Path(__file__).parent.parent / "static"
COMPRESSIBLE = {
    "text/css",
    "text/javascript",
    "image/svg+xml",
    "application/manifest+json",
    "text/plain",
}
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("application/manifest+json", ".webmanifest")
mimetypes.add_type("font/woff2", ".woff2")


@dataclass
class Asset:
    """One file as it is served."""

    name: str
    body: bytes
    mimetype: str

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest()[:12]

    @cached_property
    def brotli(self) -> bytes:
        return bytes(brotli.compress(self.body, quality=11))

    @cached_property
    def gzip(self) -> bytes:
        return gzip.compress(self.body, 9, mtime=0)

    @property
    def address(self) -> str:
        stem, dot, ending = self.name.rpartition(".")
        return f"/static/{stem}.{self.digest}{dot}{ending}"


class Assets:
    """All static files, read once."""

    def __init__(self, folder: Path) -> None:
        self._by_name: dict[str, Asset] = {}
        for file in sorted(folder.rglob("*")):
            name = file.relative_to(folder).as_posix()
            if file.is_file() and not re.match(r"(css|js)/[^/]+\.(css|js)$", name):
                self._add(name, file.read_bytes())
        # Styles name other files, whose hashes must be known first.
        css = b"\n".join(f.read_bytes() for f in sorted(folder.glob("css/*.css")))
        self._add("app.css", self._hash_urls(css.decode()).encode())
        parts = [f for f in sorted(folder.glob("js/*.js")) if f.name != "sw.js"]
        self._add("app.js", b"\n".join(f.read_bytes() for f in parts))
        if (folder / "js/sw.js").exists():
            self._add("sw.js", (folder / "js/sw.js").read_bytes())
        self._by_address = {asset.address: asset for asset in self._by_name.values()}

    def _add(self, name: str, body: bytes) -> None:
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        self._by_name[name] = Asset(name, body, kind)

    def _hash_urls(self, css: str) -> str:
        def address(match: re.Match[str]) -> str:
            asset = self._by_name.get(match[1])
            return f'url("{asset.address}")' if asset else match[0]

        return re.sub(r'url\("(?!data:)([^"]+)"\)', address, css)

    def address(self, name: str) -> str:
        """The hashed address of a file named relative to static/."""
        return self._by_name[name].address

    def named(self, name: str) -> Asset:
        return self._by_name[name]

    def at(self, address: str) -> Asset | None:
        return self._by_address.get(address)

    def names(self) -> list[str]:
        return sorted(self._by_name)


blueprint = Blueprint("assets", __name__)


def init_assets(app: Flask) -> None:
    """Serve the files; `asset('name')` in a template gives the address."""
    assets = Assets(STATIC)
    app.extensions["assets"] = assets
    app.jinja_env.globals["asset"] = assets.address

    @app.get("/static/<path:name>", endpoint="static")
    def static_file(name: str) -> Response:
        asset = assets.at(f"/static/{name}")
        if asset is None:
            raise NotFound
        return _send(asset, "public, max-age=31536000, immutable")

    @app.get("/sw.js", endpoint="service_worker")
    def service_worker() -> Response:
        # Not under /static: a worker rules only over addresses below its own.
        if "sw.js" not in assets.names():
            raise NotFound
        return _send(assets.named("sw.js"), "no-cache")

    @app.get("/favicon.ico", endpoint="favicon")
    def favicon() -> Response:
        return _send(assets.named("icons/favicon.svg"), "public, max-age=86400")

    for view in (static_file, service_worker, favicon):
        public(view)


def _send(asset: Asset, caching: str) -> Response:
    body, encoding = asset.body, ""
    if asset.mimetype in COMPRESSIBLE:
        if request.accept_encodings["br"]:
            body, encoding = asset.brotli, "br"
        elif request.accept_encodings["gzip"]:
            body, encoding = asset.gzip, "gzip"
    response = Response(body, mimetype=asset.mimetype)
    response.headers["Cache-Control"] = caching
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.vary.add("Accept-Encoding")
    return response
