"""Reads the operator's TOML file: who sells, where money goes, VAT mode, numbers and terms."""

import re
import tomllib
from collections.abc import Callable
from typing import Any

from leaderacademy.invoicing.rules.operator import Account, Operator, Seller, Terms
from leaderacademy.invoicing.rules.toml_words import in_words
from leaderacademy.invoicing.rules.vat import MODES
from leaderacademy.invoicing.rules.vat_id import VatIdProblem, checked_vat_id

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

LONGEST = 200
NUMBER_FORMAT = re.compile(r"(?:[A-Za-z0-9/_.\-]|\{year\})*\{number(?::0[1-9]d)?\}")

MAIL = re.compile(r"[^@\s<>\"',;]+@[^@\s<>\"',;]+\.[^@\s<>\"',;.]+")

# [FIRMA]: what somebody meant to fill in.
PLACEHOLDER = re.compile(r"\[[A-ZÄÖÜ][^\]]*\](?!\()")


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
    except ValueError as error:
        raise SellerProblem("Eine Zahl in dieser Datei hat zu viele Stellen.") from error


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
            mode=self._value("vat", "mode", "standard", _one_of(MODES)),
            consumers=self._value("vat", "consumers", False, _yes_or_no),
        )

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
            if isinstance(value, str) and PLACEHOLDER.search(value)
        ]
        checked = {("seller", "vat_id"), ("seller", "country"), ("account", "iban")}
        if checked & {(table, key) for table, key, _line in left}:
            named = ", ".join(f"„{key}“ (Zeile {line})" for _table, key, line in left)
            raise SellerProblem(f"Hier stehen noch Platzhalter: {named}.", left[0][2])

    def _seller(self) -> Seller:
        given = {key: self._text("seller", key) for key in SELLER}
        given["mail"] = self._value("seller", "mail", "", _mail)
        given["country"] = self._value("seller", "country", "DE", _country)
        given["vat_id"] = self._value(
            "seller", "vat_id", "", lambda value: _vat_id(value, given["country"])
        )
        if not given["vat_id"] and not given["tax_number"]:
            raise SellerProblem(
                "In [seller] fehlt „vat_id“ (USt-IdNr.) oder „tax_number“ (Steuernummer): "
                "Eine von beiden steht auf jeder Rechnung.",
                self._line_of("seller", None),
            )
        return Seller(**given)

    def _account(self, seller: Seller) -> Account:
        given = {key: self._text("account", key) for key in ACCOUNT}
        given["iban"] = self._value("account", "iban", "", _iban)
        given["holder"] = given["holder"] or seller.company
        return Account(**given)

    def _terms(self) -> Terms:
        usual = Terms()
        terms = Terms(
            self._value("invoices", "number_format", usual.number_format, _number_format),
            self._value("invoices", "credit_note_format", usual.credit_note_format, _number_format),
            self._value("invoices", "payment_days", usual.payment_days, _days),
            self._value("invoices", "reminder_days", usual.reminder_days, _three_days),
        )
        if _may_meet(terms.number_format, terms.credit_note_format):
            raise SellerProblem(
                "Rechnungen und Stornorechnungen brauchen verschiedene Nummern, zum Beispiel "
                "mit RE- und SR- am Anfang.",
                self._line_of("invoices", "credit_note_format"),
            )
        return terms

    def _text(self, table: str, key: str) -> str:
        text: str = self._value(table, key, "", _line)
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


def _line(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("Das muss ein Text in Anführungszeichen sein.")
    text = " ".join(value.split())
    if len(text) > LONGEST:
        raise ValueError(f"Das ist zu lang, höchstens {LONGEST} Zeichen.")
    if not text.isprintable() or "\ufffd" in text:
        # On an invoice nobody could read it, and PostgreSQL would not keep it.
        raise ValueError("Darin steht ein unsichtbares Zeichen. Bitte tippen Sie den Text neu.")
    return text


def _mail(value: Any) -> str:
    text = _line(value)
    if text and not MAIL.fullmatch(text) and not PLACEHOLDER.search(text):
        raise ValueError('Das ist keine E-Mail-Adresse, richtig ist zum Beispiel "post@firma.de".')
    return text


def _country(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch("[A-Z]{2}", value):
        raise ValueError('Das Land steht mit zwei großen Buchstaben da, zum Beispiel "DE".')
    return value


def _vat_id(value: Any, country: str) -> str:
    try:
        return checked_vat_id(_line(value), country)
    except VatIdProblem as problem:
        raise ValueError(str(problem)) from problem


def _iban(value: Any) -> str:
    from stdnum import iban  # late: only who has a file of their own needs it
    from stdnum.exceptions import ValidationError

    try:
        return str(iban.validate(_line(value)))
    except ValidationError as error:
        raise ValueError("Diese IBAN stimmt nicht. Ist eine Stelle vertippt?") from error


def _number_format(value: Any) -> str:
    text = _line(value)
    if len(text) > 40 or not NUMBER_FORMAT.fullmatch(text):
        raise ValueError(
            "Eine Nummer besteht aus Buchstaben, Ziffern, - / . _ und {year} und endet mit "
            '{number}, zum Beispiel "RE-{year}-{number:04d}".'
        )
    return text


def _may_meet(one: str, other: str) -> bool:
    """Whether both could come to the same number, as R and R1 do: R + 11 and R1 + 1."""
    shorter, longer = sorted((_beginning(one), _beginning(other)), key=len)
    rest = longer.removeprefix(shorter)
    return longer.startswith(shorter) and (not rest or rest.isdigit())


def _beginning(number_format: str) -> str:
    return re.sub(r"\{number[^}]*\}", "", number_format).replace("{year}", "2027")


def _days(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 365:
        raise ValueError("Das muss eine Zahl von 0 bis 365 sein, ohne Anführungszeichen.")
    return value


def _three_days(value: Any) -> tuple[int, int, int]:
    if not isinstance(value, list) or len(value) != 3:
        raise ValueError("Das müssen drei Zahlen sein, zum Beispiel [7, 14, 14].")
    first, second, third = (_days(one) for one in value)
    return first, second, third


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("Das muss true oder false sein, ohne Anführungszeichen.")
    return value


def _one_of(allowed: tuple[str, ...]) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if value not in allowed:
            words = ", ".join(f'"{one}"' for one in allowed)
            raise ValueError(f"Möglich sind: {words}.")
        return str(value)

    return check
