"""Begun on the phone without an account, gone on at the desk: nothing is lost on either side."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from leaderacademy.content.course import Course
from tests.browser.conftest import PHONE
from tests.browser.learner import Learner
from tests.browser.product import Product

ADDRESS = "inga.unterwegs@example.org"
PASSWORD = "vier Boote im Nebel"
FIRST, SECOND = "wer-steuert", "im-takt"


def test_what_was_begun_on_the_phone_and_at_the_desk_is_together_after_signing_in(
    browse: Callable[..., Page], product: Product, course: Course
) -> None:
    phone = Learner(browse(viewport=PHONE), course)
    begin_on_the_phone(phone)
    register(phone.page)
    confirm(phone.page, product)

    desk = Learner(browse(), course)
    begin_at_the_desk(desk)
    sign_in(desk.page)

    for device in (desk, phone):
        everything_is_there(device)
    both_versions_wait(desk.page)


def begin_on_the_phone(phone: Learner) -> None:
    lesson = phone.open(FIRST)
    phone.answer(lesson.questions[0].id, right=False)
    phone.answer(lesson.questions[1].id)
    phone.page.locator("#feld-st_leader").fill("Inga, die Chefin")
    phone.page.locator("#feld-g10_statement").fill("Wir führen im Umkreis.")
    expect(phone.saved("mein-hafen")).to_contain_text("Gespeichert")


def begin_at_the_desk(desk: Learner) -> None:
    lesson = desk.open(SECOND)
    desk.answer(lesson.questions[0].id)
    desk.page.locator("#feld-tm_direction").fill("Nach Norden, und zwar zügig.")
    expect(desk.saved("richtung-und-takt-test")).to_contain_text("Gespeichert")
    desk.open(FIRST)
    desk.page.locator("#feld-st_leader").fill("Die Vertriebsleitung")
    expect(desk.saved("mein-hafen")).to_contain_text("Gespeichert")


def register(page: Page) -> None:
    page.goto("/registrieren")
    page.get_by_label("Ihr Name").fill("Inga Unterwegs")
    page.get_by_label("E-Mail", exact=True).fill(ADDRESS)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Konto anlegen").click()
    expect(page.locator("h1")).to_have_text("Fast geschafft")


def confirm(page: Page, product: Product) -> None:
    page.goto(product.link_in(product.mail_to(ADDRESS, "bestätigen")))
    page.get_by_role("button", name="Adresse bestätigen").click()
    page.goto("/konto")
    expect(page.locator("main")).to_contain_text("bestätigt")
    expect(page.locator("main")).not_to_contain_text("noch nicht bestätigt")


def sign_in(page: Page) -> None:
    page.goto("/anmelden")
    page.get_by_label("E-Mail", exact=True).fill(ADDRESS)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.locator(".site-head")).to_contain_text("Inga Unterwegs")


def everything_is_there(device: Learner) -> None:
    first = device.open(FIRST)
    expect(device.page.locator(f"#frage-{first.questions[0].id}")).to_contain_text("Noch nicht.")
    expect(device.page.locator(f"#frage-{first.questions[1].id}")).to_contain_text("Richtig.")
    expect(device.page.locator("#feld-g10_statement")).to_have_value("Wir führen im Umkreis.")
    second = device.open(SECOND)
    expect(device.page.locator(f"#frage-{second.questions[0].id}")).to_contain_text("Richtig.")
    direction = device.page.locator("#feld-tm_direction")
    expect(direction).to_have_value("Nach Norden, und zwar zügig.")


def both_versions_wait(page: Page) -> None:
    """The field that was filled differently on both devices keeps both until somebody decides."""
    page.goto("/logbuch/strategie")
    versions = page.locator("#feld-st_leader-fassungen .own-words")
    texts = sorted(versions.all_inner_texts())
    assert texts == ["Die Vertriebsleitung", "Inga, die Chefin"]
    page.get_by_role("button", name="Diese nehmen").click()
    expect(versions).to_have_count(0)
    kept = page.locator("#feld-st_leader").input_value()
    page.reload()
    expect(page.locator("#feld-st_leader")).to_have_value(kept)
