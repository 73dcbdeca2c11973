"""Addresses, devices, safe places and simple passwords."""

import string
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderacademy.accounts.rules import (
    device_label,
    email_key,
    is_simple,
    resembles,
    safe_path,
    without_controls,
)

COMMON = frozenset({"passwort", "sommer", "qwertzuiop", "manchester"})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada@Example.org", "ada@example.ORG"),
        (" ada@example.org ", "ada@example.org"),
        ("ada@müller.de", "ada@xn--mller-kva.de"),
        ("ada@MÜLLER.de", "ada@müller.de"),
        ("ada\u200b@example.org", "ada@example.org"),
    ],
)
def test_two_spellings_of_an_address_are_one(one: str, other: str) -> None:
    assert email_key(one) == email_key(other)


def test_different_addresses_stay_different() -> None:
    assert email_key("ada@example.org") != email_key("ad.a@example.org")
    assert email_key("ada@example.org") != email_key("ada+x@example.org")


@given(st.text(max_size=300))
def test_any_text_has_a_key_that_can_be_stored(text: str) -> None:
    key = email_key(text)
    key.encode("utf-8")
    assert "\x00" not in key
    assert email_key(key) == key or not key.isascii()


@given(st.text(max_size=300))
def test_cleaned_text_is_one_line_that_can_be_stored(text: str) -> None:
    clean = without_controls(text)
    clean.encode("utf-8")
    assert clean == clean.strip()
    assert not set(clean) & set("\x00\r\n\t\u202e\u200b")


@pytest.mark.parametrize("good", ["/kurs", "/kurs/ruder?x=1#frage", "/logbuch/zielbaum", "/"])
def test_a_place_on_this_site_is_kept(good: str) -> None:
    assert safe_path(good) == good


@pytest.mark.parametrize(
    "evil",
    [
        *(None, "", "kurs", "//evil.example", "///evil.example", "\\\\evil.example"),
        *("/\\evil.example", "\\evil", "https://evil.example/", "javascript:alert(1)"),
        *("/\t/evil.example", "/\n/evil.example", " //evil.example", "/ /evil", "/kurs\x00"),
        *("/kurs\r\nSet-Cookie: x=1", "/ü", "/" + "a" * 600, "//[::1", "/\u2044evil"),
    ],
)
def test_no_link_leads_to_another_site(evil: str | None) -> None:
    assert safe_path(evil) == "/kurs"


@given(st.text(alphabet=string.printable + "\\/@:ü\u3002\uff0f", max_size=40))
def test_wherever_a_link_leads_it_stays_on_this_site(target: str) -> None:
    # A browser drops tabs and line ends and reads a backslash as a slash.
    path = safe_path(target).replace("\\", "/").replace("\t", "").replace("\n", "")
    assert urlsplit(urljoin("https://academy.example/anmelden", path)).netloc == "academy.example"
    assert path.startswith("/")


WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15"
ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36"


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (f"{WINDOWS} Gecko/20100101 Firefox/140.0", "Firefox auf Windows"),
        (f"{WINDOWS} AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge auf Windows"),
        (f"{IPHONE} Version/18.0 Mobile/15E148 Safari/604.1", "Safari auf iPhone"),
        (f"{ANDROID} Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome auf Android"),
        ("curl/8", "Unbekanntes Gerät"),
        ("", "Unbekanntes Gerät"),
    ],
)
def test_a_device_is_named_so_that_its_owner_knows_it(agent: str, label: str) -> None:
    assert device_label(agent) == label


@given(st.text())
def test_every_browser_gets_a_short_label(agent: str) -> None:
    assert 0 < len(device_label(agent)) <= 60


@pytest.mark.parametrize(
    "simple",
    [
        *("Passwort", "passwort2027", "Passwort!!", "123passwort", "qwertzuiop", "Manchester1"),
        *("1234567890", "9182736450", "aaaaaaaaaa", "abababababab", "abcabcabcabc"),
        *("abcdefghijkl", "zyxwvutsrq", "Sommer2027!", "!!!!!!!!!!"),
    ],
)
def test_a_simple_password_is_found_out(simple: str) -> None:
    assert is_simple(simple, COMMON)


@pytest.mark.parametrize("good", ["vier Boote im Nebel", "Ruder-Kompass-Leine", "x9K!pq7Lm2"])
def test_a_good_password_passes(good: str) -> None:
    assert not is_simple(good, COMMON)


@pytest.mark.parametrize(
    "own", ["ada@example.org", "Ada@Example.org", "AdaBeispiel", "Ada Beispiel", "adabeispiel123"]
)
def test_a_password_must_not_be_the_own_name_or_address(own: str) -> None:
    assert resembles(own, "Ada Beispiel", "ada@example.org")


def test_a_password_may_contain_the_own_name() -> None:
    assert not resembles("Ada fährt im Nebel", "Ada Beispiel", "ada@example.org")
    assert not resembles("vier Boote im Nebel", "", "")
