"""The operator's file: read whole, or refused with the line and what to write there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from leaderacademy.config import ROOT, SettingsError, settings_from
from leaderacademy.invoicing.rules.operator import DEMO, Account, Terms
from leaderacademy.invoicing.rules.seller_file import SellerProblem, read_seller

EXAMPLE = (ROOT / "docs/seller.toml.example").read_text()
SHORT = """\
[seller]
company = "Nordlicht GmbH"
street = "Kaistraße 5"
postcode = "24103"
city = "Kiel"
tax_number = "20/123/45678"
[account]
iban = "DE02120300000000202051"
"""


def test_the_example_is_read_whole() -> None:
    read = read_seller(EXAMPLE)
    assert not read.is_demo
    assert (read.seller.company, read.seller.city) == ("Nordlicht Seminare GmbH", "Kiel")
    assert (read.account.iban, read.account.bic) == ("DE02120300000000202051", "BYLADEM1001")
    assert read.terms == Terms()
    assert (read.policy.mode, read.policy.consumers, read.policy.has_vat_id) == (
        "standard",
        False,
        True,
    )


def test_a_bic_is_read_as_people_write_it() -> None:
    assert read_seller(f'{SHORT}bic = "BYLA DEM1 001"').account.bic == "BYLADEM1001"


def test_it_remembers_where_each_text_stands() -> None:
    lines = read_seller(SHORT).lines
    assert (lines["company"], lines["tax_number"], lines["iban"]) == (2, 6, 8)


def test_little_is_enough() -> None:
    read = read_seller(SHORT)
    assert read.account == Account("Nordlicht GmbH", "DE02120300000000202051")
    assert not read.policy.has_vat_id
    other = read_seller(SHORT + '[vat]\nmode = "small"\n[invoices]\nnumber_format="R{number}"\n')
    assert (other.mode, other.terms.number_format) == ("small", "R{number}")


MISTAKES = {
    "no TOML": ('city = "Kiel"', "city = Kiel", 5, "kein gültiges TOML"),
    "an open quotation mark": ('"Kiel"', '"Kiel', 5, "kein gültiges TOML"),
    "no company": ('company = "Nordlicht GmbH"', 'company = ""', 2, "fehlt „company“"),
    "no street": ('street = "Kaistraße 5"\n', "", 1, "fehlt „street“"),
    "a number for a text": ('postcode = "24103"', "postcode = 24103", 4, "Anführungszeichen"),
    "an unknown key": ("city =", "town =", 5, "„town“ gibt es in [seller] nicht"),
    "an unknown table": ("[account]", "[konto]", 7, "„konto“ ist kein Abschnitt"),
    "a key outside": ("[seller]", "name = 1\n[seller]", 1, "„name“ ist kein Abschnitt"),
    "no tax number": ('tax_number = "20/123/45678"\n', "", 1, "„vat_id“"),
    "a wrong VAT ID": ("[account]", 'vat_id = "DE123456789"\n[account]', 7, "Prüfziffer"),
    "a wrong country": ("[account]", 'country = "de"\n[account]', 7, "zwei großen"),
    "a wrong IBAN": ("DE0212", "DE0221", 8, "IBAN stimmt nicht"),
    "a seller abroad": ("[account]", 'country = "AT"\n[account]', 7, "deutschem Umsatzsteuerrecht"),
    "a mail without a domain": ("[account]", 'mail = "rechnung"\n[account]', 7, "keine E-Mail"),
    "a wrong BIC": ("[account]", '[account]\nbic = "BYLADEM10"', 8, "BIC stimmt nicht"),
    "a text too long": ("Kiel", "K" * 201, 5, "zu lang"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_its_line(name: str) -> None:
    old, new, line, words = MISTAKES[name]
    with pytest.raises(SellerProblem) as caught:
        read_seller(SHORT.replace(old, new, 1))
    assert (caught.value.line, words in caught.value.message) == (line, True), caught.value


BROKEN = {
    'city = "Kiel': (5, 13, "bevor das Anführungszeichen geschlossen ist"),
    "city = „Kiel“": (5, 8, "keine geraden Anführungszeichen"),
    'city "Kiel"': (5, 6, "fehlt das „=“"),
    'city = "Kiel" GmbH': (5, 15, "Hinter dem Wert steht noch etwas"),
    'company = "B"': (5, 14, "steht weiter oben schon einmal"),
    "[seller]": (5, 8, "gibt es weiter oben schon"),
    "[account": (5, 9, "schließende Klammer"),
    'Straße = "x"': (5, 5, "fehlt das „=“"),
    'city = "C:\\q"': (5, 13, "schreibt man doppelt"),
    "= 3": (5, 1, "So beginnt keine Angabe"),
}


@pytest.mark.parametrize("line", BROKEN)
def test_a_broken_file_is_explained_at_line_and_column(line: str) -> None:
    row, column, words = BROKEN[line]
    with pytest.raises(SellerProblem) as caught:
        read_seller(SHORT.replace('city = "Kiel"', line, 1))
    found = caught.value
    assert (found.line, found.column, words in found.message) == (row, column, True), found.message
    assert found.place == f", Zeile {row}, Spalte {column}"


def test_placeholders_in_numbers_are_all_named_at_once() -> None:
    with pytest.raises(SellerProblem) as caught:
        read_seller(SHORT.replace('"Kiel"', '"[ORT]"').replace("DE02120300000000202051", "[IBAN]"))
    assert caught.value.message == (
        "Hier stehen noch Platzhalter: „city“ (Zeile 5), „iban“ (Zeile 8)."
    )


MAIL = {
    "LEADERACADEMY_MAIL_URL": (
        *("smpt://post:geheim@host", "mail.takt.de", "smtp://", "smtps://:465", "smtp://h:x"),
        *("folder:", "http://mail.takt.de"),
    ),
    "LEADERACADEMY_MAIL_FROM": ("kurs", "[ABSENDER]", "a@", "Kurs <a@takt.de>"),
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name in MAIL for text in MAIL[name]])
def test_mail_that_could_never_leave_stops_the_start(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=name) as caught:
        settings_from({"LEADERACADEMY_INSTANCE": str(tmp_path), name: text})
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    "text", ["folder:/tmp/mail", "smtp://localhost", "smtp+tls://n:p%40@h:587", "smtps://h:465"]
)
def test_every_way_of_sending_is_taken(tmp_path: Path, text: str) -> None:
    given = {"LEADERACADEMY_INSTANCE": str(tmp_path), "LEADERACADEMY_MAIL_URL": text}
    assert settings_from(given).mail_url == text


UNREADABLE = {
    "UTF-16": (SHORT.encode("utf-16"), "Zeile 1: Die Datei ist nicht als UTF-8 gespeichert"),
    "Latin-1": (SHORT.encode("latin-1"), "Zeile 3: Die Datei ist nicht als UTF-8 gespeichert"),
    "a folder": (None, "lässt sich nicht lesen: Das ist ein Ordner."),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_is_no_text_says_so_in_german(tmp_path: Path, name: str) -> None:
    content, words = UNREADABLE[name]
    file = tmp_path / "seller.toml"
    file.mkdir() if content is None else file.write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        settings_from({"LEADERACADEMY_INSTANCE": str(tmp_path)})
    assert words in str(caught.value)


def test_the_mark_of_windows_editors_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "seller.toml").write_text(SHORT, "utf-8-sig")
    found = settings_from({"LEADERACADEMY_INSTANCE": str(tmp_path)}).operator
    assert found == read_seller(SHORT)


TERMS = {
    'number_format = "RE-{year}"': "endet mit {number}",
    'number_format = "{0.__class__}{number}"': "endet mit {number}",
    'number_format = "SR-{year}-{number}"': "verschiedene Nummern",
    'number_format = "SR-{year}-7{number}"': "verschiedene Nummern",
    "payment_days = -1": "von 0 bis 365",
    "payment_days = true": "von 0 bis 365",
    "reminder_days = [7, 14]": "drei Zahlen",
}


@pytest.mark.parametrize("line", TERMS)
def test_terms_that_make_no_sense_are_refused(line: str) -> None:
    with pytest.raises(SellerProblem, match=TERMS[line]):
        read_seller(f"{SHORT}[invoices]\n{line}\n")
    with pytest.raises(SellerProblem, match="Möglich sind"):
        read_seller(f'{SHORT}[vat]\nmode = "none"\n')
    with pytest.raises(SellerProblem, match="true oder false"):
        read_seller(f'{SHORT}[vat]\nconsumers = "no"\n')


def test_the_file_lies_in_the_instance_folder_or_where_one_says(tmp_path: Path) -> None:
    environment = {"LEADERACADEMY_INSTANCE": str(tmp_path)}
    assert settings_from(environment).operator == DEMO
    (tmp_path / "seller.toml").write_text(SHORT)
    assert settings_from(environment).operator == read_seller(SHORT)
    (tmp_path / "other.toml").write_text(EXAMPLE)
    environment["LEADERACADEMY_SELLER"] = str(tmp_path / "other.toml")
    assert settings_from(environment).operator == read_seller(EXAMPLE)


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    environment = {"LEADERACADEMY_INSTANCE": str(tmp_path), "LEADERACADEMY_SELLER": str(file)}
    with pytest.raises(SettingsError, match="lässt sich nicht lesen"):
        settings_from(environment)
    file.write_bytes("company = 'Ö'".encode("latin-1"))
    with pytest.raises(SettingsError, match="UTF-8"):
        settings_from(environment)


def test_a_broken_file_stops_the_start_with_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "seller.toml"
    file.write_text(SHORT.replace("DE0212", "DE0221"))
    answer = subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env={**os.environ, "LEADERACADEMY_INSTANCE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert f"{file}, Zeile 8: „iban“: Diese IBAN stimmt nicht." in answer.stderr
    assert "Traceback" not in answer.stderr
