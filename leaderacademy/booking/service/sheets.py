"""The bookings as a spreadsheet: texts stay texts, amounts and days can be reckoned with.

A long list is written by a job while a page waits, because it takes seconds of a processor.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from leaderacademy.booking.models import BookingSheet
from leaderacademy.booking.rules.dates import BERLIN
from leaderacademy.booking.rules.export import HEADINGS, Cell, Euros
from leaderacademy.booking.service.listing import Wanted
from leaderacademy.core.database import session
from leaderacademy.core.jobs import enqueue

WRITE = "booking-sheet"
AT_ONCE = 1000  # bookings; so many take a third of a second
SAME = timedelta(minutes=1)  # a second click within this time gets the file of the first
KEPT = timedelta(days=1)


def xlsx_file(rows: Iterable[Sequence[Cell]]) -> bytes:
    """The whole file; rows are written one by one, so that ten thousand need no memory."""
    from xlsxwriter import Workbook  # late, see core/pdf.py

    target = io.BytesIO()
    # A text that begins with = must never become a formula, nor an address a link.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(target, options) as book:
        sheet = book.add_worksheet("Buchungen")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(HEADINGS) - 1, 18)
        bold = book.add_format({"bold": True})
        moment = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        euros = book.add_format({"num_format": '#,##0.00 "€"'})
        for column, heading in enumerate(HEADINGS):
            sheet.write_string(0, column, heading, bold)
        count = 0
        for count, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                _write(sheet, count, column, cell, moment, euros)
        sheet.autofilter(0, 0, count, len(HEADINGS) - 1)
    return target.getvalue()


def _write(sheet: Any, row: int, column: int, cell: Cell, moment: Any, euros: Any) -> None:
    if isinstance(cell, Euros):
        sheet.write_number(row, column, cell.cents / 100, euros)
    elif isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell.astimezone(BERLIN).replace(tzinfo=None), moment)
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell)
    elif cell:
        sheet.write_string(row, column, cell[:32767])


def ask_for_sheet(person_id: int, wanted: Wanted, now: datetime) -> BookingSheet:
    """Have the list written by a job; pressed twice it is written once."""
    shown = {**asdict(wanted), "words": list(wanted.words), "page": 1}
    recent = session.scalars(
        select(BookingSheet)
        .where(BookingSheet.person_id == person_id, BookingSheet.asked_at > now - SAME)
        .order_by(BookingSheet.id.desc())
    )
    for sheet in recent:
        if sheet.wanted == shown:
            return sheet
    sheet = BookingSheet(person_id=person_id, wanted=shown, asked_at=now)
    session.add(sheet)
    session.flush()
    # Without a key: on SQLite a number comes again once yesterday's spreadsheets are removed.
    enqueue(WRITE, {"sheet_id": sheet.id}, now)
    return sheet


def find_sheet(sheet_id: int) -> BookingSheet | None:
    """A spreadsheet that was asked for, with what it is to show; None when it was forgotten."""
    return session.get(BookingSheet, sheet_id, populate_existing=True)


def wanted_in(sheet: BookingSheet) -> Wanted:
    """What the list showed when it was asked for."""
    return Wanted(**{**sheet.wanted, "words": tuple(sheet.wanted["words"])})


def keep_sheet(sheet_id: int, content: bytes, now: datetime) -> None:
    """Store what was written."""
    session.execute(
        update(BookingSheet)
        .where(BookingSheet.id == sheet_id)
        .values(content=content, made_at=now)
        .execution_options(synchronize_session=False)
    )


def forget_sheets(now: datetime) -> None:
    """Remove the spreadsheets of yesterday: they are full of other people's data."""
    old = delete(BookingSheet).where(BookingSheet.asked_at < now - KEPT)
    session.execute(old.execution_options(synchronize_session=False))
