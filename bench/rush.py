"""A rush as it was seen once: 0 to 134 buyers a second within 5 seconds, 1,000 for 30 seats.

Against the running product with several processes: nobody gets a seat twice, nobody an error, and
everybody a seat, a place on the waiting list, or the words that it is sold out.
"""

import http.client
import json
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode, urlsplit

from sqlalchemy import func, select

from bench import booking, figures, learners, servers
from bench.figures import report
from leaderacademy.booking.models import Booking, Training
from leaderacademy.core.database import session

SEATS, BUYERS = 30, 1_000
PEAK, RISE = 134.0, 5.0  # buyers a second, reached after so many seconds
P95 = 1_000.0  # milliseconds
HEADERS = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Sec-Fetch-Site": "same-origin",
    "Accept-Encoding": "gzip",
}


def arrivals() -> Iterator[float]:
    """When each buyer presses the button, in seconds: faster and faster, then steadily."""
    in_rise = PEAK * RISE / 2
    for number in range(BUYERS):
        if number < in_rise:
            yield RISE * (number / in_rise) ** 0.5
        else:
            yield RISE + (number - in_rise) / PEAK


class Crowd:
    """Everybody's answers: "sold", "waiting", "refused" or the number of a wrong status."""

    def __init__(self, url: str, path: str, form: dict[str, str]) -> None:
        self.address = urlsplit(url).netloc
        self.path, self.form = path, form
        self.answers: list[tuple[str, float]] = []
        self._mine = threading.local()

    def press(self, moment: float) -> None:
        time.sleep(max(0.0, moment - time.perf_counter()))
        # From the moment it was pressed: whoever has to wait for a free line waits as well.
        what = self._answer()
        self.answers.append((what, (time.perf_counter() - moment) * 1000))

    def _answer(self) -> str:
        connection = getattr(self._mine, "connection", None)
        if connection is None:
            connection = http.client.HTTPConnection(self.address, timeout=60)
            self._mine.connection = connection
        body = urlencode({**self.form, "checkout_id": str(uuid.uuid4())})
        try:
            connection.request("POST", self.path, body, HEADERS)
            answer = connection.getresponse()
            answer.read()
        except OSError as error:
            self._mine.connection = None
            return type(error).__name__
        if answer.status == 303:
            return "sold"
        return "refused" if answer.status == 409 else str(answer.status)


def measure(instance: Path, commits: float, database_url: str = "") -> bool:
    """One rush; `commits` is R3 on this machine. Says whether all of it holds."""
    kind = "postgresql" if database_url else "sqlite"
    path, form = booking.prepare(instance, database_url, SEATS)
    with servers.product(instance, database_url) as running:
        crowd = Crowd(running.url, path, form)
        begin = time.perf_counter() + 0.5
        with ThreadPoolExecutor(64) as pool:
            list(pool.map(crowd.press, [begin + moment for moment in arrivals()]))
        seconds = time.perf_counter() - begin
    return _told(crowd, kind, seconds, commits, instance, database_url)


def _told(
    crowd: Crowd, kind: str, seconds: float, commits: float, instance: Path, database_url: str
) -> bool:
    with learners.opened(instance, database_url):
        taken = session.scalar(select(Training.seats_taken)) or 0
        booked = select(func.sum(Booking.seats)).where(Booking.state == "booked")
        sold = session.scalar(booked) or 0
        waiting = select(func.count()).select_from(Booking).where(Booking.state == "waiting")
        in_line = session.scalar(waiting) or 0
    answers = [what for what, _ in crowd.answers]
    errors = sum(what not in ("sold", "refused") for what in answers)
    p95 = quantiles([spent for _, spent in crowd.answers], n=20)[18]
    per_second = len(answers) / seconds
    figure = f"rush_orders_{kind}"
    report(figure, per_second, "orders/s", reference="R3", ratio=per_second / commits)
    report(f"rush_{kind}_p95", p95, "ms", goal=P95, at_least=False)
    whole = taken == sold == answers.count("sold") and len(answers) == BUYERS
    line = {
        "name": f"rush_{kind}",
        "seats": SEATS,
        "sold": sold,
        "waiting": in_line,
        "refused": answers.count("refused"),
        "errors": errors,
        "p95": round(p95, 1),
        "holds": whole and sold == SEATS and errors == 0,
    }
    print(json.dumps(line))
    sys.stdout.flush()
    return bool(line["holds"])


def last_commits(name: str) -> float:
    """R3 as it was measured in this run."""
    return next(one.value for one in figures.results if one.name == name)
