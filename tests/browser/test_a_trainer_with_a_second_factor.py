"""A house that asks every trainer for a second factor: passkey, code app, and a colleague."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import PASSWORD
from tests.browser.product import Product
from tests.browser.test_every_page_is_accessible import found_by_axe

OWN, STEP = "/konto/zweiter-faktor", "/anmelden/zweiter-faktor"
TINA, EVA = "tina@example.org", "eva@example.org"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Browsers make passkeys for localhost, but not for 127.0.0.1."""
    folder = tmp_path_factory.mktemp("strict")
    strict = {"LEADERACADEMY_REQUIRE_SECOND_FACTOR": "1"}
    with Product(folder, name="localhost", **strict) as running:
        yield running


def _security_key(page: Page) -> Any:
    """A virtual authenticator in this browser, pressed by itself."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools, made["authenticatorId"]


def _join(page: Page, link: str, name: str) -> None:
    page.goto(link)
    page.get_by_label("Ihr Name").fill(name)
    if page.get_by_label("E-Mail", exact=True).count():
        page.get_by_label("E-Mail", exact=True).fill(TINA)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Konto einrichten").click()
    # Nothing of the studio before there is a second factor.
    expect(page).to_have_url(re.compile(f"{OWN}$"))
    expect(page.locator("main .note").first).to_contain_text("Das Studio öffnet sich")


def _sign_in(page: Page, email: str) -> None:
    page.goto("/konto")
    out = page.get_by_role("button", name="Auf diesem Gerät abmelden")
    if out.count():
        out.click()
    page.goto("/anmelden?weiter=/studio")
    page.get_by_label("E-Mail").fill(email)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page).to_have_url(re.compile(f"{STEP}$"))
    page.goto("/studio")
    expect(page).to_have_url(re.compile("/anmelden"))
    page.goto(STEP)


def test_by_passkey_and_a_colleague_by_code(browse: Callable[..., Page], house: Product) -> None:
    page = browse(server=house, offline_pages=False)
    devtools, key = _security_key(page)
    first = re.search(r"http\S+/einrichten/\S+", house.output())
    assert first is not None
    _join(page, first[0], "Tina Trainer")
    codes = _make_passkey(page)

    _sign_in(page, TINA)
    assert not found_by_axe(page)
    page.get_by_role("button", name="Mit Passkey bestätigen").click()
    expect(page).to_have_url(re.compile("/studio$"))
    page.goto(OWN)
    expect(page.locator("main")).to_contain_text("zuletzt benutzt")

    # The laptop is lost: another device does not have the key, a code on paper helps.
    devtools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
    _sign_in(page, TINA)
    page.get_by_label("Notfallcode").fill(codes[3].replace(" ", "-").lower())
    page.get_by_role("button", name="Mit Code anmelden").click()
    expect(page).to_have_url(re.compile("/studio$"))

    page.goto("/studio/team")
    page.get_by_label("E-Mail").fill(EVA)
    page.get_by_role("button", name="Einladung schicken").click()
    expect(page.locator("#offen + .rows")).to_contain_text(EVA)
    invitation = house.link_in(house.mail_to(EVA, "Einladung ins Team"))
    _colleague(browse(server=house, offline_pages=False, java_script=False), invitation)


def _make_passkey(page: Page) -> list[str]:
    """With name and password; gives back the codes on paper."""
    page.get_by_label("Ihr Passwort").fill(PASSWORD)
    page.keyboard.press("Enter")  # does nothing: no button was meant
    expect(page.get_by_label("Ihr Passwort")).to_have_value(PASSWORD)
    page.get_by_role("button", name="Passkey hinzufügen").click()
    expect(page.locator("h1")).to_have_text("Passkey hinzufügen")
    assert not found_by_axe(page)
    page.get_by_label("Name").fill("Laptop im Büro")
    page.get_by_role("button", name="Passkey anlegen").click()
    expect(page.locator("h1")).to_have_text("Ihre Notfallcodes")
    assert not found_by_axe(page)
    codes = page.locator(".codes li").all_inner_texts()
    page.locator("main .btn-main").click()
    expect(page).to_have_url(re.compile("/studio$"))
    return codes


def _colleague(page: Page, invitation: str) -> None:
    """Joins, sets up a code app and signs in with it, all without a script."""
    _join(page, invitation, "Eva Neu")
    page.get_by_label("Ihr Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Code-App einrichten").click()
    secret = page.locator("#schluessel").inner_text().replace(" ", "")
    page.get_by_label("Code", exact=True).fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Code-App bestätigen").click()
    expect(page.locator(".codes li")).to_have_count(10)
    code = page.locator(".codes li").first.inner_text()
    page.locator("main .btn-main").click()
    expect(page).to_have_url(re.compile("/studio$"))

    _sign_in(page, EVA)
    page.get_by_label("Code aus Ihrer App oder Notfallcode").fill("000000")
    page.get_by_role("button", name="Mit Code anmelden").click()
    expect(page.locator("#code-error")).to_contain_text("gilt nicht")
    page.get_by_label("Code aus Ihrer App oder Notfallcode").fill(code)
    page.get_by_role("button", name="Mit Code anmelden").click()
    expect(page).to_have_url(re.compile("/studio$"))
