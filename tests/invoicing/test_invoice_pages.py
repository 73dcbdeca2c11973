"""The trainer finds every invoice, sees all that belongs to it, and can give it back."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job
from leaderacademy.invoicing import service
from leaderacademy.invoicing.models import Invoice
from leaderacademy.invoicing.rules.draft import Line
from leaderacademy.invoicing.service import listing
from tests.invoicing.desk import TINA, issue, without_rendering, work
from tests.invoicing.shop import NOW

LATER = NOW + timedelta(days=30)
LIST = "/studio/rechnungen"


@pytest.fixture(autouse=True)
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    without_rendering(monkeypatch)
    monkeypatch.setattr(clock, "now", lambda: LATER)


@pytest.fixture
def shop(app: Flask) -> dict[str, Invoice]:
    """One invoice in each state, all overdue."""
    made = {
        name: issue(f"{name} GmbH") for name in ("open", "partly", "paid", "refund", "cancelled")
    }
    for name, cents in (("partly", 40_000), ("paid", 82_110), ("refund", 90_000)):
        service.record_payment(made[name].id, cents, NOW.date(), NOW, key=name)
    made["note"] = service.issue_credit_note(made["cancelled"].id, NOW, TINA, reason="Abgesagt")
    session.commit()
    return made


FILTERS = {
    "": {"open", "partly", "paid", "refund", "cancelled"},
    "open": {"open", "partly"},
    "overdue": {"open", "partly"},
    "partly": {"partly"},
    "paid": {"paid"},
    "credited": {"cancelled"},
    "refund": {"refund"},
    "credit-notes": {"note"},
    "nonsense": {"open", "partly", "paid", "refund", "cancelled"},
}


@pytest.mark.parametrize("state", FILTERS)
def test_the_list_is_filtered(shop: dict[str, Invoice], state: str) -> None:
    found = listing.list_invoices(LATER.date(), state=state)
    numbers = {invoice.number: name for name, invoice in shop.items()}
    assert {numbers[row.number] for row in found.rows} == FILTERS[state]
    assert found.count == len(FILTERS[state])


def test_the_sums_are_those_of_what_was_found(shop: dict[str, Invoice], trainer: Any) -> None:
    found = listing.list_invoices(LATER.date())
    assert (found.gross_cents, found.open_cents) == (5 * 82_110, 82_110 + 42_110)
    assert found.refund_cents == 90_000 - 82_110
    page = trainer.visit(LIST)
    assert "Offen1.242,20" in page.text
    assert "Rückzahlung offen" in page.text
    assert page.text.count("überfällig") == 3  # the filter's word and two invoices


@pytest.mark.parametrize("words", ["RE-2027-0002", "partly", "PARTLY gmbh", "0002"])
def test_searching(shop: dict[str, Invoice], trainer: Any, words: str) -> None:
    page = trainer.visit(f"{LIST}?q={words}")
    assert [cell.text_content() for cell in page.select("tbody th")] == ["RE-2027-0002"]


def test_what_is_typed_into_the_search_is_only_text(shop: dict[str, Invoice], trainer: Any) -> None:
    for words in ("%25", "_", "'%3B--", "<b>"):
        assert "Nichts gefunden" in trainer.visit(f"{LIST}?q={words}").text
    trainer.visit(f"{LIST}?seite=999")
    trainer.visit(f"{LIST}?seite=x&zustand=y")


def test_a_search_for_a_zero_byte_finds_all(shop: dict[str, Invoice], trainer: Any) -> None:
    page = trainer.visit(f"{LIST}?q=%00")
    assert shop["open"].number in page.text


def test_the_list_takes_few_queries(shop: dict[str, Invoice], trainer: Any, app: Flask) -> None:
    seen: list[str] = []
    engine = app.extensions["engine"]
    event.listen(engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
    trainer.visit(f"{LIST}?q=GmbH&zustand=open")
    selects = [text for text in seen if text.lstrip().upper().startswith("SELECT")]
    assert len(selects) <= 6, selects


def test_a_page_of_fifty(app: Flask, trainer: Any) -> None:
    for _ in range(51):
        issue()
    first, second = trainer.visit(LIST), trainer.visit(f"{LIST}?seite=2")
    assert len(first.select("tbody tr")) == 50
    assert len(second.select("tbody tr")) == 1
    assert second.one("a[rel=prev]").get("href") == f"{LIST}?seite=1"


def test_an_empty_list_says_how_the_first_comes(trainer: Any) -> None:
    assert "Noch keine Rechnung" in trainer.visit(LIST).text


def test_one_invoice_shows_all_that_belongs_to_it(shop: dict[str, Invoice], trainer: Any) -> None:
    page = trainer.visit(f"{LIST}/{shop['partly'].id}")
    for words in ("teilweise bezahlt", "400,00", "421,10", "BST-4711", "Tina Trainer", "131,10"):
        assert words in page.text
    page = trainer.visit(f"{LIST}/{shop['cancelled'].id}")
    assert shop["note"].number in page.text
    assert "Abgesagt" in page.text
    page = trainer.visit(f"{LIST}/{shop['note'].id}")
    assert f"zur Rechnung {shop['cancelled'].number}" in page.text


def test_one_press_leads_to_the_booking(shop: dict[str, Invoice], trainer: Any) -> None:
    page = trainer.visit(f"/studio/rechnungen/{next(iter(shop.values())).id}")
    (link,) = [one for one in page.select("main a") if "Zur Buchung" in one.text_content()]
    assert link.get("href") == "/studio/buchungen/1"


def test_the_pdf_is_the_stored_one(shop: dict[str, Invoice], trainer: Any) -> None:
    address = f"{LIST}/{shop['open'].id}/beleg.pdf"
    assert trainer.get(address).status_code == 303
    work()
    answer = trainer.get(address)
    assert (answer.data, answer.mimetype) == (b"%PDF a", "application/pdf")
    assert "no-store" in answer.headers["Cache-Control"]


def mails() -> list[dict[str, Any]]:
    return [job.payload for job in session.scalars(select(Job).where(Job.kind == "mail"))]


def test_sending_again_twice_is_one_mail(shop: dict[str, Invoice], trainer: Any) -> None:
    page = trainer.visit(f"{LIST}/{shop['open'].id}")
    for _ in range(2):
        answer = trainer.submit(page, f"{LIST}/{shop['open'].id}/senden")
    assert "noch einmal an buch@oeztuerk.example" in answer.text
    (mail,) = mails()
    assert mail["attached"] == [["invoice", shop["open"].id]]
    assert "per Mail gesendet" in answer.text


def credit(trainer: Any, invoice: Invoice, **typed: str) -> Any:
    address = f"{LIST}/{invoice.id}/stornieren"
    return trainer.submit(trainer.visit(address), "storno", **typed)


def test_all_is_given_back_with_a_reason(shop: dict[str, Invoice], trainer: Any) -> None:
    page = credit(trainer, shop["open"], extent="all", reason="Training fiel aus")
    assert "Stornorechnung SR-2027-0002 ist ausgestellt" in page.text
    assert "Training fiel aus" in page.text
    assert service.balance_of(shop["open"].id).state == "cancelled"
    again = trainer.visit(f"{LIST}/{shop['open'].id}/stornieren")
    assert "schon ganz storniert" in again.text


def test_a_part_is_given_back(shop: dict[str, Invoice], trainer: Any) -> None:
    typed = {"extent": "part", "amount": "100,00", "text": "Nachlass", "reason": "Beginn verspätet"}
    credit(trainer, shop["open"], **typed)
    note = service.invoices_of("booking:1")[-1]
    assert note.lines == (Line("Nachlass", 10_000),)
    assert (note.gross_cents, note.note) == (11_900, "Beginn verspätet")
    assert service.open_amount(shop["open"].id) == 82_110 - 11_900


def test_the_same_form_gives_back_once(shop: dict[str, Invoice], trainer: Any) -> None:
    page = trainer.visit(f"{LIST}/{shop['open'].id}/stornieren")
    typed = {"extent": "part", "amount": "100,00", "reason": "Beginn verspätet"}
    trainer.submit(page, "storno", 200, **typed)
    second = trainer.submit(page, "storno", 409, **typed)
    assert "zuletzt mit SR-2027-0002" in second.text
    assert second.one("#amount").get("value") == "100,00"
    assert service.balance_of(shop["open"].id).credited == 11_900
    trainer.submit(second, "storno", 200)
    assert service.balance_of(shop["open"].id).credited == 23_800


WRONG = [
    ({"extent": "all", "reason": ""}, "warum"),
    ({"extent": "part", "amount": "abc", "reason": "x"}, "821,10"),
    ({"extent": "part", "amount": "0", "reason": "x"}, "größer als null"),
    ({"extent": "part", "amount": "690,01", "reason": "x"}, "nicht mehr übrig"),
    ({"extent": "some", "reason": "x"}, "einen der Einträge"),
    ({"extent": "all", "reason": "x" * 301}, "zu lang"),
]


@pytest.mark.parametrize(("typed", "words"), WRONG)
def test_a_wrong_credit_is_explained_and_keeps_what_was_typed(
    shop: dict[str, Invoice], trainer: Any, typed: dict[str, str], words: str
) -> None:
    page = credit(trainer, shop["open"], **typed)
    assert page.status == 422
    assert words in page.one("#fehler").text_content() or words in page.text
    assert page.one("#reason").text_content().strip() == typed["reason"]
    assert len(service.invoices_of("booking:1")) == 6
