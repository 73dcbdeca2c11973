"""What a value of the operator's file may be; each raises ValueError with a German sentence."""

import re
from collections.abc import Callable
from typing import Any

from leaderacademy.invoicing.rules.vat_id import VatIdProblem, checked_vat_id

LONGEST = 200
NUMBER_FORMAT = re.compile(r"(?:[A-Za-z0-9/_.\-]|\{year\})*\{number(?::0[1-9]d)?\}")


def a_line(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("Das muss ein Text in Anführungszeichen sein.")
    text = " ".join(value.split())
    if len(text) > LONGEST:
        raise ValueError(f"Das ist zu lang, höchstens {LONGEST} Zeichen.")
    return text


def a_country(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch("[A-Z]{2}", value):
        raise ValueError('Das Land steht mit zwei großen Buchstaben da, zum Beispiel "DE".')
    if value != "DE":
        raise ValueError(
            "Rechnungen entstehen hier nach deutschem Umsatzsteuerrecht, für eine Firma mit Sitz "
            'in Deutschland. Möglich ist nur "DE".'
        )
    return value


def a_mail(value: Any) -> str:
    text = a_line(value)
    if text and not re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", text):
        raise ValueError(f"„{text}“ ist keine E-Mail-Adresse.")
    return text


def a_vat_id(value: Any, country: str) -> str:
    try:
        return checked_vat_id(a_line(value), country)
    except VatIdProblem as problem:
        raise ValueError(str(problem)) from problem


def an_iban(value: Any) -> str:
    from stdnum import iban  # late: only who has a file of their own needs it
    from stdnum.exceptions import ValidationError

    try:
        return str(iban.validate(a_line(value)))
    except ValidationError as error:
        raise ValueError("Diese IBAN stimmt nicht. Ist eine Stelle vertippt?") from error


def a_bic(value: Any) -> str:
    """Without blanks; a GiroCode cannot be drawn with a wrong one."""
    from stdnum import bic
    from stdnum.exceptions import ValidationError

    text = a_line(value)
    try:
        return str(bic.validate(text)) if text else ""
    except ValidationError as error:
        raise ValueError(
            "Dieser BIC stimmt nicht: Er hat 8 oder 11 Zeichen. Er darf auch fehlen."
        ) from error


def a_number_format(value: Any) -> str:
    text = a_line(value)
    if len(text) > 40 or not NUMBER_FORMAT.fullmatch(text):
        raise ValueError(
            "Eine Nummer besteht aus Buchstaben, Ziffern, - / . _ und {year} und endet mit "
            '{number}, zum Beispiel "RE-{year}-{number:04d}".'
        )
    return text


def days(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 365:
        raise ValueError("Das muss eine Zahl von 0 bis 365 sein, ohne Anführungszeichen.")
    return value


def three_days(value: Any) -> tuple[int, int, int]:
    if not isinstance(value, list) or len(value) != 3:
        raise ValueError("Das müssen drei Zahlen sein, zum Beispiel [7, 14, 14].")
    first, second, third = (days(one) for one in value)
    return first, second, third


def yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("Das muss true oder false sein, ohne Anführungszeichen.")
    return value


def one_of(allowed: tuple[str, ...]) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if value not in allowed:
            words = ", ".join(f'"{one}"' for one in allowed)
            raise ValueError(f"Möglich sind: {words}.")
        return str(value)

    return check
