"""What the team page shows and hides, as rules: every set of choices, every way to write money."""

from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderacademy.team.rules.money import HIDDEN, is_money, without_money
from leaderacademy.team.rules.shared import CONTENTS, SharedPage, ends_on, shared_page
from tests.team.pages import MARKS, SECRET, values

ALL = tuple(CONTENTS)
SETS = [chosen for size in range(len(ALL) + 1) for chosen in combinations(ALL, size)]


def words(page: SharedPage) -> str:
    names = [name for name in SharedPage.__slots__ if name != "keys"]
    return " ".join(str(getattr(page, name)) for name in names).replace("\\xa0", " ")


def test_all_512_sets_of_choices_show_exactly_what_was_chosen() -> None:
    stored = values()
    for chosen in SETS:
        shown = words(shared_page(stored, chosen)).replace("Decimal('37.5')", "37,5")
        shown = shown.replace("asked=8, knew=3", "37,5")
        for name, marks in MARKS.items():
            for mark in marks:
                assert (mark in shown) == (name in chosen), (mark, chosen)
        assert not [secret for secret in SECRET if secret in shown], chosen
        assert shared_page(stored, chosen).is_empty == (not chosen)


@pytest.mark.parametrize(
    "text",
    [
        "500 €", "€ 500", "1.250,50 Euro", "500\u00a0€", "3 Mio. €", "1,5 Millionen Euro",
        "20 TEUR", "20 T€", "500–800 €", "500 bis 800 Euro", "von 5.000 auf 8.000 €",
        "1.000,- ", "500,—", "fünftausend Euro", "eine Million Euro", "EUR 99", "99 EUR",
        "12 CHF", "$ 5", "200 Tsd. €", "5k €", "zwanzigtausend €", "49,90€",
    ],
)  # fmt: skip
def test_amounts_in_words_are_hidden(text: str) -> None:
    found = without_money(f"Wir wollen {text} erreichen")
    assert HIDDEN in found
    assert not any(sign.isdigit() for sign in found), found
    assert found.startswith("Wir wollen ")
    assert "erreichen" in found


@pytest.mark.parametrize(
    "text",
    ["5 von 8 treffen", "40 % des Umsatzes", "im Umkreis von 100 km", "24 Europapokale", "",
     "bis 31. Dezember 2027", "3 Tage", "Wir denken in Euro", "08:15 Uhr", "200 Wohnungen"],
)  # fmt: skip
def test_other_numbers_stay(text: str) -> None:
    assert without_money(text) == text


@given(st.text(max_size=200))
def test_hiding_twice_hides_no_more(text: str) -> None:
    once = without_money(text)
    assert without_money(once) == once


@pytest.mark.parametrize(
    ("metric", "unit", "money"),
    [
        ("Anfragen", "pro Monat", False),
        ("Umsatz", "€", True),
        ("Anfragen", "Tsd. €", True),
        ("Umsatz im Onlineshop", "", True),
        ("Umsatzanteil Sanierung", "%", False),
        ("Anteil am Umsatz", "", False),
        ("Kosten je neuem Kunden", "", True),
        ("Gewinn", "T€", True),
        ("Stammkunden", "", False),
    ],
)
def test_a_bare_number_is_money_when_its_name_or_unit_says_so(
    metric: str, unit: str, money: bool
) -> None:
    assert is_money(metric, unit) == money


@pytest.mark.parametrize("unit", ["€", "T€", "Euro"])
def test_a_goal_in_euros_hides_its_numbers(unit: str) -> None:
    stored = {"gy_metric": "Neugeschäft", "gy_unit": unit, "gy_base": "10", "gy_target": "77"}
    page = shared_page(stored, ("Jahresziel",))
    assert page.year is not None
    assert (page.year.measures[0].base, page.year.measures[0].target) == (HIDDEN, HIDDEN)
    page = shared_page(stored, ("Jahresziel", "Geldbeträge"))
    assert page.year is not None
    assert page.year.measures[0].target == f"77 {unit}"


@pytest.mark.parametrize(
    ("base", "target", "current", "percent"),
    [("0", "8", "2", 25), ("10", "5", "5", 100), ("0", "8", None, None), ("0", "8", "99", 100),
     ("4", "8", "1", 0), ("3", "3", "3", None), ("x", "8", "2", None)],
)  # fmt: skip
def test_how_far_a_result_is(
    base: str, target: str, current: str | None, percent: int | None
) -> None:
    row: dict[str, Any] = {"metric": "Gespräche", "base": base, "target": target}
    page = shared_page({"gq_results": [{**row, "current": current}]}, ("Quartal mit Stand",))
    assert page.quarter is not None
    assert page.quarter.measures[0].percent == percent


@pytest.mark.parametrize(
    ("value", "end"),
    [
        ("2027-03-01", date(2027, 3, 1)),
        ("2999-01-01", date(2027, 1, 1) + timedelta(days=365)),
        ({"raw": "bald"}, None),
        (None, None),
        ("kein Datum", None),
    ],
)
def test_a_link_ends_within_a_year_or_is_closed(value: Any, end: date | None) -> None:
    assert ends_on(value, date(2027, 1, 1)) == end


@given(st.dictionaries(st.sampled_from(sorted(values())), st.recursive(
    st.none() | st.text(max_size=5) | st.integers(), lambda x: st.lists(x, max_size=3)
    | st.dictionaries(st.sampled_from(["metric", "action", "text", "name", "raw", "date"]), x,
                      max_size=3), max_leaves=8), max_size=8))  # fmt: skip
def test_whatever_is_stored_the_page_can_be_made(stored: dict[str, Any]) -> None:
    shared_page(stored, ALL)
