"""A look-alike of Stripe: real HTTP on a real port, its checkouts, its events and its moods.

Signs as documented (t=…,v1=HMAC-SHA256 over "t.body"). Modes: ok, refuse (a wrong key), broken
(500), hang, half (an answer that stops in the middle), empty (whole JSON without a page).
"""

import hmac
import itertools
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs

SECRET = "whsec_lookalike"
KEY = "sk_test_lookalike"
HANGS = 60.0  # seconds; far longer than the tests' patience


class Stripe(ThreadingHTTPServer):
    """Answers as `mode` says; remembers checkouts by id and answers by idempotency key."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.mode = "ok"
        self.lock = Lock()
        self.sessions: dict[str, dict[str, Any]] = {}
        self.by_key: dict[str, str] = {}
        self.orders: list[dict[str, str]] = []
        self.numbers = itertools.count(1)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has gone is what some tests are about."""

    def create(self, key: str, form: dict[str, str]) -> dict[str, Any]:
        with self.lock:
            if key in self.by_key:
                return self.sessions[self.by_key[key]]
            number = next(self.numbers)
            made = {
                "id": f"cs_test_{number}",
                "object": "checkout.session",
                "url": f"{self.url}/c/pay/cs_test_{number}",
                "status": "open",
                "payment_status": "unpaid",
                "payment_intent": None,
                "amount_total": int(form["line_items[0][price_data][unit_amount]"]),
                "currency": form["line_items[0][price_data][currency]"],
                "metadata": _metadata(form),
                "customer_details": None,
                "expires_at": int(form["expires_at"]),
            }
            self.orders.append(form)
            self.sessions[made["id"]] = made
            self.by_key[key] = made["id"]
            return made

    def pay(self, session_id: str, cents: int | None = None, currency: str = "eur") -> str:
        """The buyer pays; the event that tells it."""
        session = self.sessions[session_id]
        session |= {"status": "complete", "payment_status": "paid", "currency": currency}
        session["payment_intent"] = session_id.replace("cs_", "pi_")
        session["amount_total"] = session["amount_total"] if cents is None else cents
        session["customer_details"] = {"name": "Katrin Lotsen", "email": "k@lotsen.example"}
        return self.event("checkout.session.completed", session)

    def expire(self, session_id: str) -> str:
        """Nobody paid in time; the event that tells it."""
        self.sessions[session_id]["status"] = "expired"
        return self.event("checkout.session.expired", self.sessions[session_id])

    def refund(self, session_id: str, so_far: int) -> str:
        """The trainer gave money back, so much in all; the event that tells it."""
        session = self.sessions[session_id]
        charge = {
            "id": session_id.replace("cs_", "ch_"),
            "object": "charge",
            "amount": session["amount_total"],
            "amount_refunded": so_far,
            "currency": "eur",
            "payment_intent": session_id.replace("cs_", "pi_"),
            "metadata": session["metadata"],
            "billing_details": {"name": "Katrin Lotsen"},
        }
        return self.event("charge.refunded", charge)

    def event(self, kind: str, thing: dict[str, Any]) -> str:
        """An event as it is sent: its body."""
        event = {
            "id": f"evt_{next(self.numbers)}",
            "object": "event",
            "type": kind,
            "created": int(time.time()),
            "data": {"object": thing},
        }
        return json.dumps(event)


def signature(body: str, at: float | None = None, secret: str = SECRET) -> str:
    """The header Stripe-Signature of a body."""
    moment = int(time.time() if at is None else at)
    signed = hmac.new(secret.encode(), f"{moment}.{body}".encode(), sha256).hexdigest()
    return f"t={moment},v1={signed}"


def _metadata(form: dict[str, str]) -> dict[str, str]:
    beginning = "metadata["
    return {k.removeprefix(beginning)[:-1]: v for k, v in form.items() if k.startswith(beginning)}


class _Handler(BaseHTTPRequestHandler):
    server: Stripe

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        form = {k: v[0] for k, v in parse_qs(self.rfile.read(length).decode()).items()}
        if self.path == "/v1/checkout/sessions":
            key = self.headers["Idempotency-Key"]
            self._answer(lambda: self.server.create(key, form))
        elif self.path.endswith("/expire"):
            self._answer(lambda: self._expired(self.path.split("/")[-2]))

    def do_GET(self) -> None:
        self._answer(lambda: self.server.sessions[self.path.rpartition("/")[2]])

    def _expired(self, session_id: str) -> dict[str, Any]:
        self.server.expire(session_id)
        return self.server.sessions[session_id]

    def _answer(self, make: Any) -> None:
        mode = self.server.mode
        if mode == "hang":
            make()  # done, but nobody hears of it
            time.sleep(HANGS)
            return
        if self.headers["Authorization"] != f"Bearer {KEY}" or mode == "refuse":
            self._send(401, {"error": {"type": "invalid_request_error", "message": "no key"}})
        elif mode == "broken":
            self._send(500, {"error": {"type": "api_error", "message": "down"}})
        else:
            self._send(200, {"object": "checkout.session"} if mode == "empty" else make())

    def _send(self, status: int, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if self.server.mode == "half" else body)
        self.close_connection = True

    def log_message(self, *args: object) -> None:
        """Nothing on the screen."""


@contextmanager
def running() -> Iterator[Stripe]:
    server = Stripe()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
