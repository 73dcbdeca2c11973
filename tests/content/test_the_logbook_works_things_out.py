from decimal import Decimal
from typing import Any

import pytest

from leaderacademy.content.fields.values import Computed, compute
from leaderacademy.content.numbers import show_money
from tests.content.fields import TODAY, field

NB = "\u00a0"


def worked_out(name: str, values: dict[str, Any], row: dict[str, Any] | None = None) -> Computed:
    return compute(field(f"type: computed\ncompute: {name}"), values, TODAY, row)


YEAR = {
    "gy_date": "2027-12-31",
    "gy_metric": "Anfragen",
    "gy_base": "2",
    "gy_target": "6",
    "gy_unit": "pro Monat",
    "gy_benefit": "die Sanierung wächst.",
    "gy_owner": "Vertrieb",
    "gy_reach": "fordernd und machbar",
}


def test_the_year_becomes_one_sentence_with_all_letters_lit() -> None:
    found = worked_out("gy_sentence", YEAR)
    assert found.text == (
        f"Bis 31.{NB}Dezember{NB}2027: Anfragen von 2 auf 6 pro Monat, damit die Sanierung wächst. "
        "Am Ruder: Vertrieb."
    )
    assert found.missing == ()
    assert found.parts["letters"] == {"K": True, "U": True, "R": True, "S": True}


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"gy_target": "2"}, ("K",)),
        ({"gy_unit": None}, ("K",)),
        ({"gy_benefit": "zu kurz"}, ("U",)),
        ({"gy_reach": "zu leicht"}, ("R",)),
        ({"gy_owner": " "}, ("S",)),
        ({"gy_date": {"raw": "bald"}}, ("S",)),
        ({"gy_base": {"raw": "x"}, "gy_date": None}, ("K", "S")),
    ],
)
def test_a_missing_part_leaves_its_letter_dark(change: dict[str, Any], missing: Any) -> None:
    assert worked_out("gy_sentence", YEAR | change).missing == missing


def test_an_estimate_says_about_and_gaps_show_dots() -> None:
    assert (
        " von ca. 2 auf "
        in worked_out("gy_sentence", YEAR | {"gy_base_estimated": "geschätzt"}).text
    )
    assert " auf … pro" in worked_out("gy_sentence", YEAR | {"gy_target": None}).text
    assert worked_out("gy_sentence", {}).text == ""


def test_the_budget_gets_its_reserve() -> None:
    found = worked_out("rs_budget_total", {"rs_budget_year": 600000, "rs_reserve_pct": "10"})
    assert (found.text, found.parts["cents"]) == (f"6.600{NB}€", 660000)
    assert worked_out("rs_budget_total", {"rs_budget_year": 1}).missing == ("rs_reserve_pct",)


def test_the_positioning_is_put_together() -> None:
    values = {"st_customer": "A", "st_problem": "B.", "st_promise": "C.", "st_proofs": ["D", "E"]}
    assert worked_out("st_positioning", values).text == "Für A: B. Wir versprechen: C. Beweis: D."
    assert worked_out("st_positioning", {"st_customer": "A"}).text == (
        "Für A: …. Wir versprechen: …. Beweis: …."
    )
    assert worked_out("st_positioning", {}).text == ""


MEASURES = [{"hours_month": "8", "cost_month": 15000}, {"hours_month": "2"}, {"cost_month": 6000}]


@pytest.mark.parametrize(
    ("year", "light"),
    [(300000, "im Rahmen"), (252000, "knapp"), (252001, "knapp"), (200000, "darüber")],
)
def test_the_measures_are_summed_up_with_a_light(year: int, light: str) -> None:
    values = {
        "st_measures": MEASURES,
        "rs_internal_rate": 4500,
        "rs_budget_year": year,
        "rs_reserve_pct": "0",
    }
    found = worked_out("st_measures_sum", values)
    assert found.parts["light"] == light
    assert found.parts["month"] == 66000
    budget = show_money(year)
    assert found.text == (
        f"10{NB}Stunden und 210{NB}€ Fremdkosten im Monat, zusammen 660{NB}€. Im Jahr 7.920{NB}€, "
        f"davon 2.520{NB}€ Fremdkosten. Verglichen mit Ihrem Budget von {budget}: {light}."
    )


def test_the_sum_says_what_is_missing() -> None:
    assert worked_out("st_measures_sum", {}).missing == ("st_measures", "rs_internal_rate")
    rest = {"st_measures": MEASURES, "rs_internal_rate": 4500}
    assert worked_out("st_measures_sum", rest).missing == ("rs_budget_total",)


def test_the_quote_has_one_decimal() -> None:
    assert worked_out("quote", {}, {"asked": "8", "knew": "3"}).text == f"37,5{NB}%"
    assert worked_out("quote", {}, {"asked": "3", "knew": "1"}).text == f"33,3{NB}%"
    assert worked_out("quote", {}, {"asked": "0", "knew": "0"}).text == ""
    assert worked_out("quote", {}).missing == ("asked", "knew")


OFFER = {
    "of_once": 100000,
    "of_monthly": 10000,
    "of_third": 5000,
    "of_media": 0,
    "of_hours": "20",
    "of_must": "1",
    "of_term": "12",
    "of_scores": [{"criterion": "A", "points": "3"}, {"criterion": "B", "points": "1"}],
}
WEIGHTS = [{"criterion": "A", "weight": "3"}, {"criterion": "B", "weight": "1"}]


def test_offers_are_made_comparable() -> None:
    assert worked_out("of_total12", {}, OFFER).text == f"2.250{NB}€"
    assert worked_out("of_rate", {}, OFFER).text == f"110{NB}€ je Stunde"
    assert worked_out("of_score", {"of_weights": WEIGHTS}, OFFER).text == f"83{NB}%"


def test_offers_say_what_is_missing() -> None:
    assert worked_out("of_total12", {}, {"of_once": 1}).missing == (
        "of_monthly",
        "of_third",
        "of_media",
    )
    assert worked_out("of_rate", {}, OFFER | {"of_hours": "0"}).missing == ("of_hours",)
    assert worked_out("of_score", {}, OFFER).missing == ("of_weights",)
    assert worked_out("of_score", {"of_weights": WEIGHTS}, {}).missing == ("A", "B")


@pytest.mark.parametrize(
    ("row", "values", "flags"),
    [
        (OFFER, {}, ()),
        (OFFER, {"br_budget_max": 200000}, ("über dem Rahmen",)),
        (OFFER, {"br_budget_min": 300000}, ("auffällig günstig",)),
        (OFFER, {"br_deliverables": [{"need": "Muss"}] * 2}, ("Muss fehlt",)),
        (OFFER, {"br_no_contract": ["keine Mindestlaufzeit über 6 Monate"]}, ("lange Bindung",)),
        (OFFER | {"of_hours": None}, {}, ("Stunden unbekannt",)),
    ],
)
def test_flags_show_where_to_look(row: dict[str, Any], values: dict[str, Any], flags: Any) -> None:
    assert worked_out("of_flags", values, row).parts["flags"] == flags


def test_an_unknown_computation_is_empty() -> None:
    assert worked_out("weg", {}) == Computed("")


def test_amounts_take_only_what_counts() -> None:
    from leaderacademy.content.fields.amounts import cents_of, date_of, number_of, rows_of, text_of

    assert number_of("NaN") is None
    assert number_of(True) is None
    assert number_of(7) == Decimal(7)
    assert cents_of("7") is None
    assert date_of(7) is None
    assert text_of(7) == ""
    assert rows_of("x") == []
