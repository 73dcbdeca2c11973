"""Every page of the product, in its different states."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from leaderacademy.logbook.rules.archive import checksum


@dataclass(frozen=True)
class Place:
    """A page in one state: its address, who looks, and what happens first."""

    name: str
    address: str
    who: str = "guest"
    act: Callable[[Page], None] | None = None

    def open(self, page: Page) -> None:
        page.goto(self.address)
        if self.act is not None:
            self.act(page)
        # What is folded away belongs to the page as well.
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")


def send_empty(page: Page) -> None:
    """Press the button of the page's form without filling anything in."""
    page.locator("main form .btn-main").first.click()
    expect(page.locator(".field-error").first).to_be_visible()


def begin_booking(page: Page) -> None:
    page.locator('main a[href$="/buchen"]').first.click()
    expect(page.locator("#buchen")).to_be_visible()


def book_nothing(page: Page) -> None:
    begin_booking(page)
    send_empty(page)


def book(page: Page) -> None:
    begin_booking(page)
    texts = {
        "Vorname": "Inga",
        "Nachname": "Unterwegs",
        "Unternehmen": "Geländerbau Nord GmbH",
        "Branche": "Metallbau",
        "E-Mail": "inga@example.org",
        "Straße": "Hafenstraße 1",
        "Postleitzahl": "20457",
        "Ort": "Hamburg",
    }
    for control in page.locator("#buchen input:not([type=hidden]), #buchen textarea").all():
        label = control.evaluate("one => one.labels[0] ? one.labels[0].innerText : ''")
        text = next((texts[word] for word in texts if label.startswith(word)), "")
        if text:
            control.fill(text)
    page.locator("#course_stage").select_option(index=1)
    for name in ("business", "terms"):
        page.locator(f"#buchen [name={name}]").check()
    page.get_by_role("button", name="Zahlungspflichtig buchen").click()
    expect(page).to_have_url(re.compile("/buchung/"))


def begin_takt_test(page: Page) -> None:
    begin = page.locator("#takt-starten button")
    if begin.count():
        begin.click()
    expect(page.locator('main a[href*="/takt/"]')).to_be_visible()


def open_takt_question(page: Page) -> None:
    begin_takt_test(page)
    page.goto("/takt/" + (page.locator('main a[href*="/takt/"]').inner_text().rsplit("/", 1)[1]))
    page.locator("main .btn-main").click()
    expect(page.locator(".field-error")).to_be_visible()


def share_team_page(page: Page) -> None:
    page.locator("#teamseite-form .btn-main").click()
    expect(page.locator(".team-link a")).to_be_visible()


def open_team_page(page: Page) -> None:
    if not page.locator(".team-link a").count():
        share_team_page(page)
    page.goto("/team/" + page.locator(".team-link a").inner_text().rsplit("/", 1)[1])


def hear_the_team(page: Page) -> None:
    """Three answers, the end, and what was said side by side."""
    begin_takt_test(page)
    link = "/takt/" + page.locator('main a[href*="/takt/"]').inner_text().rsplit("/", 1)[1]
    for text in ("Für Balkone im bewohnten Haus", "Für Treppen", "Für Termine, die halten"):
        page.goto(link)
        page.locator("#text").fill(text)
        page.locator("main .btn-main").click()
        expect(page.locator("h1")).to_contain_text("Danke")
    page.goto("/takt-test")
    page.locator('form[action="/takt-test/beenden"] button').click()
    expect(page.locator('main input[name="hit"]').first).to_be_visible()


def certify(page: Page) -> None:
    if page.locator("#teilnahme-form").count():
        page.locator("#name").fill("Łucja Őry-Weiß")
        page.locator("#teilnahme-form .btn-main").click()
    expect(page.locator('main a[href$="/bescheinigung.pdf"]')).to_be_visible()


def check_certificate(page: Page) -> None:
    certify(page)
    page.get_by_role("link", name="Prüfseite ansehen").click()
    expect(page.locator("h1")).to_have_text("Diese Bescheinigung gilt")


def read_back(page: Page) -> None:
    file = {"name": "logbuch.json", "mimeType": "application/json", "buffer": SAVED}
    page.locator("#datei").set_input_files([file])  # type: ignore[list-item]
    page.locator("#einlesen-form .btn-main").click()
    expect(page.locator("#auswahl-form")).to_be_visible()


def check_in_wrongly(page: Page) -> None:
    page.locator("#naechste").fill("eins\nzwei\ndrei\nvier")
    page.locator("#check-in-form .btn-main").click()
    expect(page.locator(".error-summary")).to_be_visible()


FIELDS = {"st_leader": "Aus der Datei", "gy_owner": "Büro"}
SAVED = json.dumps(
    {
        "format": "leader-academy/logbuch",
        "version": 1,
        "exported_at": "2027-02-08",
        "fields": FIELDS,
        "checksum": checksum(FIELDS),
    }
).encode()

LESSONS = (
    "wer-steuert",
    "im-takt",
    "ziele-mit-kurs",
    "zielbaum",
    "kleine-schritte",
    "fuenf-gruende",
    "steuermann",
    "basiswissen",
    "aufwand-und-rollen",
    "haken-1-bis-3",
    "haken-4-und-5",
    "kurs-halten",
)


def open_first_account(page: Page) -> None:
    """One account of the list."""
    page.locator("tbody th a").first.click()
    expect(page.locator("#angaben")).to_be_visible()


PLACES = (
    Place("landing", "/"),
    Place("overview", "/kurs"),
    *(Place(f"lesson {slug}", f"/kurs/{slug}") for slug in LESSONS),
    Place("glossary", "/glossar"),
    Place("sources", "/quellen"),
    Place("self-check", "/selbst-check"),
    Place("self-check with errors", "/selbst-check", act=send_empty),
    Place("empty Logbuch", "/logbuch"),
    Place("nobody's account", "/konto"),
    Place("register", "/registrieren"),
    Place("register with errors", "/registrieren", act=send_empty),
    Place("sign in", "/anmelden"),
    Place("forgotten password", "/passwort-vergessen"),
    Place("training", "/training"),
    Place("booking form", "/training", act=begin_booking),
    Place("booking form with errors", "/training", act=book_nothing),
    Place("booked", "/training", act=book),
    Place("review, nothing due", "/wiederholen"),
    Place("review by an old link", "/wiederholen/link/gibt-es-nicht"),
    Place("Takt-Test, nothing yet", "/takt-test"),
    Place("Takt-Test, begun", "/takt-test", act=begin_takt_test),
    Place("Takt-Test, the team's page", "/takt-test", act=open_takt_question),
    Place("Takt-Test, over", "/takt/gibt-es-nicht"),
    Place("certificate, not finished", "/teilnahme"),
    Place("certificate, unknown number", "/teilnahme/AAAA-BBBB-CCCC"),
    Place("imprint", "/impressum"),
    Place("privacy", "/datenschutz"),
    Place("terms", "/agb"),
    Place("accessibility", "/barrierefreiheit"),
    Place("not found", "/kurs/gibt-es-nicht"),
    Place("overview, begun", "/kurs", "learner"),
    Place("lesson, answered", "/kurs/wer-steuert", "learner"),
    Place("lesson, order and match answered", "/kurs/ziele-mit-kurs", "learner"),
    Place("earlier answers", "/kurs/wer-steuert/fragen/leader-erkennen", "learner"),
    Place("self-check, compared", "/selbst-check", "learner"),
    Place("Logbuch, begun", "/logbuch", "learner"),
    Place("document, begun", "/logbuch/strategie", "learner"),
    Place("goal tree, begun", "/logbuch/zielbaum", "learner"),
    Place("goal tree, example", "/logbuch/zielbaum/beispiel"),
    Place("offers, example", "/logbuch/angebote/beispiel"),
    *(Place(f"example of {key}", f"/logbuch/{key}/beispiel") for key in ("strategie", "team")),
    Place("briefing, example", "/logbuch/briefing/beispiel"),
    Place("offers, begun", "/logbuch/angebote", "learner"),
    Place("team document, begun", "/logbuch/team", "learner"),
    Place("team page, to be shared", "/teamseite"),
    Place("team page, shared", "/teamseite", "learner", share_team_page),
    Place("team page, as the team sees it", "/teamseite", "learner", open_team_page),
    Place("team page, unknown link", "/team/gibt-es-nicht"),
    Place("check-in, no steps", "/check-in"),
    Place("check-in, old link", "/check-in/gibt-es-nicht"),
    Place("check-in with errors", "/check-in", "walker", check_in_wrongly),
    Place("reading back", "/logbuch/einlesen"),
    Place("reading back with errors", "/logbuch/einlesen", act=send_empty),
    Place("reading back, differences", "/logbuch/einlesen", "learner", read_back),
    Place("review, begun", "/wiederholen", "learner"),
    Place("review, due", "/wiederholen", "graduate"),
    Place("overview, finished", "/kurs", "graduate"),
    Place("certificate, to be made", "/teilnahme", "graduate"),
    Place("certificate, made", "/teilnahme", "graduate", certify),
    Place("certificate, as others check it", "/teilnahme", "graduate", check_certificate),
    Place("Takt-Test, answers side by side", "/takt-test", "graduate", hear_the_team),
    Place("check-in", "/check-in", "graduate"),
    Place("course mails", "/konto/nachrichten", "learner"),
    Place("account", "/konto", "learner"),
    Place("deletion", "/konto/loeschen", "learner"),
    Place("studio", "/studio", "trainer"),
    Place("studio, lessons", "/studio/lektionen", "trainer"),
    Place("studio, editor", "/studio/lektionen/wer-steuert", "trainer"),
    Place("studio, handbook", "/studio/hilfe", "trainer"),
    Place("studio, a whole text", "/studio/texte/glossar/ansicht", "trainer"),
    Place("studio, publishing", "/studio/lektionen/wer-steuert/veroeffentlichen", "trainer"),
    Place("studio, pictures", "/studio/bilder", "trainer"),
    Place("studio, exchange", "/studio/austausch", "trainer"),
    Place("studio, leaving", "/studio/austausch/ausgabe?form=xml", "trainer"),
    Place("studio, accounts", "/studio/konten", "trainer"),
    Place("studio, own account", "/studio/konten?rolle=trainer", "trainer", open_first_account),
    Place("studio, team", "/studio/team", "trainer"),
    Place("second factor", "/konto/zweiter-faktor", "trainer"),
)
