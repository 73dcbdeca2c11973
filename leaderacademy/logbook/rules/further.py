"""What the invented company's documents need beyond the examples of the Logbuch fields.

The examples of the fields show a learner what to type; a finished document has more lines.
FURTHER and FURTHER_ROWS are written as in logbook.yml; COMPARISON as it is stored, money in cents.
"""

from collections.abc import Mapping
from typing import Any

FURTHER: Mapping[str, Any] = {
    "g10_date": "today + 10 years",
    "g3_date": "today + 3 years",
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
    "br_project": "Referenzseite für Hausverwaltungen",
    "br_situation": "Wir bauen Geländer, Treppen und Balkone im bewohnten Haus. "
    "Zwei Messen und ein Faltblatt brachten kaum Anfragen von Hausverwaltungen.",
    "br_result": "Bis Jahresende fragen im Monat sechs statt zwei Hausverwaltungen bei uns an.",
    "br_offer_format": [
        "Stunden je Leistung",
        "Stundensätze",
        "einmalige Kosten",
        "monatliche Kosten",
        "Fremdkosten",
        "Laufzeit und Kündigung",
    ],
    "br_terms_rule": "ja",
    "br_offer_due": "today + 21 days",
    "br_start": "today + 35 days",
    "br_no_contract": [
        "keine stillschweigende Verlängerung",
        "keine Mindestlaufzeit über 6 Monate",
    ],
    "br_accounts": "ja",
    "br_rights": [
        {
            "scope": "alle eigenen Medien",
            "duration": "unbefristet",
            "area": "Deutschland",
            "edit": "ja",
            "files": "ja",
        }
    ],
    "br_voice": ["Wir halten den Termin.", "Sauber übergeben.", "Ohne große Worte."],
    "br_sources": [
        {"what": "Fotos von der Baustelle", "who": "Bauleitung", "rhythm": "wöchentlich"}
    ],
    "br_split": "Rohstoff von uns, Form von der Agentur",
    "br_contact": "Vertriebsleitung, vormittags am Telefon",
    "rs_rule_date": "today + 45 days",
    "rs_internal_rate": 45,
    "step_first": "Fünf passende Projekte auswählen",
    "tm_why": "Wer im bewohnten Haus pünktlich ist, wird weiterempfohlen. Das sichert Arbeit.",
    "tm_crew": [
        {"name": "Bauleitung", "task": "liefert jeden Freitag Fotos von der Baustelle"},
        {"name": "Büro", "task": "stellt die Referenzen online"},
        {"name": "Vertrieb", "task": "ruft Hausverwaltungen an"},
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

# What the rows of the examples leave open, row by row.
FURTHER_COLUMNS: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "st_kpis": (
        {"known": "gemessen", "source": "Postfach"},
        {"known": "gemessen", "source": "Auftragsbuch"},
        {"known": "noch unbekannt", "source": "Buchhaltung"},
    ),
    "st_measures": (
        {"station": "wird uns kennen", "owner": "Büro"},
        {"station": "fragt an", "owner": "Vertrieb"},
        {"station": "empfiehlt weiter", "owner": "Bauleitung"},
    ),
    "offers": (
        {"of_must": "2", "of_term": "6"},
        {"of_must": "2", "of_term": "0"},
        {"of_must": "1"},
    ),
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

_CRITERIA = (
    "Ziel verstanden",
    "Preis nachvollziehbar",
    "Leistungen vollständig",
    "Verständlich",
    "Nicht-Liste anerkannt",
    "Arbeitet mit unserem Rohstoff",
)


def _offer(name: str, points: tuple[int, ...], hours: str = "", **cents: int) -> dict[str, Any]:
    scores = [
        {"criterion": criterion, "points": str(point)}
        for criterion, point in zip(_CRITERIA, points, strict=True)
    ]
    return {"of_name": name, "of_scores": scores, "of_hours": hours or None, **cents}


COMPARISON: Mapping[str, Any] = {
    "of_weights": [
        {"criterion": criterion, "weight": str(weight)}
        for criterion, weight in zip(_CRITERIA, (3, 2, 3, 1, 2, 3), strict=True)
    ],
    "offers": [
        _offer(
            "B",
            (2, 3, 2, 2, 2, 3),
            of_once=240_000,
            of_monthly=15_000,
            of_third=50_000,
            of_media=120_000,
            hours="48",
        ),
        _offer(
            "A",
            (3, 2, 2, 3, 2, 2),
            of_once=120_000,
            of_monthly=29_000,
            of_third=60_000,
            of_media=120_000,
            hours="62",
        ),
        _offer(
            "C",
            (1, 1, 3, 1, 1, 1),
            of_once=90_000,
            of_monthly=45_000,
            of_third=40_000,
            of_media=120_000,
        ),
    ],
}
