"""What the invented company's documents need beyond the examples of the Logbuch fields.

The examples of the fields show a learner what to type; a finished document has more lines.
FURTHER and FURTHER_ROWS are written as in logbook.yml; COMPARISON as it is stored, money in cents.
"""

from collections.abc import Mapping
from typing import Any

Rows = tuple[Mapping[str, Any], ...]


def _rows(columns: str, *rows: Any) -> Rows:
    """Rows of a list, the names of their columns said once."""
    return tuple(dict(zip(columns.split(), row, strict=True)) for row in rows)


FURTHER: Mapping[str, Any] = {
    "g10_date": "today + 10 years",
    "g3_date": "today + 3 years",
    "gq_date": "end of quarter",
    "gy_reach": "fordernd und machbar",
    "parked_ideas": ["Werkstattvideo"],
    "rs_review_rhythm": "monatlich",
    "rs_rule_date": "today + 45 days",
    "rs_internal_rate": 45,
    "step_first": "Fünf passende Projekte auswählen",
    "br_project": "Referenzseite für Hausverwaltungen",
    "br_situation": "Wir bauen Geländer, Treppen und Balkone im bewohnten Haus. "
    "Zwei Messen und ein Faltblatt brachten kaum Anfragen von Hausverwaltungen.",
    "br_result": "Bis Jahresende fragen im Monat sechs statt zwei Hausverwaltungen bei uns an.",
    "br_success": ["Anfragen je Monat", "Abschlussquote", "Gespräche vor Ort"],
    "br_budget_min": 5000,
    "br_budget_max": 6600,
    "br_budget_scope": ["Honorar", "Werbegeld", "Fremdkosten", "Nutzungsrechte"],
    "br_deliverables": _rows(
        "item qty need",
        ("Referenzseite mit Foto und Zahl", "5 Stück", "Muss"),
        ("Vorlage für Briefe mit Anruf", "1 Stück", "Muss"),
        ("Fotobericht als Vorlage", "1 Stück", "Kann"),
    ),
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
    "br_rights": _rows(
        "scope duration area edit files",
        ("alle eigenen Medien", "unbefristet", "Deutschland", "ja", "ja"),
    ),
    "br_voice": ["Wir halten den Termin.", "Sauber übergeben.", "Ohne große Worte."],
    "br_sources": _rows(
        "what who rhythm", ("Fotos von der Baustelle", "Bauleitung", "wöchentlich")
    ),
    "br_split": "Rohstoff von uns, Form von der Agentur",
    "br_contact": "Vertriebsleitung, vormittags am Telefon",
    "br_approver": "Geschäftsführerin",
    "br_approval_days": 2,
    "tm_why": "Wer im bewohnten Haus pünktlich ist, wird weiterempfohlen. Das sichert Arbeit.",
    "tm_crew": _rows(
        "name task",
        ("Bauleitung", "liefert jeden Freitag Fotos von der Baustelle"),
        ("Büro", "stellt die Referenzen online"),
        ("Vertrieb", "ruft Hausverwaltungen an"),
    ),
    "tm_rhythm_day": "Montag",
    "tm_rhythm_time": "08:15",
    "tm_green": _rows(
        "area question who",
        ("Produktion", "Können wir liefern?", "Werkstattleitung"),
        ("Vertrieb", "Antworten wir binnen eines Arbeitstags?", "Vertriebsleitung"),
        ("Kundenbetreuung", "Halten wir, was wir ankündigen?", "Bauleitung"),
        ("Marketing", "Stimmt es mit unseren Kernaussagen überein?", "Büro"),
    ),
}

# What the rows of the examples leave open, row by row.
FURTHER_COLUMNS: Mapping[str, Rows] = {
    "st_kpis": _rows(
        "known source",
        ("gemessen", "Postfach"),
        ("gemessen", "Auftragsbuch"),
        ("noch unbekannt", "Buchhaltung"),
    ),
    "st_measures": _rows(
        "station owner",
        ("wird uns kennen", "Büro"),
        ("fragt an", "Vertrieb"),
        ("empfiehlt weiter", "Bauleitung"),
    ),
    "offers": (*_rows("of_must of_term", "26", "20"), *_rows("of_must", "1")),
}

FURTHER_ROWS: Mapping[str, Rows] = {
    "steps": _rows(
        "minutes due owner action done_when",
        (20, "today + 4 days", "Bauleitung", "Bei zwei Kunden nach Fotos fragen",
         "zwei Zusagen notiert sind"),
        (30, "today + 8 days", "Vertrieb", "Hausverwaltung Nummer eins anrufen",
         "das Gespräch notiert ist"),
    ),
}  # fmt: skip

_CRITERIA = (
    "Ziel verstanden",
    "Preis nachvollziehbar",
    "Leistungen vollständig",
    "Verständlich",
    "Nicht-Liste anerkannt",
    "Arbeitet mit unserem Rohstoff",
)
_OFFERS = _rows(
    "of_name points of_once of_monthly of_third of_media of_hours",
    ("B", "232223", 240_000, 15_000, 50_000, 120_000, "48"),
    ("A", "322322", 120_000, 29_000, 60_000, 120_000, "62"),
    ("C", "113111", 90_000, 45_000, 40_000, 120_000, None),
)


def _offer(row: Mapping[str, Any]) -> dict[str, Any]:
    scores = _rows("criterion points", *zip(_CRITERIA, row["points"], strict=True))
    said = {key: value for key, value in row.items() if key != "points" and value is not None}
    return {**said, "of_scores": list(scores)}


COMPARISON: Mapping[str, Any] = {
    "of_weights": list(_rows("criterion weight", *zip(_CRITERIA, "323123", strict=True))),
    "offers": [_offer(row) for row in _OFFERS],
}
