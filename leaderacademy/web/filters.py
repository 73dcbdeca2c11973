"""How dates, numbers and money are written in German."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import Flask

from leaderacademy.core.addresses import address_meant
from leaderacademy.core.german import day_in_words, euro, number_in_german, weekday

BERLIN = ZoneInfo("Europe/Berlin")


def init_filters(app: Flask) -> None:
    """Make the filters known to the templates."""
    for name, function in (
        ("datum", datum),
        ("datum_lang", datum_lang),
        ("uhrzeit", uhrzeit),
        ("zahl", number_in_german),
        ("euro", euro),
        ("address_meant", address_meant),
    ):
        app.add_template_filter(function, name)


def local(moment: date | datetime) -> date | datetime:
    """A moment as the clock on the wall in Berlin shows it; a plain date stays."""
    if isinstance(moment, datetime):
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(BERLIN)
    return moment


def datum(moment: date | datetime) -> str:
    """15. April 2027"""
    return day_in_words(local(moment))


def datum_lang(moment: date | datetime) -> str:
    """Donnerstag, 15. April 2027"""
    return f"{weekday(local(moment))}, {datum(moment)}"


def uhrzeit(moment: datetime) -> str:
    """14:32"""
    shown = local(moment)
    return f"{shown:%H:%M}"
