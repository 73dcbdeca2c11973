"""The table of bookings as it leaves the house: its columns, and cells no program will execute."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from leaderacademy.booking.rules.dates import BERLIN

HEADINGS = (
    *("Nummer", "Gebucht am", "Stand", "Termin", "Trainingsort", "Unternehmen", "Branche"),
    *("Teilnehmende", "Plätze", "E-Mail", "E-Mail der Buchhaltung", "Telefon", "Straße"),
    *("Postleitzahl", "Ort", "Land", "USt-IdNr.", "Bestellnummer", "Gutschein", "Netto"),
    *("Umsatzsteuer", "Brutto", "Offen", "Rechnung", "Zahlungsreferenz", "Hinweise", "Notiz"),
)


@dataclass(frozen=True, slots=True)
class Euros:
    """An amount in whole cents."""

    cents: int


Cell = str | int | Euros | datetime | None


def csv_file(rows: Iterable[Sequence[Cell]]) -> str:
    """The whole file as spreadsheets in Germany open it: BOM, semicolons, comma in amounts."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for row in rows:
        writer.writerow([_written(cell) for cell in row])
    return "\ufeff" + text.getvalue()


def _written(cell: Cell) -> str:
    if isinstance(cell, Euros):
        sign = "-" if cell.cents < 0 else ""
        return f"{sign}{abs(cell.cents) // 100},{abs(cell.cents) % 100:02}"
    if isinstance(cell, datetime):
        return cell.astimezone(BERLIN).strftime("%d.%m.%Y %H:%M")
    if isinstance(cell, str):
        return harmless(cell)
    return "" if cell is None else str(cell)


def harmless(text: str) -> str:
    """A text that a spreadsheet shows and never computes (OWASP: CSV injection)."""
    return (
        f"'{text}"
        if text.lstrip().startswith(("=", "+", "-", "@", "|", "%"))
        or (text[:1] in ("\t", "\r", "\n"))
        else text
    )
