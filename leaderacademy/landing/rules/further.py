"""What the invented company's documents need beyond the examples of the Logbuch fields.

Chapter and field examples name what a learner should see while typing; a finished document has
more lines. Written as in logbook.yml: money in euros, dates as sums from today.
"""

from collections.abc import Mapping
from typing import Any

FURTHER: Mapping[str, Any] = {
    "g10_date": "today + 10 years",
    "g3_date": "today + 3 years",
    "gy_date": "end of year",
    "gq_date": "end of quarter",
    "gy_reach": "fordernd und machbar",
    "parked_ideas": ["Werkstattvideo"],
    "rs_review_rhythm": "monatlich",
    "br_success": ["Anfragen je Monat", "Abschlussquote", "Gespräche vor Ort"],
    "br_budget_min": 5000,
    "br_budget_max": 6600,
    "br_budget_scope": ["Honorar", "Werbegeld", "Fremdkosten", "Nutzungsrechte"],
    "br_deliverables": [
        {"item": "Referenzseite mit Foto und Zahl", "qty": "5 Stück", "need": "Muss"},
        {"item": "Vorlage für Briefe mit Anruf", "qty": "1 Stück", "need": "Muss"},
        {"item": "Fotobericht als Vorlage", "qty": "1 Stück", "need": "Kann"},
    ],
    "br_approver": "Geschäftsführerin",
    "br_approval_days": 2,
    "tm_rhythm_day": "Montag",
    "tm_rhythm_time": "08:15",
    "tm_green": [
        {"area": "Produktion", "question": "Können wir liefern?", "who": "Werkstattleitung"},
        {
            "area": "Vertrieb",
            "question": "Antworten wir binnen eines Arbeitstags?",
            "who": "Vertriebsleitung",
        },
        {
            "area": "Kundenbetreuung",
            "question": "Halten wir, was wir ankündigen?",
            "who": "Bauleitung",
        },
        {
            "area": "Marketing",
            "question": "Stimmt es mit unseren Kernaussagen überein?",
            "who": "Büro",
        },
    ],
}

FURTHER_ROWS: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "steps": (
        {
            "action": "Bei zwei Kunden nach Fotos fragen",
            "done_when": "zwei Zusagen notiert sind",
            "minutes": 20,
            "owner": "Bauleitung",
            "due": "today + 4 days",
        },
        {
            "action": "Hausverwaltung Nummer eins anrufen",
            "done_when": "das Gespräch notiert ist",
            "minutes": 30,
            "owner": "Vertrieb",
            "due": "today + 8 days",
        },
    ),
}

# Offers are compared column by column, so they stand apart: points in the order of the criteria.
WEIGHTS = (3, 2, 3, 1, 2, 3)
OFFERS: tuple[Mapping[str, Any], ...] = (
    {
        "name": "B",
        "points": (2, 3, 2, 2, 2, 3),
        "once": 2400,
        "monthly": 150,
        "third": 500,
        "media": 1200,
        "hours": 48,
    },
    {
        "name": "A",
        "points": (3, 2, 2, 3, 2, 2),
        "once": 1200,
        "monthly": 290,
        "third": 600,
        "media": 1200,
        "hours": 62,
    },
    {
        "name": "C",
        "points": (1, 1, 3, 1, 1, 1),
        "once": 900,
        "monthly": 450,
        "third": 400,
        "media": 1200,
        "hours": None,
    },
)
