"""The pages of booking and money in every state, by the names that `shop.py` gives them."""

from playwright.sync_api import Page, expect

from tests.browser.pages import Place, send_empty


def send_empty_name(page: Page) -> None:
    """Both names of whoever comes instead are missing."""
    for name in ("first_name_1", "last_name_1"):
        page.locator(f"#{name}").fill("")
    send_empty(page)


def cost_without_percent(page: Page) -> None:
    page.locator("[name=cost][value=other]").check()
    send_empty(page)


def enter_nothing(page: Page) -> None:
    page.locator("#zahlung button").click()
    expect(page.locator(".error-summary")).to_be_visible()


def credit_nothing(page: Page) -> None:
    page.locator("#storno button").click()
    expect(page.locator(".field-error").first).to_be_visible()


def choose_a_date(page: Page) -> None:
    page.locator(".move-dates a").first.click()
    expect(page.locator("#umbuchen")).to_be_visible()


def send_wrong_day(page: Page) -> None:
    page.locator("#day").fill("irgendwann")
    page.locator("#seats").fill("0")
    send_empty(page)


def of_a_trainer(name: str, address: str) -> Place:
    return Place(name, address, "trainer")


BUYER = (
    *(Place(f"booking, {state}", state) for state in ("unpaid", "partly", "paid", "cancelled")),
    *(Place(f"booking, {state}", state) for state in ("moved", "vies", "date off", "card")),
    Place("somebody else comes, with errors", "unpaid/teilnehmer/1", act=send_empty_name),
    Place("moving", "unpaid/umbuchen"),
    Place("moving, the new price", "unpaid/umbuchen", act=choose_a_date),
    Place("moving, too often", "moved/umbuchen"),
    Place("cancelling", "unpaid/stornieren"),
    Place("card, ready", "card/karte"),
    *(Place(f"card, {said}", f"card/karte?stand={said}") for said in ("fertig", "abgebrochen")),
    Place("card, paid", "paid/karte"),
    Place("sold out", "full checkout"),
    Place("waiting list, to join", "full line"),
    Place("waiting list, with errors", "full line", act=send_empty),
    Place("date cancelled", "off checkout"),
    *(Place(f"line, {state}", f"line {state}") for state in ("waiting", "expired", "left")),
    *(Place(f"line, {state}", f"line {state}") for state in ("offered", "offered half")),
)
STUDIO = (
    of_a_trainer("studio with work", "/studio"),
    of_a_trainer("dates", "/studio/termine"),
    of_a_trainer("new date", "/studio/termine/neu"),
    Place("new date with errors", "/studio/termine/neu", "trainer", send_wrong_day),
    of_a_trainer("date with invoices to correct", "moved date"),
    of_a_trainer("date cancelled, studio", "off date"),
    of_a_trainer("cancelling a date", "main date/absagen"),
    of_a_trainer("editing a sold date", "main date/bearbeiten"),
    of_a_trainer("participants", "today date/teilnehmer"),
    of_a_trainer("at the door", "today date/anwesenheit"),
    of_a_trainer("preparation", "today date/vorbereitung"),
    of_a_trainer("bookings", "/studio/buchungen"),
    of_a_trainer("bookings, nothing found", "/studio/buchungen?q=gibtesnicht"),
    of_a_trainer("one booking", "unpaid in the studio"),
    of_a_trainer("one booking, outdated", "outdated in the studio"),
    of_a_trainer("one booking, VIES", "vies in the studio"),
    Place("replacing", "unpaid in the studio/teilnehmer/2", "trainer", send_empty_name),
    Place("cancelling it", "unpaid in the studio/stornieren", "trainer", cost_without_percent),
    of_a_trainer("waiting lists", "/studio/warteliste"),
    of_a_trainer("vouchers", "/studio/gutscheine"),
    of_a_trainer("voucher", "voucher"),
    Place("voucher form with errors", "/studio/gutscheine/neu", "trainer", send_empty),
    of_a_trainer("invoices", "/studio/rechnungen"),
    of_a_trainer("invoice, unpaid", "unpaid invoice"),
    of_a_trainer("invoice, money back", "cancelled invoice"),
    Place("crediting", "unpaid invoice/stornieren", "trainer", credit_nothing),
    of_a_trainer("reminders", "/studio/rechnungen/mahnungen"),
    of_a_trainer("waiting for VIES", "/studio/rechnungen/wartend"),
    of_a_trainer("payments", "/studio/zahlungen"),
    Place("payments with errors", "/studio/zahlungen", "trainer", enter_nothing),
    of_a_trainer("open payments", "/studio/zahlungen/offen"),
    *(
        of_a_trainer(f"statement, {state}", f"statement {state}")
        for state in ("ready", "failed", "booked", "reading")
    ),
    of_a_trainer("card payments", "/studio/kartenzahlungen"),
    of_a_trainer("log", "/studio/protokoll"),
)
MONEY_PLACES = BUYER + STUDIO


def at(place: Place, world: dict[str, str]) -> Place:
    """The place with its real address: what stands before the first slash is a name."""
    if place.address.startswith("/"):
        return place
    name, slash, rest = place.address.partition("/")
    return Place(place.name, world[name] + slash + rest, place.who, place.act)
