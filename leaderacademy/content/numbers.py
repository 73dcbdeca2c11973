"""German numbers: reading what a person typed and writing what a person reads."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from leaderacademy.core.german import NBSP as NBSP

_LONGEST = 40
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_MINUS = str.maketrans({"−": "-", "–": "-", "‒": "-", "﹣": "-", "-": "-", "’": "'"})
_UNITS = (
    r"%|prozent|€|euro|eur|h|std\.?|stunden?|min\.?|minuten?|tagen?|tage|wochen?|monaten?|monat"
    r"|jahren?|jahr|stück|personen|person|punkten?|punkte?|km|kilometer"
)
_UNIT_AFTER = re.compile(rf"\s*(?:{_UNITS})$", re.IGNORECASE)
_UNIT_BEFORE = re.compile(r"^(?:€|EUR|ca\.)\s*")
_PLAIN = re.compile(r"[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([. '])[0-9]{3})(?:\1[0-9]{3})*")
_POINT = re.compile(r"[0-9]+\.[0-9]+")
_PRICE_TAIL = re.compile(r",-+$")


class BadNumber(ValueError):  # noqa: N818 - named for what happened, as in the whole house
    """What was typed is no number; the message is a German sentence for the person."""


def parse_number(text: str, unit: str = "") -> Decimal:
    """Reads German notation („1.234,5“, „37,5 %“, „-105“, „2.640 €“); raises BadNumber."""
    shown = text.strip()[:_LONGEST]
    if not shown:
        raise BadNumber("Bitte geben Sie eine Zahl ein.")
    if len(text.strip()) > _LONGEST:
        raise BadNumber("Diese Zahl ist zu lang. Schreiben Sie zum Beispiel 37,5.")
    body = _without_unit(_SPACES.sub(" ", text).strip().translate(_MINUS), unit)
    sign, body = _sign(body)
    body = _PRICE_TAIL.sub("", body)
    whole, comma, fraction = body.partition(",")
    if comma and not (fraction.isascii() and fraction.isdigit()):
        raise _not_a_number(shown)
    if comma and not whole:
        return sign * Decimal(f"0.{fraction}")
    digits = _whole(whole, shown, has_comma=bool(comma))
    return sign * Decimal(f"{digits}.{fraction}" if comma else digits)


def _not_a_number(shown: str) -> BadNumber:
    return BadNumber(f"„{shown}“ ist keine Zahl. Schreiben Sie zum Beispiel 37,5.")


def _without_unit(body: str, unit: str) -> str:
    if unit and body.lower().endswith(unit.lower()) and len(body) > len(unit):
        body = body[: -len(unit)].rstrip()
    body = _UNIT_BEFORE.sub("", body)
    return _UNIT_AFTER.sub("", body)


def _sign(body: str) -> tuple[int, str]:
    if body[:1] in ("-", "+"):
        return (-1 if body[0] == "-" else 1), body[1:].lstrip()
    return 1, body


def _whole(whole: str, shown: str, has_comma: bool) -> str:
    """The digits before the comma; a point marks thousands unless it cannot."""
    if _PLAIN.fullmatch(whole):
        return whole
    if _GROUPED.fullmatch(whole):
        return re.sub(r"[. ']", "", whole)
    if _POINT.fullmatch(whole) and not has_comma:
        if len(whole.partition(".")[2]) != 3:
            return whole
        raise BadNumber(
            f"„{shown}“ ist nicht eindeutig. Trennen Sie Nachkommastellen mit einem Komma, "
            "zum Beispiel 37,5."
        )
    raise _not_a_number(shown)


def show_number(value: Decimal) -> str:
    """German notation with thousands points, without trailing zeros: 1.234,5."""
    plain = format(value.normalize(), "f")
    if plain in ("-0", "0"):
        return "0"
    sign, digits = ("-", plain[1:]) if plain.startswith("-") else ("", plain)
    whole, _, fraction = digits.partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{sign}{grouped},{fraction}" if fraction else f"{sign}{grouped}"


def show_money(cents: int) -> str:
    """Cents as „1.234,50 €“; whole euros without decimals: „6.600 €“."""
    euros = Decimal(cents) / 100
    if cents % 100 == 0:
        return f"{show_number(euros)}{NBSP}€"
    whole, _, fraction = show_number(euros).partition(",")
    return f"{whole},{fraction:0<2}{NBSP}€"


def round_to(value: Decimal, places: int) -> Decimal:
    """Rounds half up, as people do."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
