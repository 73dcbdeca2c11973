"""Reads the CSV that banks deliver: columns found by their names, numbers as Germans write them."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from leaderacademy.invoicing.rules.money import cents_in
from leaderacademy.invoicing.rules.statement.movement import (
    LONGEST_NAME,
    MOST_CENTS,
    NO_AMOUNT,
    Movement,
    Statement,
    StatementProblem,
    plain_iban,
    single_spaced,
    statement_of,
)

# What the columns are called, by letters only; the first name that a file has wins.
NAMES = {
    "day": ("buchungstag", "buchungsdatum", "buchung", "datum", "wertstellung", "valutadatum"),
    "cents": ("betrag", "betrageur", "betragineur", "umsatz", "umsatzineur", "umsatzeur"),
    "plus": ("haben", "habeneur", "gutschrift"),
    "minus": ("soll", "solleur", "lastschrift"),
    "sign": ("sollhaben", "sh", "habensoll"),
    "payer": (
        *("beguenstigterzahlungspflichtiger", "zahlungspflichtiger", "zahlungspflichtigerin"),
        *("namezahlungsbeteiligter", "auftraggeberbegünstigter", "auftraggeberbeguenstigter"),
        *("auftraggeberempfänger", "auftraggeberzahlungsempfänger", "auftraggeber", "name"),
    ),
    "iban": ("kontonummeriban", "ibanzahlungsbeteiligter", "iban", "kontonummer"),
    "text": ("verwendungszweck", "buchungstext", "vorgangverwendungszweck", "zweck"),
    "reference": ("kundenreferenzendtoend", "endtoendreferenz", "kundenreferenz"),
    "account": ("auftragskonto", "ibanauftragskonto", "eigenekontonummer"),
    "currency": ("waehrung", "währung"),
    "state": ("status", "info"),
}
HEAD_WITHIN = 40
DELIMITERS = ";\t,"
PENDING = ("vorgemerkt", "offen", "vorgemerkte")


def read_table(content: bytes) -> Statement:
    """The movements of a bank's CSV; raises StatementProblem."""
    text = decoded(content)
    rows, head, columns = _table(text)
    account = _account(rows[:head], rows[head + 1 :], columns)
    reader = _Rows(rows[head + 1 :], columns)
    movements = list(reader.movements())
    if not movements and not reader.pending and reader.skipped:
        raise StatementProblem("Unter den Spaltennamen steht kein einziger Umsatz.")
    return statement_of(account, movements, reader.pending)


def decoded(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or what Windows writes; raises StatementProblem."""
    try:
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            text = content.decode("utf-16")
        else:
            text = _utf_8_or_windows(content)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = (
            "Den Zeichensatz der Datei kennen wir nicht. Speichern Sie sie als UTF-8 oder laden "
            "Sie sie bei der Bank noch einmal herunter."
        )
        raise StatementProblem(message, line) from error
    if "\x00" in text:
        raise StatementProblem("Das ist keine Textdatei. Eingelesen werden CAMT.053 und CSV.")
    return text


def _utf_8_or_windows(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: list[str]


def _table(text: str) -> tuple[list[_Row], int, dict[str, int]]:
    """All rows, which of them is the head, and where its columns are."""
    lines = text.splitlines()
    for place, line in enumerate(lines[:HEAD_WITHIN]):
        for delimiter in DELIMITERS:
            columns = _columns(next(csv.reader([line], delimiter=delimiter), []))
            if columns:
                return _rows(text, delimiter), *_head(text, delimiter, place, columns)
    raise StatementProblem(
        "Wir finden die Spalten nicht. Nötig sind „Buchungstag“, „Betrag“ und „Verwendungszweck“ "
        "in einer Zeile, wie sie die Banken im CSV-Format liefern."
    )


def _head(
    text: str, delimiter: str, place: int, columns: dict[str, int]
) -> tuple[int, dict[str, int]]:
    """The head's place among the rows; a quoted cell before it may have held a line break."""
    for number, row in enumerate(_rows(text, delimiter)[: place + 1]):
        if _columns(row.cells) == columns:
            return number, columns
    raise StatementProblem("Die Zeilen über den Spaltennamen sind beschädigt.", place + 1)


def _rows(text: str, delimiter: str) -> list[_Row]:
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    rows = []
    line = 1
    try:
        for cells in reader:
            rows.append(_Row(line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        message = "Hier ist die Tabelle beschädigt; vielleicht fehlt ein Anführungszeichen."
        raise StatementProblem(message, line) from error
    return rows


def _columns(cells: list[str]) -> dict[str, int]:
    """Which column holds what; empty unless day, amount and text are there."""
    names = ["".join(char for char in cell.casefold() if char.isalpha()) for cell in cells]
    found = {}
    for what, known in NAMES.items():
        place = next((names.index(name) for name in known if name in names), None)
        if place is not None:
            found[what] = place
    # A column may serve once: Volksbank's „Buchungstext“ is not the day.
    has_amount = "cents" in found or "plus" in found
    return found if "day" in found and has_amount and "text" in found else {}


def _account(before: list[_Row], after: list[_Row], columns: dict[str, int]) -> str:
    """Our account: a column of its own, or a line above the table."""
    if "account" in columns:
        for row in after:
            if columns["account"] < len(row.cells) and (
                found := plain_iban(row.cells[columns["account"]])
            ):
                return found
    for row in before:
        for cell in row.cells:
            for word in (cell, *re.split(r"[:,()]", cell)):
                if found := plain_iban(word):
                    return found
    return ""


class _Rows:
    """The rows below the head, read into movements."""

    def __init__(self, rows: list[_Row], columns: dict[str, int]) -> None:
        self._rows = rows
        self._columns = columns
        self.pending = 0
        self.skipped = 0

    def movements(self) -> Iterator[Movement]:
        for row in self._rows:
            day, amount = self._cell(row, "day"), self._amount(row)
            if not day or not amount:
                # Footers with balances, blank lines.
                self.skipped += any(cell.strip() for cell in row.cells)
            elif self._is_pending(row, day):
                self.pending += 1
            else:
                yield self._movement(row, day, amount)

    def _movement(self, row: _Row, day: str, amount: str) -> Movement:
        currency = self._cell(row, "currency")
        if currency and currency.upper() not in ("EUR", "EURO", "€"):
            message = f"Hier steht ein Betrag in {currency[:10]}. Eingelesen werden nur Euro."
            raise StatementProblem(message, row.line)
        cents = amount_in(amount)
        if cents is None:
            raise StatementProblem(NO_AMOUNT.format(single_spaced(amount, 30)), row.line)
        booked_on = day_in(day)
        if booked_on is None:
            raise StatementProblem(f"„{single_spaced(day, 30)}“ ist kein Datum.", row.line)
        name, text = self._cell(row, "payer"), self._cell(row, "text")
        if not name and (told := re.search(r"Auftraggeber: ?(.*?) ?Buchungstext: ?(.*)", text)):
            # comdirect tells the payer inside of the text.
            name, text = told[1], told[2]
        reference = self._cell(row, "reference")
        if reference and reference.upper().replace(" ", "") != "NOTPROVIDED":
            text = f"{text} {reference}"
        return Movement(
            booked_on,
            -abs(cents) if self._is_outgoing(row) else cents,
            single_spaced(name, LONGEST_NAME),
            plain_iban(self._cell(row, "iban")),
            single_spaced(text),
        )

    def _amount(self, row: _Row) -> str:
        if "cents" in self._columns:
            return self._cell(row, "cents")
        if came := self._cell(row, "plus"):
            return came
        went = self._cell(row, "minus")
        return f"-{went.lstrip('-')}" if went else ""

    def _is_outgoing(self, row: _Row) -> bool:
        return self._cell(row, "sign").casefold() in ("s", "soll")

    def _is_pending(self, row: _Row, day: str) -> bool:
        words = f"{self._cell(row, 'state')} {day}".casefold()
        return any(word in PENDING for word in words.split())

    def _cell(self, row: _Row, what: str) -> str:
        place = self._columns.get(what)
        if place is None or place >= len(row.cells):
            return ""
        return single_spaced(row.cells[place])


def amount_in(text: str) -> int | None:
    """Cents of `-1.234,50`, `1234.50`, `12,00 EUR` or `12,00-`; None for anything else."""
    text = text.strip().removesuffix("EUR").removesuffix("€").strip()
    if text.endswith(("-", "+")):
        text = (text[-1] + text[:-1]).strip()
    if english := re.fullmatch(r"([-+]?\d{1,9})\.(\d{2})", text, re.ASCII):
        text = f"{english[1]},{english[2]}"
    cents = cents_in(text)
    return cents if cents is not None and abs(cents) <= MOST_CENTS else None


def day_in(text: str) -> date | None:
    """The day of `15.04.2027`, `15.04.27`, `15/04/2027` or `2027-04-15`, or None."""
    found = re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})", text, re.ASCII)
    try:
        if found:
            year = int(found[3])
            return date(year if year > 99 else 2000 + year, int(found[2]), int(found[1]))
        return date.fromisoformat(text[:10]) if re.match(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None
