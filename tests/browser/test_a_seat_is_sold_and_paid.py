"""A trainer adds a date, a buyer books it on the phone by keyboard, and all that follows."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.keyboard import Keyboard
from tests.browser.product import Product
from tests.invoicing.bank import camt

BUYER = "k.lotsen@lotsen-metallbau.example"
TYPED = {
    "first_name_1": "Katrin",
    "last_name_1": "Lotsen",
    "company": "Lotsen-Metallbau GmbH",
    "industry": "Metallbau",
    "email": BUYER,
    "street": "Werftstraße 12",
    "postcode": "20457",
    "town": "Hamburg",
}


@pytest.fixture
def studio(browse: Callable[..., Page], look: Callable[..., Page]) -> Page:
    """The trainer at the desk, signed in once for all tests."""
    cookies = look("trainer").context.cookies()
    page = browse(offline_pages=False)
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    return page


def test_from_a_new_date_to_a_paid_invoice_and_back(
    studio: Page, browse: Callable[..., Page], product: Product
) -> None:
    address = add_a_date(studio)
    phone = browse(viewport=PHONE)
    first = book_by_keyboard(phone, address)
    second = book_by_keyboard(phone, address)
    number = pay_by_bank(studio, first)
    pay_by_hand(studio, second)
    replace_somebody(studio, first)
    cancel_with_a_credit_note(studio, first)
    phone.goto(product.link_in(product.mail_to(BUYER, "storniert", 60)))
    expect(phone.locator("main")).to_contain_text("Storniert")
    expect(phone.locator("main")).to_contain_text("Sie bekommen 821,10")
    expect(phone.locator("main")).to_contain_text(number)


def add_a_date(page: Page) -> str:
    """The address where the new date is booked."""
    page.goto("/studio/termine/neu")
    for name, text in (("day", "14.05.2037"), ("place", "Lübeck"), ("price", "690")):
        page.locator(f"#{name}").fill(text)
    page.get_by_role("button", name="Termin anlegen").click()
    expect(page.locator(".flashes")).to_contain_text("ab sofort buchbar")
    return page.locator("main .facts a").inner_text()


def book_by_keyboard(page: Page, address: str) -> str:
    """The address of the booking, made with Tab, letters and Space alone."""
    page.goto(address)
    keys = Keyboard(page)
    for name, text in TYPED.items():
        keys.type(f"#{name}", text)
    keys.tick("#buchen [name=business]")
    keys.choose("#course_stage", "lesson-8")
    keys.tick("#buchen [name=terms]")
    with page.expect_navigation():
        keys.activate('button[value="book"]')
    expect(page).to_have_url(re.compile("/buchung/"))
    expect(page.locator("main")).to_contain_text("Gebucht.")
    expect(page.locator(".transfer")).to_contain_text("821,10")
    return page.url


def open_booking(page: Page, of_buyer: str) -> None:
    """Find the booking by its company, and the one that leads to this buyer's page."""
    page.goto("/studio/buchungen?termin=2037-05-14-luebeck")
    page.locator("#q").fill("Lotsen metallbau")
    page.get_by_role("button", name="Filtern").click()
    token = of_buyer.rsplit("/", 1)[1]
    for link in [one.get_attribute("href") for one in page.locator("tbody th a").all()]:
        page.goto(str(link))
        if page.locator(f'main a[href$="{token}"]').count():
            return
    raise AssertionError(f"{token} is not in the list")


def invoice_number(page: Page) -> str:
    return re.findall(r"RE-\d+-\d+", page.locator("main").inner_text())[0]


def pay_by_bank(page: Page, buyer: str) -> str:
    """Hand in a statement, look at what fits, book it; the number of the invoice."""
    open_booking(page, buyer)
    number = invoice_number(page)
    page.goto("/studio/zahlungen")
    rows = [(82_110, "Lotsen-Metallbau", f"Rechnung {number}"), (555, "Fremd AG", "Irrtum")]
    file = {"name": "umsaetze.xml", "mimeType": "text/xml", "buffer": camt(*rows)}
    page.locator("#file").set_input_files([file])  # type: ignore[list-item]
    page.get_by_role("button", name="Einlesen").click()
    # The page looks again by itself until the worker has read the file.
    expect(page.locator("#auszug")).to_contain_text("passt genau")
    expect(page.locator("#auszug")).to_contain_text("Weder Rechnungsnummer noch Name")
    page.get_by_role("button", name="Angekreuzte buchen").click()
    expect(page.locator(".flashes")).to_contain_text("Gebucht: 1 Zahlung, zusammen 821,10")
    open_booking(page, buyer)
    expect(page.locator("main")).to_contain_text("nichts offen")
    return number


def pay_by_hand(page: Page, buyer: str) -> None:
    open_booking(page, buyer)
    number = invoice_number(page)
    page.goto("/studio/rechnungen")
    page.locator("#q").fill(number)
    page.get_by_role("button", name="Zeigen").click()
    page.get_by_role("link", name=number).click()
    page.locator("#zahlung button").click()
    expect(page.locator(".flashes")).to_contain_text("ausgeglichen")
    page.get_by_role("link", name="Zur Buchung").click()
    expect(page.locator("h1")).to_have_text("Lotsen-Metallbau GmbH")


def replace_somebody(page: Page, buyer: str) -> None:
    open_booking(page, buyer)
    page.get_by_role("link", name="Ersatzperson für Katrin Lotsen").click()
    page.locator("#first_name_1").fill("Jens")
    page.locator("#last_name_1").fill("Brandt")
    page.locator("#ersatz .btn-main").click()
    expect(page.locator("main")).to_contain_text("Jens Brandt")


def cancel_with_a_credit_note(page: Page, buyer: str) -> None:
    open_booking(page, buyer)
    page.get_by_role("link", name="Stornieren").click()
    page.locator("[name=cost][value=free]").check()
    page.get_by_role("button", name="Verbindlich stornieren").click()
    expect(page.locator("main")).to_contain_text("Stornorechnung SR-")
    expect(page.locator("main")).to_contain_text("zu erstatten 821,10")


def test_reminders_and_the_day_itself(
    studio: Page, browse: Callable[..., Page], world: dict[str, str], product: Product
) -> None:
    page = studio
    remind_the_late(page, product)
    check_in_on_the_phone(page, browse, world)
    correct_invoices_of_a_moved_date(page, world)


def remind_the_late(page: Page, product: Product) -> None:
    page.goto("/studio/rechnungen/mahnungen")
    boxes = page.locator("input[name=send]")
    for box in boxes.all()[1:]:
        box.uncheck()
    before = boxes.count()
    page.get_by_role("button", name="Angekreuzte senden").click()
    expect(page.locator(".flashes")).to_contain_text("1 Mail geht hinaus.")
    expect(boxes).to_have_count(before - 1)
    assert "RE-" in product.mail_to("@", "Zahlungserinnerung", 60)


def check_in_on_the_phone(page: Page, browse: Callable[..., Page], world: dict[str, str]) -> None:
    phone = browse(viewport=PHONE, offline_pages=False)
    phone.context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    phone.goto(f"{world['today date']}/anwesenheit")
    expect(phone.locator(".door-count")).to_contain_text("1 von 3")
    jens = phone.locator(".door li", has_text="Jens Brandt")
    jens.locator(".btn-ink").click()
    expect(phone.locator(".door-count")).to_contain_text("2 von 3")
    phone.get_by_role("button", name="Bescheinigungen ausstellen").click()
    expect(phone.locator(".flashes")).to_contain_text("1 Bescheinigung ist ausgestellt")
    expect(phone.locator("main")).to_contain_text("bescheinigt")


def correct_invoices_of_a_moved_date(page: Page, world: dict[str, str]) -> None:
    page.goto(world["moved date"])
    page.locator("#berichtigen button").click()
    expect(page.locator(".flashes")).to_contain_text("berichtigt")
    page.goto(world["outdated in the studio"])
    # The worker comes by within a second or two, after papers that are due already.
    for _ in range(80):
        if "SR-" in page.locator("main").inner_text():
            break
        page.wait_for_timeout(250)
        page.reload()
    expect(page.locator("main")).to_contain_text("Sie nannte noch den alten Tag")
