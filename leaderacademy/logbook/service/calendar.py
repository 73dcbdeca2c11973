"""Steps and check dates as a calendar file."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from leaderacademy.content.direction import isolated
from leaderacademy.content.fields.amounts import date_of, rows_of, text_of
from leaderacademy.logbook.rules.written import Written

_DONE = ("fertig", "gestrichen")
_DATES = (
    ("rs_rule_date", "Prüftag der Kursregel"),
    ("gq_date", "Ende der Boje"),
    ("gy_date", "Stichtag des Jahresziels"),
    ("cm_next_takt", "Takt (15 Min.)"),
    ("cm_next_steps", "14 Tage: neue Schritte"),
    ("cm_next_check", "Kurs-Check"),
    ("cm_next_quarter", "Neue Boje"),
)


def calendar_of(written: Written, now: datetime) -> bytes:
    """Every open step and every check date as a day; importing twice changes, not doubles."""
    from icalendar import Calendar, Event  # late, see core/pdf.py

    calendar = Calendar()
    calendar.add("prodid", "-//Leader Academy//Logbuch//DE")
    calendar.add("version", "2.0")
    for place, day, title, text in _days(written):
        event = Event()
        digest = hashlib.sha256(place.encode("utf-8", "replace")).hexdigest()[:24]
        event.add("uid", f"{digest}@logbuch.leader-academy")
        event.add("dtstamp", now)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", title)
        if text:
            event.add("description", text)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _days(written: Written) -> Iterator[tuple[str, date, str, str]]:
    for number, row in enumerate(rows_of(written.values.get("steps"))):
        day = date_of(row.get("due"))
        if day and row.get("status") not in _DONE:
            done = isolated(text_of(row.get("done_when")))
            parts = [f"Fertig, wenn {done}" if done else "", isolated(text_of(row.get("owner")))]
            action = text_of(row.get("action")) or f"Schritt {number + 1}"
            yield f"step-{number}-{action}", day, isolated(action), "\n".join(p for p in parts if p)
    for key, title in _DATES:
        day = date_of(written.values.get(key))
        if day:
            yield key, day, title, ""
