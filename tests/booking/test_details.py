"""Each field of the checkout says in a German sentence what to mend."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderacademy.booking.rules import details


@pytest.mark.parametrize(
    "address",
    [
        "name@firma.de",
        "k.lotsen@lotsen-metallbau.example",
        "a+b@x.y.museum",
        "o'hara@firma.ie",
        "info@müller.de",
        "A@B.DE",
    ],
)
def test_a_mail_address_that_can_be_reached_is_taken(address: str) -> None:
    assert details.email_problem(address) is None


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("", "tragen Sie eine E-Mail-Adresse ein"),
        ("name.firma.de", "fehlt das @"),
        ("@firma.de", "vor dem @"),
        ("na me@firma.de", "vor dem @"),
        ("a..b@firma.de", "vor dem @"),
        ("jürgen@firma.de", "vor dem @"),
        ("a@b@firma.de", "vor dem @"),
        ("a,b@firma.de", "vor dem @"),
        ("name@firma", "nach dem @"),
        ("name@firma.", "nach dem @"),
        ("name@-firma.de", "nach dem @"),
        ("name@127.0.0.1", "nach dem @"),
        ("name@firma.de, zwei@firma.de", "vor dem @"),
        ("name@firma.de>", "nach dem @"),
        ("name@straße.de", "nach dem @"),
        ("name@" + "a" * 64 + ".de", "nach dem @"),
        ("a" * 65 + "@firma.de", "zu lang"),
        ("a@" + "b" * 60 + ".de" + ".de" * 90, "zu lang"),
    ],
)
def test_a_mail_address_that_cannot_be_reached_is_explained(address: str, problem: str) -> None:
    assert problem in (details.email_problem(address) or "")


def test_a_domain_with_an_umlaut_is_kept_as_mail_servers_write_it() -> None:
    assert details.plain_email("Info@MÜLLER.de") == "Info@xn--mller-kva.de"


@given(st.text(max_size=80))
def test_no_text_breaks_the_check_of_a_mail_address(text: str) -> None:
    clean = details.clean_line(text)
    if details.email_problem(clean) is None:
        assert details.plain_email(clean).isascii()
        assert not set(" \r\n,;<>") & set(details.plain_email(clean))


@pytest.mark.parametrize("number", ["", "040 1234567", "+49 (0)40 / 123-45", "0171–1234567"])
def test_a_phone_number_may_be_written_in_many_ways(number: str) -> None:
    assert details.phone_problem(number) is None


@pytest.mark.parametrize("number", ["1234", "ruf mich an", "0" * 21, "040+123456", "040;123456"])
def test_what_is_no_phone_number_is_explained(number: str) -> None:
    assert "Ziffern" in (details.phone_problem(number) or "")


def test_a_required_text_needs_a_letter_or_digit_and_has_an_end() -> None:
    assert details.text_problem(" - ", "Bitte eintragen.", 5) == "Bitte eintragen."
    assert details.text_problem("abcde", "Bitte eintragen.", 5) is None
    assert "6\u00a0Zeichen" in (details.text_problem("abcdef", "Bitte eintragen.", 5) or "")


def test_only_the_four_stages_can_be_chosen() -> None:
    assert details.stage_problem("lesson-8") is None
    assert details.stage_problem("lesson-9")
    assert details.stage_problem("")


def test_typed_text_loses_what_a_database_or_a_mail_cannot_bear() -> None:
    assert details.clean_line(" Anna\x00\r\nBcc:\u202e x \ud800") == "Anna Bcc: x"
    assert details.clean_line(None) == ""
    assert details.clean_text("\n a \r\n\tb\rc\x07\n") == "a\nb\nc"
    assert details.clean_text(None) == ""


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    for clean in (details.clean_line, details.clean_text):
        assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("count", "words"), [(1, "eine Angabe"), (2, "zwei Angaben"), (14, "14 Angaben")]
)
def test_problems_are_counted_in_words(count: int, words: str) -> None:
    assert details.count_in_words(count) == words


@pytest.mark.parametrize("number", ["1", "2", "10"])
def test_a_booking_is_for_one_to_ten_people(number: str) -> None:
    assert details.people_problem(number) is None


@pytest.mark.parametrize("number", ["0", "-1", "11", "1000", "", "zwei", "1.0", "²"])
def test_another_number_of_people_is_explained(number: str) -> None:
    assert "1 bis 10" in (details.people_problem(number) or "")


@pytest.mark.parametrize(
    ("postcode", "country", "good"),
    [("20457", "DE", True), ("2045", "DE", False), ("1010", "AT", True), ("SW1A 1AA", "GB", True)],
)
def test_a_postcode_is_counted_where_its_length_is_known(
    postcode: str, country: str, good: bool
) -> None:
    assert (details.postcode_problem(postcode, country) is None) is good
