"""Money finds its invoice, and says why; what could be somebody else's is not ticked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderacademy.invoicing.rules.matching.name import same_name
from leaderacademy.invoicing.rules.matching.reference import References, one_slip_apart
from leaderacademy.invoicing.rules.matching.verdict import Claim, Matcher

OETZ = "Tischlerei Öztürk & Söhne GmbH"


def claims() -> tuple[Claim, ...]:
    return (
        Claim(1, "RE-2027-0001", "RE-2027-0001", OETZ, 82_110),
        Claim(2, "RE-2027-0002", "RE-2027-0002", "Hafenbäckerei Petersen KG", 82_110),
        Claim(3, "RE-2027-0003", "LA-7K3M-9QTX", "Kärntner Holzbau KG", 69_000),
        Claim(4, "RE-2027-0044", "RE-2027-0044", "Malerbetrieb Nowak", 0),
        Claim(5, "RE-2027-0055", "RE-2027-0055", "Elektro Sørensen", -100, cancelled=True),
        Claim(None, "", "LA-AAAA-CCCC", "Wartend AG", 50_000),
    )


CASES = {
    "exact": ((82_110, "", "RE-2027-0001"), "exact", [(1, 82_110)], True),
    "in a sentence": (
        (82_110, "X", "Rechnung RE-2027-0001 vom 3.2."),
        "exact",
        [(1, 82_110)],
        True,
    ),
    "small letters": ((82_110, "", "re-2027-0001"), "exact", [(1, 82_110)], True),
    "blanks": ((82_110, "", "RE 2027 0001"), "exact", [(1, 82_110)], True),
    "its own reference": ((69_000, "", "LA-7K3M-9QTX"), "exact", [(3, 69_000)], True),
    "a part": ((40_000, "", "RE-2027-0001"), "partial", [(1, 40_000)], True),
    "too much": ((90_000, "", "RE-2027-0001"), "more", [(1, 90_000)], False),
    "paid before": ((100, "", "RE-2027-0044"), "double", [(4, 100)], False),
    "cancelled": ((100, "", "RE-2027-0055"), "double", [(5, 100)], False),
    "O for 0": ((82_110, "", "RE-2O27-OOO1"), "alike", [(1, 82_110)], True),
    "stuck to a word": ((82_110, "", "NRRE-2027-0001"), "alike", [(1, 82_110)], True),
    "digits only": ((82_110, "", "Rechnung 2027 0001"), "alike", [(1, 82_110)], True),
    "digits only, a part": ((5, "", "Rechnung 2027 0001"), "alike", [(1, 5)], False),
    "a slip, same name": ((82_110, "Oeztuerk Soehne", "RE-2072-0001"), "near", [(1, 82_110)], True),
    "a slip, other name": ((69_000, "Frau Huber", "LA-7K3M-9QTZ"), "near", [(3, 69_000)], False),
    "a slip, other amount": ((1, "Tischlerei Öztürk", "RE-2072-0001"), "unknown", [], False),
    "name and amount": ((69_000, "KAERNTNER HOLZBAU", "Danke"), "name", [(3, 69_000)], False),
    "two at once": (
        (164_220, "", "RE-2027-0001 und RE-2027-0002"),
        "several",
        [(1, 82_110), (2, 82_110)],
        True,
    ),
    "two, wrong sum": ((164_221, "", "RE-2027-0001, RE-2027-0002"), "unknown", [], False),
    "waiting": ((50_000, "", "LA-AAAA-CCCC"), "waiting", [], False),
    "at the end of the text": ((82_110, "", "X 2027 0001"), "alike", [(1, 82_110)], True),
    "longer number": ((82_110, "", "RE-2027-00012"), "unknown", [], False),
    "inside an IBAN": ((82_110, "", "DE12202700010000000000"), "unknown", [], False),
    "nothing": ((82_110, "Niemand", "Spende"), "unknown", [], False),
}


@pytest.mark.parametrize("name", CASES)
def test_a_line_gets_its_verdict(name: str) -> None:
    line, match, shares, certain = CASES[name]
    verdict = Matcher(claims()).judge(*line)
    assert (verdict.match, list(verdict.shares), verdict.certain) == (match, shares, certain)
    assert verdict.reason.endswith(".")


def test_what_one_line_takes_the_next_does_not_find() -> None:
    matcher = Matcher(claims())
    matches = [matcher.judge(40_000, "", "RE-2027-0001").match for _ in range(3)]
    assert matches == ["partial", "partial", "more"]
    matcher = Matcher(claims())
    assert [matcher.judge(82_110, "", "RE-2027-0001").match for _ in "ab"] == ["exact", "double"]


def test_the_reason_names_invoice_and_amounts() -> None:
    reason = Matcher(claims()).judge(40_000, "", "RE-2027-0001").reason
    assert "RE-2027-0001 (Tischlerei Öztürk & Söhne GmbH)" in reason
    assert "421,10\u00a0€ offen" in reason


def test_of_two_that_fit_by_name_both_are_named() -> None:
    two = (
        Claim(1, "RE-2027-0001", "RE-2027-0001", OETZ, 100),
        Claim(2, "RE-2027-0002", "RE-2027-0002", OETZ, 100),
    )
    verdict = Matcher(two).judge(100, "Tischlerei Öztürk", "")
    assert verdict.shares == ((1, 100),)
    assert "Ebenso passen würde: RE-2027-0002" in verdict.reason


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Öztürk & Söhne GmbH", "OEZTUERK UND SOEHNE", True),
        ("Łukasz Nowak e.K.", "Lukasz Nowak", True),
        ("Hafenbäckerei Petersen KG", "Hafenbaeckerei Peterson", True),
        ("Müller GmbH", "Meier GmbH", False),
        ("GmbH", "GmbH", False),
        ("AB", "AB Handel", False),
        ("", "Müller", False),
    ],
)
def test_names(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same
    assert same_name(other, one) is same


SIGNS = "0123456789ACDEFGHJKMNPRTUVWXYZ"
MANY = References([f"RE-2027-{number:04}" for number in range(1, 400)] + ["LA-7K3M-9QTX"])


@given(st.integers(1, 399), st.integers(0, 9), st.sampled_from(SIGNS), st.sampled_from("adit"))
@settings(max_examples=150)
def test_a_slip_is_found_whatever_it_is(number: int, place: int, sign: str, kind: str) -> None:
    reference = f"RE2027{number:04}"
    end = reference[place + 1 :]
    slipped = {
        "a": reference[:place] + sign + reference[place:],
        "d": reference[:place] + end,
        "i": reference[:place] + sign + end,
        "t": reference[:place] + end[:1] + reference[place] + end[1:],
    }[kind]
    found = MANY.find(f"Zahlung {slipped} Danke")
    wanted = f"RE-2027-{number:04}"
    # Another number's own writing wins; that is why name and amount have to agree as well.
    assert wanted in found.near or found.exact or found.alike


@given(st.text(max_size=200))
@settings(max_examples=80)
def test_any_text_is_borne(text: str) -> None:
    found = MANY.find(text)
    assert len(found.exact) + len(found.alike) + len(found.near) <= len(text) * 40 + 1


@given(st.text("AB1", max_size=5), st.text("AB1", max_size=5))
def test_one_slip_is_what_a_slow_search_says(one: str, other: str) -> None:
    assert one_slip_apart(one, other) == (other in _slips(one))


def _slips(text: str) -> set[str]:
    cuts = [(text[:i], text[i:]) for i in range(len(text) + 1)]
    return {
        text,
        *(a + b[1:] for a, b in cuts if b),
        *(a + sign + b for a, b in cuts for sign in "AB1"),
        *(a + sign + b[1:] for a, b in cuts if b for sign in "AB1"),
        *(a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1),
    }
