"""`flask check` names what is missing before going live, and only then ends with 1."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from leaderacademy.booking.service import seed_demo_trainings
from leaderacademy.config import ROOT
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.invoicing.rules.card import CardKeys
from leaderacademy.invoicing.rules.operator import DEMO, Account, Seller
from leaderacademy.invoicing.rules.seller_file import read_seller

Check = Callable[..., tuple[int, str]]

EXAMPLE = read_seller((ROOT / "docs/seller.toml.example").read_text())
REAL = replace(
    EXAMPLE,
    seller=Seller("Takt GmbH", "Kai 1", "20457", "Hamburg", "DE", "DE136695976", mail="r@takt.de"),
    account=Account("Takt GmbH", "DE89370400440532013000"),
    lines={},
)


@pytest.fixture
def check(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Check]:
    """check(**settings): the command in a house where all is ready but what is given."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/impressum.md").write_text("Nordlicht GmbH, [Datenschutz](/datenschutz)")
    before = app.config["SETTINGS"]
    ready = replace(
        before,
        operator=REAL,
        content=tmp_path,
        mail_sender_address="kurs@nordlicht.de",
        mail_url="smtps://mail.nordlicht.de",
        base_url="https://kurs.nordlicht.de",
        demo=False,
    )

    course = catalogue.course()

    def run(trainer: str = "Tina Takt", **changes: Any) -> tuple[int, str]:
        monkeypatch.setattr(catalogue, "course", lambda: replace(course, trainer=trainer))
        app.config["SETTINGS"] = replace(ready, **changes)
        result = app.test_cli_runner().invoke(args=["check"])
        return result.exit_code, result.output

    yield run
    app.config["SETTINGS"] = before


def test_a_house_that_is_ready_is_told_so(check: Check) -> None:
    code, words = check(card=CardKeys("sk_live_x", "whsec_x"))
    assert (code, words.startswith("Alles bereit")) == (0, True), words


MISSING: dict[str, tuple[dict[str, Any], str]] = {
    "the invented seller": ({"operator": DEMO}, "Verkäufer: Es gibt keine seller.toml"),
    "a seller's example": (
        {"operator": replace(REAL, seller=replace(REAL.seller, mail="r@nord.example"))},
        "„mail“ in seller.toml ist noch ein Beispiel",
    ),
    "nobody to sign": ({"trainer": ""}, "In course.yml fehlt „trainer“"),
    "a seller without mail": (
        {"operator": replace(REAL, seller=replace(REAL.seller, mail=""))},
        "fehlt „mail“",
    ),
    "a seller's placeholder": (
        {"operator": replace(REAL, seller=replace(REAL.seller, director="[NAME]"))},
        "„director“ in seller.toml ist noch ein Platzhalter: [NAME]",
    ),
    "a sender's name still to fill in": (
        {"mail_sender_name": "[NAME DER AKADEMIE]"},
        "Stellen Sie LEADERACADEMY_MAIL_NAME ein",
    ),
    "an example sender": (
        {"mail_sender_address": "kurs@leader-academy.example"},
        "Absender: kurs@leader-academy.example ist eine Beispieladresse",
    ),
    "another example sender": ({"mail_sender_address": "a@example.com"}, "Absender:"),
    "no mail server": ({"mail_url": "folder:/tmp/mail"}, "Mailserver:"),
    "no https": ({"base_url": "http://kurs.nordlicht.de"}, "beginnt nicht mit https://"),
    "an example address": ({"base_url": "https://kurs.example.de"}, "ist noch ein Beispiel"),
    "a half of Stripe's keys": (
        {"card": CardKeys(secret_key="sk_live_x")},
        "LEADERACADEMY_STRIPE_WEBHOOK_SECRET fehlt",
    ),
    "the other half": ({"card": CardKeys(webhook_secret="whsec_x")}, "STRIPE_KEY fehlt"),
    "a public key": ({"card": CardKeys("pk_live_x", "whsec_x")}, "kein geheimer Schlüssel"),
    "a test key": ({"card": CardKeys("rk_test_x", "whsec_x")}, "es fließt kein Geld"),
    "a wrong secret": ({"card": CardKeys("sk_live_x", "geheim")}, "whsec_"),
    "a look-alike": (
        {"card": CardKeys("sk_live_x", "whsec_x", "http://127.0.0.1:9")},
        "nicht die Adresse von Stripe",
    ),
    "dates at every start": ({"demo": True}, "Beispieltermine: Jeder Start"),
}


@pytest.mark.parametrize("name", MISSING)
def test_each_missing_thing_is_named(check: Check, name: str) -> None:
    changes, words = MISSING[name]
    code, said = check(**changes)
    assert code == 1
    assert words in said
    assert "Ein Punkt ist offen." in said


def test_a_copy_of_the_example_is_taken_for_one(check: Check) -> None:
    """Every line of it that would stand on an invoice, so that no money goes astray."""
    _code, words = check(operator=EXAMPLE)
    names = ("company", "vat_id", "register", "director", "mail", "phone", "web", "iban", "bank")
    lines = EXAMPLE.lines
    assert [
        name
        for name in names
        if f"„{name}“ in seller.toml, Zeile {lines[name]}, ist noch ein Beispiel" in words
    ] == [*names]


def test_every_text_of_the_seller_is_looked_at_for_placeholders(check: Check) -> None:
    gaps = {one.name: f"[{one.name.upper()}]" for one in fields(Seller)}
    gaps_there = {one.name: f"[{one.name.upper()}]" for one in fields(Account)}
    _code, words = check(
        operator=replace(REAL, seller=Seller(**gaps), account=Account(**gaps_there))
    )
    for name, text in {**gaps, **gaps_there}.items():
        assert f"„{name}“ in seller.toml ist noch ein Platzhalter: {text}" in words


GAPS = ("[plz]", "<Ort>", "XXX", "TODO", "Max Mustermann", "Musterstraße 1", "00000", "…", "???")


@pytest.mark.parametrize("text", GAPS)
def test_a_gap_of_any_kind_is_named_with_its_line(check: Check, text: str) -> None:
    gap = replace(REAL, seller=replace(REAL.seller, city=text), lines={"city": 5})
    code, words = check(operator=gap)
    assert (code, f"„city“ in seller.toml, Zeile 5, ist noch ein Platzhalter: {text}" in words) == (
        1,
        True,
    ), words


def test_what_was_not_given_is_not_named(check: Check) -> None:
    seller, account = (
        replace(REAL.seller, company="[FIRMA]"),
        replace(REAL.account, holder="[FIRMA]"),
    )
    words = check(operator=replace(REAL, seller=seller, account=account))[1]
    assert ("„company“" in words, "„holder“" in words) == (True, False)


def test_what_only_sounds_like_a_gap_is_none(check: Check) -> None:
    names = replace(REAL.seller, company="Musterbau Xaver & Söhne GmbH", street="Am Toder Weg 1")
    assert check(operator=replace(REAL, seller=names))[0] == 0


def test_a_comment_is_no_placeholder(check: Check, tmp_path: Path) -> None:
    (tmp_path / "training.yml").write_text("# Angaben in [GROSSBUCHSTABEN] füllen Sie aus.\n")
    assert check()[0] == 0


def test_what_the_page_of_the_training_leaves_out_until_it_is_filled_in_is_named(
    check: Check, tmp_path: Path
) -> None:
    (tmp_path / "training.yml").write_text("facts:\n  - text: '[PREIS] € netto'\n")
    assert "Platzhalter: training.yml, Zeile 2: [PREIS]" in check()[1]


def test_a_placeholder_is_named_with_file_and_line(check: Check, tmp_path: Path) -> None:
    (tmp_path / "pages/agb.md").write_text("---\ntitle: AGB\n---\n\nVon [NAME ODER FIRMA].\n")
    code, said = check()
    assert (code, "pages/agb.md, Zeile 5: [NAME ODER FIRMA]" in said) == (1, True), said


def test_every_placeholder_of_our_own_pages_is_found(check: Check, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content/pages", tmp_path / "real/pages")
    said = check(content=tmp_path / "real")[1]
    for name in ("impressum", "agb", "datenschutz", "barrierefreiheit"):
        text = (ROOT / f"content/pages/{name}.md").read_text()
        assert said.count(f"pages/{name}.md") == text.count("[") - text.count("](")


def test_example_dates_on_sale_are_named(check: Check) -> None:
    seed_demo_trainings(clock.now())
    session.commit()
    code, said = check()
    assert (code, said.count("lässt sich noch buchen.")) == (1, 3), said
