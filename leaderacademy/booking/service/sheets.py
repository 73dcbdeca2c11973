"""The bookings as a spreadsheet: texts stay texts, amounts and days can be reckoned with."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from leaderacademy.booking.rules.dates import BERLIN
from leaderacademy.booking.rules.export import HEADINGS, Cell, Euros


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
