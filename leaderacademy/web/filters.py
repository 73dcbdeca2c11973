"""How dates, numbers and money are written in German."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from flask import Flask

BERLIN = ZoneInfo("Europe/Berlin")
NBSP = "\u00a0"


def init_filters(app: Flask) -> None:
    """Make the filters known to the templates."""
    for name, function in (
        ("datum", datum),
        ("datum_lang", datum_lang),
        ("uhrzeit", uhrzeit),
        ("zahl", zahl),
        ("euro", euro),
    ):
        app.add_template_filter(function, name)


def local(moment: date | datetime) -> date | datetime:
    """A moment as the clock on the wall in Berlin shows it; a plain date stays."""
    if isinstance(moment, datetime):
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(BERLIN)
    return moment


def datum(moment: date | datetime) -> str:
    """15. April 2027"""
    return format_date(local(moment), "d. MMMM y", locale="de").replace(". ", "." + NBSP, 1)


def datum_lang(moment: date | datetime) -> str:
    """Donnerstag, 15. April 2027"""
    return format_date(local(moment), "EEEE, ", locale="de") + datum(moment)


def uhrzeit(moment: datetime) -> str:
    """14:32"""
    shown = local(moment)
    return f"{shown:%H:%M}"


def zahl(number: int | float | Decimal) -> str:
    """1.234,5"""
    return str(format_decimal(number, locale="de"))


def euro(cents: int) -> str:
    """1.234,50 €, from whole cents"""
    return str(format_currency(Decimal(cents) / 100, "EUR", locale="de"))
