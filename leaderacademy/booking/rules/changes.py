"""What was changed of a date, in words for the audit log: the new value and the former."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from leaderacademy.booking.rules.dates import BERLIN, day_in_words
from leaderacademy.booking.rules.editing import last_day
from leaderacademy.booking.rules.price import round_euro

WORDS = {
    "title": "Titel",
    "starts_at": "Beginn",
    "ends_at": "Ende",
    "format": "Format",
    "country": "Land",
    "place": "Ort",
    "venue": "Haus",
    "price_cents": "Preis",
    "second_price_cents": "Preis der weiteren Personen",
    "early_price_cents": "Frühbucherpreis",
    "early_until": "letzter Tag des Frühbucherpreises",
    "free_days": "kostenfreie Frist",
    "partial_days": "Frist der Teilkosten",
    "partial_percent": "Teilkosten",
    "late_percent": "späte Kosten",
    "recorded": "Aufzeichnung",
    "offer_hours": "Frist der Angebote",
    "seats": "Plätze",
    "minimum": "Mindestzahl",
}
UNITS = {"free_days": "Tage", "partial_days": "Tage", "offer_hours": "Stunden"}
FORMATS = {"onsite": "vor Ort", "online": "online live"}


def changes_in_words(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """„Preis 790 € (bisher 690 €); Plätze 9 (bisher 10)“; empty when nothing is different."""
    return "; ".join(
        f"{word} {_value(name, new[name])} (bisher {_value(name, old[name])})"
        for name, word in WORDS.items()
        if new[name] != old[name]
    )


def _value(name: str, value: Any) -> str:
    if value is None or value == "":
        return "keine Angabe"
    if name == "early_until":
        day = last_day(value)
        return f"{day:%d.%m.%Y}"
    if isinstance(value, datetime):
        return f"{day_in_words(value)}, {value.astimezone(BERLIN):%H:%M}\u00a0Uhr"
    if isinstance(value, bool):
        return "ja" if value else "nein"
    return _number_or_text(name, value)


def _number_or_text(name: str, value: Any) -> str:
    if name.endswith("_cents"):
        return round_euro(value)
    if name.endswith("_percent"):
        return f"{value}\u00a0%"
    if name in UNITS:
        return f"{value}\u00a0{UNITS[name]}"
    return FORMATS.get(value, str(value)) if name == "format" else str(value)
