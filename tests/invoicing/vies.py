"""A look-alike of VIES: real HTTP on a real port, with answers of every kind."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


class Vies(ThreadingHTTPServer):
    """Answers as `mode` says and remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.mode = "valid"
        self.asked: list[dict[str, Any]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/rest-api"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has gone is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: Vies

    def do_POST(self) -> None:
        assert self.path == "/rest-api/check-vat-number"
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(question)
        mode = self.server.mode
        if mode == "slow":
            time.sleep(0.6)
        body = json.dumps(_answer(mode, question)).encode()
        if mode == "html":
            body = b"<html>Bad Gateway</html>"
        self.send_response(500 if mode == "broken" else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if mode == "drip":
            for byte in body:
                self.wfile.write(bytes([byte]))
                time.sleep(0.02)
            return
        self.wfile.write(body[: len(body) // 2] if mode == "half" else body)

    def log_message(self, *args: object) -> None:
        """Nothing on the screen."""


def _answer(mode: str, question: dict[str, Any]) -> Any:
    if mode == "busy":
        return {"actionSucceed": False, "errorWrappers": [{"error": "MS_UNAVAILABLE"}]}
    if mode == "list":
        return [True]
    if mode == "undecided":
        return {**question, "valid": None}
    number = "U99999999" if mode == "other" else question["vatNumber"]
    return {
        "countryCode": question["countryCode"],
        "vatNumber": number,
        "requestDate": "2027-02-03T10:00:00.000Z",
        "valid": mode != "invalid",
        "requestIdentifier": "WAPIAAAAYeR4abcd",
        "name": "---" if mode == "invalid" else "Kärntner Holzbau KG",
        "address": "---" if mode == "invalid" else "Bahnhofstraße 3\n9020 Klagenfurt",
    }


@contextmanager
def running() -> Iterator[Vies]:
    server = Vies()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
