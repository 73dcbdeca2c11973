from typing import Any

import pytest

from tests.content.fields import advice, field, texts

NB = "\u00a0"


@pytest.mark.parametrize(
    ("rest", "value", "others", "said"),
    [
        ("type: text\nlength: [5, 8]", "genau", {}, []),
        (
            "type: text\nlength: [5, 8]",
            "kur",
            {},
            ["Das ist noch kurz. Schreiben Sie mindestens 5 Zeichen, es fehlen 2 Zeichen."],
        ),
        (
            "type: longtext\nlength: [5, 8]",
            "viel zu lang",
            {},
            ["Das ist zu lang. Kürzen Sie auf 8 Zeichen, es sind 4 zu viel."],
        ),
        ("type: text\nstarts_with: Wenn", "Dann", {}, ["Beginnen Sie den Satz bitte mit „Wenn“."]),
        ("type: text\nstarts_with: Wenn", "wenn es regnet", {}, []),
        (
            "type: text\ndiffers_from: other",
            "Ich",
            {"other": "ich"},
            ["Hier steht dasselbe wie im Feld davor. Nennen Sie bitte etwas anderes."],
        ),
        ("type: number\nmin: 1\nmax: 3", "0", {}, ["Der Wert sollte mindestens 1 sein."]),
        ("type: number\nmin: 1\nmax: 3", "4", {}, ["Der Wert sollte höchstens 3 sein."]),
        ("type: number\nstep: 1", "1.5", {}, ["Bitte geben Sie eine ganze Zahl ein."]),
        (
            "type: number\nstep: 0.5",
            "1.3",
            {},
            ["Bitte geben Sie einen Wert in Schritten von 0,5 ein."],
        ),
        (
            "type: number\ndiffers_from: base",
            "2",
            {"base": "2.0"},
            ["Ausgangs- und Zielwert sind gleich. Was soll sich ändern?"],
        ),
        ("type: number\ndiffers_from: base", "2", {}, []),
        (
            "type: number\nat_least: knew",
            "2",
            {"knew": "3"},
            ["Der Wert sollte mindestens 3 sein."],
        ),
        (
            "type: number\nat_most: asked",
            "4",
            {"asked": "3"},
            ["Der Wert sollte höchstens 3 sein."],
        ),
        ("type: money\nmin: 15", 1000, {}, [f"Der Wert sollte mindestens 15{NB}€ sein."]),
        ("type: money\nmin: 0.01", 0, {}, ["Der Betrag muss größer als 0 € sein."]),
        (
            "type: money\nat_least: low",
            1000,
            {"low": 2000},
            [f"Der Wert sollte mindestens 20{NB}€ sein."],
        ),
        (
            "type: date\nfrom: today + 1 day",
            "2026-11-23",
            {},
            [f"Das ist zu früh. Wählen Sie einen Tag ab dem 24.{NB}November{NB}2026."],
        ),
        (
            "type: date\nuntil: today",
            "2026-11-24",
            {},
            [f"Das ist zu spät. Wählen Sie einen Tag bis zum 23.{NB}November{NB}2026."],
        ),
        (
            "type: date\nafter: due",
            "2027-01-01",
            {"due": "2027-01-01"},
            [f"Der Tag sollte nach dem 1.{NB}Januar{NB}2027 liegen."],
        ),
        (
            "type: date\nbefore: due",
            "2027-01-01",
            {"due": "2027-01-01"},
            [f"Der Tag sollte vor dem 1.{NB}Januar{NB}2027 liegen."],
        ),
        (
            "type: date\nnot_after: due",
            "2027-01-02",
            {"due": "2027-01-01"},
            [f"Der Tag sollte nicht nach dem 1.{NB}Januar{NB}2027 liegen."],
        ),
        ("type: date\nafter: due\nbefore: end\nnot_after: end", "2027-01-02", {}, []),
        (
            "type: choices\noptions: [a, b, c]\nchoose: [2, 2]",
            ["a"],
            {},
            ["Wählen Sie bitte mindestens 2 Möglichkeiten."],
        ),
        (
            "type: choices\noptions: [a, b, c]\nchoose: [1, 1]",
            ["a", "b"],
            {},
            ["Wählen Sie bitte höchstens eine Möglichkeit."],
        ),
        ("type: choices\noptions: [a, b]", ["a"], {}, []),
        ("type: scale\nmax: 3", [1, None, None], {}, ["Es fehlen noch 2 Antworten."]),
        ("type: scale\nmax: 3", [1, 2], {}, []),
        (
            "type: number",
            {"raw": "viele"},
            {},
            ["„viele“ ist keine Zahl. Schreiben Sie zum Beispiel 37,5."],
        ),
        ("type: number", "kaputt", {}, []),
        ("type: date", "kaputt", {}, []),
        ("type: time", "08:15", {}, []),
        ("type: text\nlength: [5, 8]", None, {}, []),
    ],
)
def test_errors_are_whole_sentences(
    rest: str, value: Any, others: dict[str, Any], said: list[str]
) -> None:
    assert texts(field(rest), value, **others) == said


HINT = "hints:\n  - when: {%s}\n    say: Wirklich?"


@pytest.mark.parametrize(
    ("kind", "condition", "value", "applies"),
    [
        ("text", "lacks_digit: true", "keine Zahl", True),
        ("text", "lacks_digit: true", "40 %", False),
        ("text", "contains: [Follower, Likes]", "mehr follower", True),
        ("text", "contains: [Follower]", "Anfragen", False),
        ("text", "words: [wir, alle]", "Wir!", True),
        ("text", "words: [wir, alle]", "Wirtin", False),
        ("choice\noptions: [ja, nein]", "value: ja", "ja", True),
        ("choice\noptions: [ja, nein]", "value: ja", "nein", False),
        ("choice\noptions: [ja, nein]", "not_value: ja", "nein", True),
        ("choice\noptions: [ja, nein]", "not_value: ja", "ja", False),
        ("choice\noptions: [ja, nein]", "not_value: ja", {"raw": "x"}, False),
    ],
)
def test_hints_are_said_when_they_apply(
    kind: str, condition: str, value: Any, applies: bool
) -> None:
    known = field(f"type: {kind}\n{HINT % condition}")
    hints = [text for sort, _, _, text in advice(known, value) if sort == "hint"]
    assert hints == (["Wirklich?"] if applies else [])


def rule(name: str, kind: str = "list\nitem: {label: x}") -> Any:
    return field(f"type: {kind}\n{HINT % f'rule: {name}'}")


HOURS = {"rs_hours_boss": "1", "rs_staff": [{"hours_week": "1"}, {}]}


@pytest.mark.parametrize(
    ("name", "value", "values", "applies"),
    [
        ("minutes_exceed_hours", [{"minutes": "241"}], HOURS, True),
        ("minutes_exceed_hours", [{"minutes": "240"}, {}], HOURS, False),
        ("minutes_exceed_hours", [{"minutes": "900", "status": "gestrichen"}], HOURS, False),
        ("minutes_exceed_hours", [{"minutes": "900"}], {}, False),
        ("twice_open", "offen", {"due": "2026-11-22"}, True),
        ("twice_open", "offen", {"due": "2026-11-23"}, False),
        ("twice_open", "fertig", {"due": "2026-11-22"}, False),
        ("twice_open", "offen", {}, False),
        ("first_step_too_big", "A", {"steps": [{"action": "A", "minutes": "16"}]}, True),
        ("first_step_too_big", "A", {"steps": [{"action": "A", "due": "2026-11-26"}]}, True),
        (
            "first_step_too_big",
            "A",
            {"steps": [{"action": "B"}, {"action": "A", "minutes": "15", "due": "2026-11-25"}]},
            False,
        ),
        ("first_step_too_big", "weg", {}, False),
        ("hours_exceed_available", [{"hours_month": "9"}], HOURS, True),
        ("hours_exceed_available", [{"hours_month": "8.5"}, {}], HOURS, False),
        ("hours_exceed_available", [{"hours_month": "99"}], {}, False),
        (
            "budget_exceeds_total",
            700000,
            {"rs_budget_year": 600000, "rs_reserve_pct": "10"},
            True,
        ),
        (
            "budget_exceeds_total",
            660000,
            {"rs_budget_year": 600000, "rs_reserve_pct": "10"},
            False,
        ),
        ("budget_exceeds_total", 700000, {}, False),
    ],
)
def test_rules_look_at_other_fields(
    name: str, value: Any, values: dict[str, Any], applies: bool
) -> None:
    from leaderacademy.content.fields.rules import RULES
    from tests.content.fields import TODAY

    assert RULES[name](value, values, TODAY) is applies


def test_a_rule_is_said_like_any_hint() -> None:
    known = rule("budget_exceeds_total", "money")
    assert texts(known, 2, rs_budget_year=1, rs_reserve_pct="0") == ["Wirklich?"]


ROWS = field(
    """
type: list
rows: [2, 3]
lesson_rows: 1
columns:
  - {key: name, label: Name, type: text, length: [3, 9], required: yes}
  - {key: base, label: heute, type: number, required: yes}
  - {key: target, label: Ziel, type: number, differs_from: base}
  - {key: known, label: Stand, type: choice, options: [gemessen, noch unbekannt]}
"""
)
ITEMS = field("type: list\nrows: [1, 2]\nitem: {label: Idee, length: [3, 20]}")


def test_rows_are_advised_one_by_one() -> None:
    rows = [{"name": "A", "base": "1", "target": "1"}, {"name": "Abc", "base": {"raw": "x"}}]
    assert advice(ROWS, rows) == [
        (
            "error",
            1,
            "name",
            "Das ist noch kurz. Schreiben Sie mindestens 3 Zeichen, es fehlen 2 Zeichen.",
        ),
        ("error", 1, "target", "Ausgangs- und Zielwert sind gleich. Was soll sich ändern?"),
        ("error", 2, "base", "„x“ ist keine Zahl. Schreiben Sie zum Beispiel 37,5."),
    ]
    assert advice(ROWS, [{"name": "Abc", "known": "noch unbekannt"}] * 2) == []
    assert advice(ROWS, [{"name": "Abc"}] * 2)[0] == (
        "hint",
        1,
        "base",
        "Bitte ergänzen Sie „heute“.",
    )


def test_the_number_of_rows_is_told() -> None:
    full = {"name": "Abc", "base": "1"}
    assert texts(ROWS, [full]) == ["Fertig ist die Liste ab 2 Zeilen, es fehlt noch eine Zeile."]
    assert texts(ROWS, []) == ["Fertig ist die Liste ab 2 Zeilen, es fehlen noch 2 Zeilen."]
    assert texts(ROWS, [full] * 4) == ["Vorgesehen sind höchstens 3 Zeilen."]
    assert texts(ROWS, "kaputt") == ["Fertig ist die Liste ab 2 Zeilen, es fehlen noch 2 Zeilen."]
    assert texts(ITEMS, ["ab"])[0].startswith("Das ist noch kurz.")
    assert len(texts(ROWS, ["kaputt", full])) == 0


def test_a_briefing_needs_a_must_and_offers_cannot_meet_more() -> None:
    deliverables = field(
        "type: list\ncolumns:\n  - {key: need, label: N, type: text}", key="br_deliverables"
    )
    assert texts(deliverables, [{"need": "Kann"}]) == [
        "Nennen Sie mindestens eine Leistung als Muss."
    ]
    assert texts(deliverables, [{"need": "Muss"}]) == []
    offers = field("type: list\ncolumns:\n  - {key: of_must, label: M, type: number}")
    assert texts(offers, [{"of_must": "2"}], br_deliverables=[{"need": "Muss"}]) == [
        "Im Briefing stehen eine Muss-Leistung."
    ]
