"""A Logbuch in which every field of the team page says which choice it belongs to."""

from datetime import timedelta
from typing import Any

from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.learning.models import Answer
from leaderacademy.learning.service.answers import today_in_germany
from leaderacademy.team.rules import shared
from leaderacademy.team.service.check_in import create_check_in_link

OWN = "/check-in"

# A word that stands on the page only when this was chosen.
MARKS: dict[str, tuple[str, ...]] = {
    shared.DIRECTION: ("MARKRICHTUNG", "MARKWARUM"),
    shared.YEAR: ("MARKJAHR", "MARKNUTZEN", "MARKRUDER"),
    shared.QUARTER: ("MARKBOJE", "MARKERGEBNIS", "MARKZUSAGE"),
    shared.STEPS: ("MARKSCHRITT", "MARKWER"),
    shared.MESSAGES: ("MARKKERNSATZ",),
    shared.CREW: ("MARKFUNKTION", "MARKAUFGABE", "Donnerstag"),
    shared.GREEN: ("MARKFRAGE", "MARKGRÜN", "MARKSTURM"),
    shared.QUOTE: ("37,5",),
    shared.MONEY: ("98.765",),
}
# Never there, whatever is chosen.
SECRET = ("MARKNAME", "MARKGEHEIM", "MARKHAFEN", "Ada Beispiel", "ada@example.org", "MARKWENN")


def values() -> dict[str, Any]:
    today = today_in_germany(clock.now())
    soon = (today + timedelta(days=7)).isoformat()
    return {
        "tm_direction": "MARKRICHTUNG bleibt",
        "tm_why": "MARKWARUM so",
        "gy_metric": "MARKJAHR Anfragen",
        "gy_unit": "pro Monat",
        "gy_base": "2",
        "gy_target": "6",
        "gy_benefit": "MARKNUTZEN steigt",
        "gy_owner": "MARKRUDER Leitung",
        "gq_objective": "MARKBOJE finden",
        "gq_results": [
            {"metric": "MARKERGEBNIS", "base": "0", "target": "8", "current": "2",
             "kind": "Zusage", "owner": "MARKZUSAGE Büro"}
        ],
        "steps": [
            {"action": "MARKSCHRITT eins", "owner": "MARKWER", "due": soon, "status": "offen",
             "done_when": "MARKGEHEIM", "minutes": "30"},
            {"action": "MARKGEHEIM gestrichen", "status": "gestrichen"},
        ],
        "step_first_trigger": "MARKWENN ich",
        "st_core_messages": [{"text": "MARKKERNSATZ gilt", "copy_test": "ja"}],
        "tm_crew": [{"name": "MARKFUNKTION", "task": "MARKAUFGABE"}],
        "tm_rhythm_day": "Donnerstag",
        "tm_rhythm_time": "08:15",
        "tm_green": [{"area": "Produktion", "question": "MARKFRAGE?", "who": "MARKGRÜN"}],
        "tm_storm_rule": "MARKSTURM melden",
        "tm_takt_people": ["MARKNAME Eins", "MARKNAME Zwei"],
        "tm_takt_results": [{"date": "2026-11-02", "asked": "8", "knew": "3"}],
        "rs_budget_year": 8_978_636,
        "rs_reserve_pct": "10",
        "rs_internal_rate": 4_500,
        "g10_statement": "MARKHAFEN",
        "br_customer_value": 123_456,
    }  # fmt: skip


def fill(person_id: int, **more: Any) -> None:
    """Save these values; None takes one away."""
    now = clock.now()
    for key, value in {**values(), **more}.items():
        if value is not None:
            session.add(
                Answer(person_id=person_id, field_key=key, value=value, version=1, saved_at=now)
            )
    session.commit()
    session.remove()


def steps(*rows: tuple[str, str], days: int = -1) -> list[dict[str, Any]]:
    due = (today_in_germany(clock.now()) + timedelta(days=days)).isoformat()
    return [
        {"action": action, "status": status, "due": due, "minutes": "30", "owner": "Büro"}
        for action, status in rows
    ]


TWO = (("Fotos holen", "offen"), ("Kunden anrufen", "offen"))


def linked(learner: Any) -> str:
    token = create_check_in_link(learner.person_id, clock.now())
    session.commit()
    session.remove()
    return f"{OWN}/{token}"
