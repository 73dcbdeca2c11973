"""A rush as it was seen once: 0 to 134 buyers a second within 5 seconds, 1,000 for 30 seats.

Against the running product with several processes: nobody gets a seat twice, nobody an error, and
everybody a seat, a place on the waiting list, or the words that it is sold out. Every second one
who came too late reads that for a moment and then asks for the waiting list, as the page offers.
"""

import gzip
import http.client
import json
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode, urlsplit

from sqlalchemy import func, select

from bench import booking, figures, learners, servers
from bench.figures import report
from leaderacademy.booking.models import Booking, Training, WaitingEntry
from leaderacademy.core.database import session

SEATS, BUYERS = 30, 1_000
PEAK, RISE = 134.0, 5.0  # buyers a second, reached after so many seconds
READING = 3.0  # seconds that somebody looks at the page that says „ausgebucht“
P95 = 1_000.0  # milliseconds
HEADERS = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Sec-Fetch-Site": "same-origin",
    "Accept-Encoding": "gzip",
}
BUY, WAIT = "book", "wait"  # the buttons, as the forms name them


def arrivals() -> Iterator[float]:
    """When each buyer presses the button, in seconds: faster and faster, then steadily."""
    in_rise = PEAK * RISE / 2
    for number in range(BUYERS):
        if number < in_rise:
            yield RISE * (number / in_rise) ** 0.5
        else:
            yield RISE + (number - in_rise) / PEAK


def meaning(button: str, status: int, location: str, page: str) -> str:
    """What an answer is to its buyer: "sold", "waiting", "refused", or an error by its status.

    A refusal must say so in words, and lead somewhere: a bare 409 is an error.
    """
    if button == BUY and status == 303 and location.startswith("/buchung/"):
        return "sold"
    if button == WAIT and status == 303 and location.startswith("/warteliste/"):
        return "waiting"
    if button == BUY and status == 409 and "ausgebucht" in page and 'value="wait"' in page:
        return "refused"
    return str(status)


@dataclass(frozen=True)
class Heard:
    """One answer: to which button, what it meant, and after how many milliseconds it came."""

    button: str
    what: str
    spent: float


class Crowd:
    """Everybody who comes, and all they are told."""

    def __init__(self, url: str, path: str, form: dict[str, str]) -> None:
        self.address = urlsplit(url).netloc
        self.path, self.form = path, form
        self.heard: list[Heard] = []
        self._mine = threading.local()
        self._patient = ThreadPoolExecutor(32)

    def come(self, begin: float) -> None:
        """All of them, and after the last answer they have gone."""
        with self._patient, ThreadPoolExecutor(64) as eager:
            moments = [begin + moment for moment in arrivals()]
            list(eager.map(self._buy, range(BUYERS), moments))

    def _buy(self, number: int, moment: float) -> None:
        form = {
            **self.form,
            "checkout_id": str(uuid.uuid4()),
            "email": f"buyer-{number}@lotsen-metallbau.example",
        }
        what = self._press(BUY, form, moment)
        if what == "refused" and number % 2:
            self._patient.submit(self._press, WAIT, form, time.perf_counter() + READING)

    def _press(self, button: str, form: dict[str, str], moment: float) -> str:
        time.sleep(max(0.0, moment - time.perf_counter()))
        # From the moment it was pressed: whoever has to wait for a free line waits as well.
        what = self._answer(button, form)
        self.heard.append(Heard(button, what, (time.perf_counter() - moment) * 1000))
        return what

    def _answer(self, button: str, form: dict[str, str]) -> str:
        connection = getattr(self._mine, "connection", None)
        if connection is None:
            connection = http.client.HTTPConnection(self.address, timeout=60)
            self._mine.connection = connection
        try:
            connection.request("POST", self.path, urlencode({**form, "step": button}), HEADERS)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._mine.connection = None
            return type(error).__name__
        if answer.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        return meaning(button, answer.status, answer.headers.get("Location", ""), body.decode())

    def told(self, button: str, what: str) -> int:
        """How many were told this after pressing that."""
        return sum((one.button, one.what) == (button, what) for one in self.heard)

    def p95(self, button: str) -> float:
        """Within how many milliseconds 95 of 100 were answered."""
        return quantiles([one.spent for one in self.heard if one.button == button], n=20)[18]


def measure(instance: Path, commits: float, database_url: str = "") -> bool:
    """One rush; `commits` is R3 on this machine. Says whether all of it holds."""
    kind = "postgresql" if database_url else "sqlite"
    path, form = booking.prepare(instance, database_url, SEATS)
    with servers.product(instance, database_url) as running:
        crowd = Crowd(running.url, path, form)
        begin = time.perf_counter() + 0.5
        crowd.come(begin)
        seconds = time.perf_counter() - begin
    found = _found(instance, database_url)
    return said(crowd, kind, found, seconds, commits)


@dataclass(frozen=True)
class Found:
    """What the database has after it, in seats and in places on the waiting list."""

    taken: int
    sold: int
    waiting: int


def _found(instance: Path, database_url: str) -> Found:
    with learners.opened(instance, database_url):
        taken = session.scalar(select(Training.seats_taken)) or 0
        booked = select(func.sum(Booking.seats)).where(Booking.state == "booked")
        sold = session.scalar(booked) or 0
        line = select(func.count()).select_from(WaitingEntry).where(WaitingEntry.state == "waiting")
        return Found(taken, sold, session.scalar(line) or 0)


def said(crowd: Crowd, kind: str, found: Found, seconds: float, commits: float) -> bool:
    """Report it, at the end in one line of JSON; whether it is whole and without an error."""
    refused = crowd.told(BUY, "refused")
    good = crowd.told(BUY, "sold") + refused + crowd.told(WAIT, "waiting")
    errors = len(crowd.heard) - good
    per_second = len(crowd.heard) / seconds
    report(
        f"rush_orders_{kind}", per_second, "orders/s", reference="R3", ratio=per_second / commits
    )
    report(f"rush_{kind}_p95", crowd.p95(BUY), "ms", goal=P95, at_least=False)
    report(f"rush_{kind}_waiting_p95", crowd.p95(WAIT), "ms")
    report(f"rush_{kind}_errors", errors, "errors", goal=0, at_least=False)
    whole = (
        found.taken == found.sold == crowd.told(BUY, "sold") == SEATS
        and found.sold + refused == BUYERS
        and found.waiting == crowd.told(WAIT, "waiting")
    )
    line = {
        "name": f"rush_{kind}",
        "seats": SEATS,
        "sold": found.sold,
        "waiting": found.waiting,
        "refused": refused - found.waiting,
        "errors": errors,
        "p95": round(crowd.p95(BUY), 1),
        "waiting_p95": round(crowd.p95(WAIT), 1),
        "orders_per_second": round(per_second, 1),
        "durable_commits_per_second": round(commits, 1),
        "orders_to_commits": round(per_second / commits, 4),
        "holds": whole and errors == 0,
    }
    print(json.dumps(line))
    sys.stdout.flush()
    return bool(line["holds"])


def last_commits(name: str) -> float:
    """R3 as it was measured in this run."""
    return next(one.value for one in figures.results if one.name == name)
