"""`python -m bench.statement`: 10,000 lines read, matched and booked against 10,000 invoices."""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import event, insert, inspect, select, text

from bench.figures import report, results
from leaderacademy.application import create_app
from leaderacademy.config import settings_from
from leaderacademy.core.audit import Actor
from leaderacademy.core.database import reading, session
from leaderacademy.core.jobs import Job
from leaderacademy.core.migrations import upgrade
from leaderacademy.invoicing import service
from leaderacademy.invoicing.jobs import read_statement
from leaderacademy.invoicing.models import BankLine, Invoice
from leaderacademy.invoicing.rules.draft import InvoiceDraft, Line, Recipient
from leaderacademy.invoicing.rules.vat import Buyer, Policy, Supply, treatment_of
from leaderacademy.invoicing.service import applying, listing, statements
from tests.postgres import Cluster

COUNT = 10_000
NOW = datetime(2027, 2, 3, 10, tzinfo=UTC)
WHO = Actor(None, "Messung")
TRADES = ("Tischlerei", "Malerbetrieb", "Elektro", "Gartenbau", "Metallbau", "Dachdeckerei")
NAMES = ("Öztürk", "Petersen", "Nowak", "Sørensen", "Brüggemann", "Behrens", "Lotsen", "Albers")


def main() -> int:
    """On SQLite and on PostgreSQL; 1 when a goal is missed."""
    with tempfile.TemporaryDirectory(prefix="leaderacademy-bench-") as name:
        measure(Path(name), "")
        cluster = Cluster(durable=True)
        cluster.start()
        try:
            measure(Path(name) / "postgresql", cluster.new_database(), "_postgresql")
        finally:
            cluster.stop()
    return int(any(figure.holds is False for figure in results))


def measure(folder: Path, database_url: str, ending: str = "") -> None:
    """Import, booking and the list of invoices, in one process."""
    with _filled(folder, database_url) as app:
        statement, _ = statements.receive_statement("umsaetze.csv", _file(), NOW, WHO)
        session.commit()
        started = time.perf_counter()
        read_statement({"statement_id": statement.id}, NOW)
        session.commit()
        seconds = time.perf_counter() - started
        report(f"statement_import_10000_lines{ending}", seconds, "s", goal=10, at_least=False)
        ticked = session.scalars(select(BankLine.id).where(BankLine.ticked)).all()
        report(f"statement_lines_matched_for_certain{ending}", len(ticked), "lines")
        started = time.perf_counter()
        applying.apply_statement(statement.id, NOW, WHO)
        session.commit()
        report(f"statement_booking{ending}", time.perf_counter() - started, "s")
        _analyze(app)
        _list(app, ending)


def _analyze(app: Flask) -> None:
    """What PostgreSQL does by itself within a minute: until then it believes in a handful of
    invoices, and its plan for the list takes ten times as long."""
    session.remove()
    engine = app.extensions["engine"].execution_options(isolation_level="AUTOCOMMIT")
    with reading(), engine.connect() as connection:  # no transaction, in which it cannot be done
        connection.execute(text("ANALYZE" if engine.dialect.name == "sqlite" else "VACUUM ANALYZE"))


def _list(app: Flask, ending: str) -> None:
    queries: list[str] = []
    event.listen(
        app.extensions["engine"], "before_cursor_execute", lambda *call: queries.append(call[2])
    )
    started = time.perf_counter()
    listing.list_invoices(date(2027, 3, 1), "Öztürk", "overdue")
    listing.list_invoices(date(2027, 3, 1))
    milliseconds = (time.perf_counter() - started) * 500
    report(f"invoice_list_of_10000{ending}", milliseconds, "ms", goal=200, at_least=False)
    report(f"invoice_list_queries{ending}", len(queries) / 2, "queries", goal=6, at_least=False)


@contextmanager
def _filled(folder: Path, database_url: str) -> Iterator[Flask]:
    environment = {
        "LEADERACADEMY_INSTANCE": str(folder),
        "LEADERACADEMY_DATABASE_URL": database_url,
    }
    app = create_app(settings_from(environment))
    upgrade(app.extensions["engine"])
    pattern = service.issue_invoice(_draft(), NOW)
    copied = [column.key for column in inspect(Invoice).columns if column.key != "id"]
    values = {name: getattr(pattern, name) for name in copied}
    rows = []
    for number in range(2, COUNT + 1):
        text = f"RE-2027-{number:04}"
        rows.append(
            values
            | {"number": text, "reference": text, "ordinal": number, "company": _company(number)}
        )
    session.execute(insert(Invoice), rows)
    session.execute(Job.__table__.delete())
    session.commit()
    yield app
    session.remove()
    app.extensions["engine"].dispose()


def _draft() -> InvoiceDraft:
    return InvoiceDraft(
        subject="booking:1",
        recipient=Recipient(_company(1), "Deichstraße 1", "20459", "Hamburg", "DE"),
        lines=(Line("Live-Training", 69_000),),
        treatment=treatment_of(Supply("onsite", "DE"), Buyer("DE", True), Policy()),
        supplied_from=date(2027, 4, 15),
        supplied_to=date(2027, 4, 15),
    )


def _company(number: int) -> str:
    trade, name = TRADES[number % len(TRADES)], NAMES[number % len(NAMES)]
    return f"{trade} {name} {number} GmbH"


def _file() -> bytes:
    """Seven in ten name their invoice, the others do so badly, only by name, or not at all."""
    head = "Buchungstag;Name Zahlungsbeteiligter;IBAN Zahlungsbeteiligter;Verwendungszweck;Betrag"
    return "\n".join([head, *(_line(number) for number in range(1, COUNT + 1))]).encode(
        "cp1252", "replace"
    )


def _line(number: int) -> str:
    reference = f"RE-2027-{number:04}"
    purpose = {
        0: f"Re {reference[3:].replace('-', ' ')}",
        1: f"{reference.replace('0', 'O')} Danke",
        2: f"{reference[:-1]}X",
        3: "Vielen Dank EREF+20270203-4711 KREF+NONREF SVWZ+Training",
        4: "Miete Lagerhalle 4711 Vertrag 20220815 EREF+NOTPROVIDED",
    }.get(number % 15, f"Rechnung {reference} vom 03.02.2027 Kundennummer 4711 EREF+NOTPROVIDED")
    cents = "400,00" if number % 20 == 7 else "821,10"
    return f"10.02.2027;{_company(number)};DE02120300000000202051;{purpose};{cents}"


if __name__ == "__main__":
    sys.exit(main())
