"""What waits for VIES is shown with what to do, counted in the health line, and exported."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job
from leaderacademy.invoicing import service
from leaderacademy.invoicing.models import WaitingInvoice
from leaderacademy.invoicing.rules.vies import ViesAnswer
from leaderacademy.invoicing.service import confirming
from leaderacademy.invoicing.service.waiting import draft_of
from tests.invoicing.bank import camt
from tests.invoicing.desk import hand_in, issue, without_rendering
from tests.invoicing.shop import AUSTRIAN, NOW, ONLINE, draft

PAGE = "/studio/rechnungen/wartend"


@pytest.fixture
def waiting(app: Flask, monkeypatch: pytest.MonkeyPatch) -> WaitingInvoice:
    without_rendering(monkeypatch)
    made = service.request_invoice(draft(AUSTRIAN, ONLINE), NOW)
    session.commit()
    assert isinstance(made, WaitingInvoice)
    return made


def give_up() -> None:
    """The last rung of the ladder."""
    session.execute(update(Job).where(Job.kind == "check-vat-id").values(failed_at=NOW))
    session.commit()


def test_while_it_is_asked_there_is_nothing_to_do(waiting: WaitingInvoice, trainer: Any) -> None:
    assert "fragt von selbst" in trainer.visit(PAGE).text
    assert service.health(NOW).is_well


def test_when_the_tries_ran_out_the_trainer_asks_again(
    waiting: WaitingInvoice, trainer: Any
) -> None:
    give_up()
    assert service.health(NOW).stuck_invoices == 1
    page = trainer.visit(PAGE)
    assert "bitte handeln" in page.text
    assert "Fragen Sie jetzt erneut" in page.text
    page = trainer.submit(page, f"{PAGE}/{waiting.id}/fragen")
    assert "fragt von selbst" in page.text
    assert service.health(NOW).stuck_invoices == 0


def test_a_refused_vat_id_is_corrected_and_asked(waiting: WaitingInvoice, trainer: Any) -> None:
    confirming.apply_answer(waiting.id, ViesAnswer("invalid"), NOW)
    session.commit()
    page = trainer.visit(PAGE)
    assert "Was hilft" in page.text
    assert "nicht bekannt" in page.text
    wrong = trainer.submit(page, f"{PAGE}/{waiting.id}/berichtigen", vat_id="ATU12345678")
    assert wrong.status == 422
    assert wrong.one(f"#ust-{waiting.id}").get("value") == "ATU12345678"
    assert trainer.submit(page, f"{PAGE}/{waiting.id}/berichtigen", vat_id="").status == 422
    trainer.submit(page, f"{PAGE}/{waiting.id}/berichtigen", vat_id="atu 13585627")
    session.expire_all()
    now = session.get_one(WaitingInvoice, waiting.id)
    assert (now.state, now.vat_id) == ("waiting", "ATU13585627")
    assert draft_of(now).recipient.vat_id == "ATU13585627"
    invoice = confirming.apply_answer(waiting.id, ViesAnswer("valid"), NOW)
    session.commit()
    assert invoice is not None
    assert invoice.recipient.vat_id == "ATU13585627"
    late = trainer.submit(page, f"{PAGE}/{waiting.id}/fragen")
    assert "wartet nicht mehr" in late.text
    history = trainer.visit(f"/studio/rechnungen/{invoice.id}").text
    assert "USt-IdNr. von ATU12345675 in ATU13585627 berichtigt" in history


def test_nothing_waits(trainer: Any) -> None:
    assert "Nichts wartet" in trainer.visit(PAGE).text


def test_the_health_line_counts_money_and_invoices(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_rendering(monkeypatch)
    issue()
    paid = issue()
    service.record_payment(paid.id, 82_110, NOW.date(), NOW, key="a")
    hand_in(camt((500, "A", "x"), (700, "B", "y")))
    before, after = service.health(NOW), service.health(NOW + timedelta(days=15))
    assert (before.unmatched_lines, before.unmatched_cents) == (2, 1_200)
    assert (before.overdue_invoices, after.overdue_invoices) == (0, 1)
    assert not before.is_well


def test_the_export_of_a_subject_holds_all_of_its_money(waiting: WaitingInvoice) -> None:
    made = issue()
    service.record_payment(made.id, 500, NOW.date(), NOW, key="a", note="bar")
    confirming.apply_answer(waiting.id, ViesAnswer("invalid"), NOW)
    other = service.issue_invoice(draft(subject="booking:2"), NOW)
    data = service.export_subjects(["booking:1"])
    (invoice,) = data["invoices"]
    assert (invoice["number"], invoice["payments"][0]["note"]) == (made.number, "bar")
    assert data["waiting_invoices"][0]["state"] == "refused"
    assert data["vat_id_evidence"][0]["answer"] == "invalid"
    assert other.number not in str(data)
    assert service.export_subjects([])["invoices"] == []


def test_what_is_kept_ends_eight_years_after_the_year_of_issue(app: Flask) -> None:
    assert service.retention_of(["booking:1"]).until is None
    issue()
    kept = service.retention_of(["booking:1"])
    assert kept.until is not None
    assert (kept.count, kept.until.isoformat()) == (1, "2035-12-31")
    assert clock.now() is not None
