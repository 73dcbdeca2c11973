"""How quickly the trainer's list of 10,000 bookings opens, on SQLite and on PostgreSQL."""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask
from sqlalchemy import event, insert, text

from bench import learners
from bench.figures import report, results
from leaderacademy.booking.models import Booking, Participant
from leaderacademy.booking.rules.editing import DateDraft
from leaderacademy.booking.service.editing import create_training
from leaderacademy.core import clock
from leaderacademy.core.audit import SYSTEM
from leaderacademy.core.database import Base, session
from leaderacademy.invoicing.models import Invoice, Payment
from tests.booking import shop
from tests.pages import Visitor
from tests.postgres import Cluster

MANY = 10_000
DATES = 40
TIMES = 15
PAGES = {
    "list": "/studio/buchungen",
    "last_page": f"/studio/buchungen?seite={MANY // 50}",
    "search": "/studio/buchungen?q=Mustermann%20Firma%204711",
    "open_money": "/studio/buchungen?geld=open",
}


def main() -> int:
    """Both kinds of database; 1 when a goal is missed."""
    with tempfile.TemporaryDirectory(prefix="leaderacademy-bookings-") as name:
        Path(name).chmod(0o755)
        measure(Path(name) / "sqlite", "", "sqlite")
        cluster = Cluster(durable=True)
        cluster.start()
        try:
            measure(Path(name) / "postgresql", cluster.new_database(), "postgresql")
        finally:
            cluster.stop()
    return int(any(figure.holds is False for figure in results))


def measure(instance: Path, url: str, kind: str) -> None:
    """Fill one database and open the list in it again and again."""
    instance.mkdir(parents=True, exist_ok=True)
    with learners.opened(instance, url or f"sqlite:///{instance / 'bench.sqlite3'}") as app:
        fill()
        trainer = Visitor.with_account(app, "bench@example.org", "Tina Trainer", "trainer")
        for name, address in PAGES.items():
            seconds, queries = opened(app, trainer, address)
            # The goal is for opening the list; a search reads every name and may take longer.
            goal = None if name == "search" else 200
            report(f"bookings_{name}_{kind}", seconds * 1000, "ms", goal=goal, at_least=False)
            report(f"bookings_{name}_queries_{kind}", queries, "queries", goal=6, at_least=False)


def opened(app: Flask, trainer: Visitor, address: str) -> tuple[float, int]:
    """Seconds in the middle of all tries, and queries of the last."""
    seconds = []
    with counted(app) as sent:
        for _ in range(TIMES):
            sent.clear()
            begin = time.perf_counter()
            answer = trainer.get(address)
            seconds.append(time.perf_counter() - begin)
            if answer.status_code != 200 or b"<tbody>" not in answer.data:
                raise RuntimeError(f"{address} shows no bookings: {answer.status_code}")
    return median(seconds), len(sent)


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements that are sent meanwhile, without those that open a transaction."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            sent.append(statement)

    event.listen(app.extensions["engine"], "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(app.extensions["engine"], "before_cursor_execute", note)


def fill() -> None:
    """One real booking, and ten thousand of its kind on forty dates; two thirds are paid."""
    now = clock.now()
    day = date(now.year + 5, 1, 1)
    dates = [
        create_training(
            DateDraft(
                day=day + timedelta(days=number),
                place=f"Ort {number}",
                format="onsite",
                seats=1000,
                price_cents=69_000,
                second_price_cents=59_000,
            ),
            now,
            SYSTEM,
        ).id
        for number in range(DATES)
    ]
    (checkout_id,) = shop.new_checkouts(1)
    booking = shop.service.place_booking(dates[0], shop.TWO, checkout_id, now)
    session.flush()
    pattern, invoice = _row(booking), _row(session.get_one(Invoice, booking.invoice_id))
    numbers = range(2, MANY + 1)
    _insert(Invoice, [_invoice(invoice, number) for number in numbers])
    _insert(Booking, [_booking(pattern, number, dates, now) for number in numbers])
    _insert(Participant, [_participant(number, place) for number in numbers for place in (1, 2)])
    _insert(Payment, [_payment(number, now) for number in range(1, MANY + 1) if number % 3])
    session.commit()
    session.execute(text("ANALYZE"))
    session.commit()
    session.remove()


def _row(of: Any) -> dict[str, Any]:
    return {column.key: getattr(of, column.key) for column in type(of).__mapper__.column_attrs}


def _insert(kind: type[Base], rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), 1000):
        session.execute(insert(kind), rows[start : start + 1000])


def _invoice(pattern: dict[str, Any], number: int) -> dict[str, Any]:
    name = f"RE-BENCH-{number:05}"
    new = {"id": number, "number": name, "reference": name, "ordinal": number + 1_000_000}
    return {**pattern, **new, "subject": f"booking:{number}"}


def _booking(
    pattern: dict[str, Any], number: int, dates: list[int], now: datetime
) -> dict[str, Any]:
    return {
        **pattern,
        "id": number,
        "token": f"bench-{number}",
        "checkout_id": f"bench-{number}",
        "training_id": dates[number % DATES],
        "company": f"Firma {number} GmbH",
        "email": f"buero{number}@firma.example",
        "invoice_id": number,
        "created_at": now + timedelta(seconds=number),
    }


def _participant(number: int, position: int) -> dict[str, Any]:
    first, last = ("Max", "Mustermann") if position == 1 else ("Änne", f"Möller-{number}")
    return {"booking_id": number, "position": position, "first_name": first, "last_name": last}


def _payment(number: int, now: datetime) -> dict[str, Any]:
    return {
        "invoice_id": number,
        "cents": 152_320,
        "received_on": now.date(),
        "method": "transfer",
        "key": f"bench-{number}",
        "note": "",
        "created_at": now,
    }


if __name__ == "__main__":
    sys.exit(main())
