"""Reads the operator's TOML file: who sells, where money goes, VAT mode, numbers and terms."""

import re
import tomllib
from collections.abc import Callable
from typing import Any

from leaderacademy.invoicing.rules.operator import Account, Operator, Seller, Terms
from leaderacademy.invoicing.rules.placeholders import is_gap
from leaderacademy.invoicing.rules.seller_values import (
    a_bic,
    a_country,
    a_line,
    a_mail,
    a_number_format,
    a_vat_id,
    an_iban,
    days,
    one_of,
    three_days,
    yes_or_no,
)
from leaderacademy.invoicing.rules.toml_words import in_words
from leaderacademy.invoicing.rules.vat import MODES

SELLER = {
    **dict.fromkeys(("company", "street", "postcode", "city"), True),
    **dict.fromkeys(("country", "vat_id", "tax_number", "register", "director"), False),
    **dict.fromkeys(("mail", "phone", "web"), False),
}
ACCOUNT = {"iban": True, "holder": False, "bic": False, "bank": False}
VAT = {"mode": False, "consumers": False}
INVOICES = dict.fromkeys(
    ("number_format", "credit_note_format", "payment_days", "reminder_days"), False
)
# Every table with its keys; True: without it there is no lawful invoice.
TABLES = {"seller": SELLER, "account": ACCOUNT, "vat": VAT, "invoices": INVOICES}


class SellerProblem(Exception):  # noqa: N818 - named for what happened
    """A file that cannot be used: what is wrong in German, and where (None: the whole file)."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column

    @property
    def place(self) -> str:
        """„, Zeile 5, Spalte 8“, or nothing."""
        line = f", Zeile {self.line}" if self.line else ""
        return f"{line}, Spalte {self.column}" if line and self.column else line


def read_seller(text: str) -> Operator:
    """The operator's settings from the file's text; raises SellerProblem at the first mistake."""
    return _Reader(text).operator()


def _parse(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        sentence, line, column = in_words(error, text)
        raise SellerProblem(
            f'Hier ist die Datei kein gültiges TOML. {sentence} Richtig ist: city = "Hamburg"',
            line,
            column,
        ) from error


class _Reader:
    """One file; knows at which line a key stands, so that every mistake can be found."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._tables = _parse(text)

    def operator(self) -> Operator:
        self._check_names()
        self._check_placeholders()
        seller = self._seller()
        return Operator(
            seller=seller,
            account=self._account(seller),
            terms=self._terms(),
            mode=self._value("vat", "mode", "standard", one_of(MODES)),
            consumers=self._value("vat", "consumers", False, yes_or_no),
            lines=self._lines_of_texts(),
        )

    def _lines_of_texts(self) -> dict[str, int]:
        """Where the seller's and the account's texts stand, for whoever has to mend one."""
        return {
            key: line
            for table in ("seller", "account")
            for key in self._tables.get(table, {})
            if (line := self._line_of(table, key))
        }

    def _check_names(self) -> None:
        for table, values in self._tables.items():
            if table not in TABLES or not isinstance(values, dict):
                known = ", ".join(f"[{name}]" for name in TABLES)
                message = f"„{table}“ ist kein Abschnitt dieser Datei. Es gibt {known}."
                raise SellerProblem(message, self._line_of(table, None) or self._key(table))
            for key in values:
                if key not in TABLES[table]:
                    known = ", ".join(TABLES[table])
                    message = f"„{key}“ gibt es in [{table}] nicht. Möglich sind: {known}."
                    raise SellerProblem(message, self._line_of(table, key))

    def _check_placeholders(self) -> None:
        """Where one stands for a number that is checked, all are named at once, not one a try."""
        left = [
            (table, key, self._line_of(table, key))
            for table, values in self._tables.items()
            for key, value in values.items()
            if isinstance(value, str) and is_gap(value)
        ]
        checked = {
            *(("seller", "vat_id"), ("seller", "country"), ("seller", "mail")),
            *(("account", "iban"), ("account", "bic")),
        }
        if checked & {(table, key) for table, key, _line in left}:
            named = ", ".join(f"„{key}“ (Zeile {line})" for _table, key, line in left)
            raise SellerProblem(f"Hier stehen noch Platzhalter: {named}.", left[0][2])

    def _seller(self) -> Seller:
        given = {key: self._text("seller", key) for key in SELLER}
        given["country"] = self._value("seller", "country", "DE", a_country)
        given["vat_id"] = self._value(
            "seller", "vat_id", "", lambda value: a_vat_id(value, given["country"])
        )
        self._value("seller", "mail", "", a_mail)
        if not given["vat_id"] and not given["tax_number"]:
            raise SellerProblem(
                "In [seller] fehlt „vat_id“ (USt-IdNr.) oder „tax_number“ (Steuernummer): "
                "Eine von beiden steht auf jeder Rechnung.",
                self._line_of("seller", None),
            )
        return Seller(**given)

    def _account(self, seller: Seller) -> Account:
        given = {key: self._text("account", key) for key in ACCOUNT}
        given["iban"] = self._value("account", "iban", "", an_iban)
        given["bic"] = self._value("account", "bic", "", a_bic)
        given["holder"] = given["holder"] or seller.company
        return Account(**given)

    def _terms(self) -> Terms:
        usual = Terms()
        terms = Terms(
            self._value("invoices", "number_format", usual.number_format, a_number_format),
            self._value(
                "invoices", "credit_note_format", usual.credit_note_format, a_number_format
            ),
            self._value("invoices", "payment_days", usual.payment_days, days),
            self._value("invoices", "reminder_days", usual.reminder_days, three_days),
        )
        if _may_meet(terms.number_format, terms.credit_note_format):
            raise SellerProblem(
                "Rechnungen und Stornorechnungen brauchen verschiedene Nummern, zum Beispiel "
                "mit RE- und SR- am Anfang.",
                self._line_of("invoices", "credit_note_format"),
            )
        return terms

    def _text(self, table: str, key: str) -> str:
        text: str = self._value(table, key, "", a_line)
        if TABLES[table][key] and not text:
            raise SellerProblem(
                f"In [{table}] fehlt „{key}“.",
                self._line_of(table, key) or self._line_of(table, None),
            )
        return text

    def _value(self, table: str, key: str, default: Any, check: Callable[[Any], Any]) -> Any:
        values = self._tables.get(table, {})
        if key not in values:
            return default
        try:
            return check(values[key])
        except ValueError as error:
            raise SellerProblem(f"„{key}“: {error}", self._line_of(table, key)) from error

    def _line_of(self, table: str, key: str | None) -> int | None:
        """The line of a key (or of the head) of a table, counted from 1."""
        current = ""
        for number, line in enumerate(self._lines, start=1):
            if head := re.match(r"\s*\[\s*([^\]]*?)\s*\]", line):
                current = head[1]
                if current == table and key is None:
                    return number
            elif key and current == table and _begins(line, key):
                return number
        return None

    def _key(self, name: str) -> int | None:
        return next((n for n, line in enumerate(self._lines, 1) if _begins(line, name)), None)


def _begins(line: str, key: str) -> bool:
    return re.match(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]""", line) is not None


def _may_meet(one: str, other: str) -> bool:
    """Whether both could come to the same number, as R and R1 do: R + 11 and R1 + 1."""
    shorter, longer = sorted((_beginning(one), _beginning(other)), key=len)
    rest = longer.removeprefix(shorter)
    return longer.startswith(shorter) and (not rest or rest.isdigit())


def _beginning(number_format: str) -> str:
    return re.sub(r"\{number[^}]*\}", "", number_format).replace("{year}", "2027")
