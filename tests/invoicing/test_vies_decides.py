"""A reverse-charge invoice is issued once VIES has confirmed the VAT ID, and only then."""

import socket
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from leaderacademy.core.audit import Actor, history_of
from leaderacademy.core.database import session
from leaderacademy.core.jobs import LADDER, Job, run_due
from leaderacademy.invoicing import service
from leaderacademy.invoicing.jobs import check_vat_id
from leaderacademy.invoicing.models import Invoice, WaitingInvoice
from leaderacademy.invoicing.rules.operator import DEMO
from leaderacademy.invoicing.rules.vies import ViesSilent
from leaderacademy.invoicing.service import confirming
from leaderacademy.invoicing.service import vies as adapter
from tests.invoicing.shop import AUSTRIAN, NOW, ONLINE, draft
from tests.invoicing.vies import Vies, running

TINA = Actor(7, "Tina Trainer")


@pytest.fixture
def vies(app: Flask) -> Iterator[Vies]:
    with running() as server:
        service.configure(DEMO, server.url)
        yield server
    service.configure(DEMO)


@pytest.fixture
def waiting(vies: Vies) -> WaitingInvoice:
    made = service.request_invoice(draft(AUSTRIAN, ONLINE), NOW)
    session.commit()
    assert isinstance(made, WaitingInvoice)
    return made


def ask(waiting: WaitingInvoice, now: datetime = NOW) -> WaitingInvoice:
    """Run the job that asks VIES, and nothing else."""
    session.execute(update(Job).where(Job.kind != "check-vat-id").values(done_at=now))
    session.commit()
    run_due(now, limit=1)  # not the rendering that may follow
    session.expire_all()
    return session.get_one(WaitingInvoice, waiting.id)


def check_job() -> Job:
    return session.scalars(select(Job).where(Job.kind == "check-vat-id").order_by(-Job.id)).first()  # type: ignore[return-value]


def invoices() -> int:
    return session.scalar(select(func.count()).select_from(Invoice)) or 0


def test_a_valid_vat_id_lets_the_invoice_out(vies: Vies, waiting: WaitingInvoice) -> None:
    heard: list[Invoice] = []
    service.on_issued.append(lambda invoice, _now: heard.append(invoice))
    try:
        after = ask(waiting)
    finally:
        service.on_issued.pop()
    (invoice,) = session.scalars(select(Invoice)).all()
    assert (after.state, after.invoice_id) == ("issued", invoice.id)
    assert (invoice.vat_category, invoice.vat_cents) == ("AE", 0)
    assert invoice.reference == waiting.reference
    assert [one.id for one in heard] == [invoice.id]
    assert vies.asked == [
        {
            "countryCode": "AT",
            "vatNumber": "U12345675",
            "requesterMemberStateCode": "DE",
            "requesterNumber": "111111125",
        }
    ]


def test_the_evidence_is_kept(vies: Vies, waiting: WaitingInvoice) -> None:
    ask(waiting)
    (kept,) = service.evidence_of("booking:1")
    assert (kept.answer, kept.vat_id, kept.asked_at) == ("valid", "ATU12345675", NOW)
    assert kept.consultation_number == "WAPIAAAAYeR4abcd"
    assert kept.address == "Bahnhofstraße 3 9020 Klagenfurt"


def test_run_twice_it_is_one_invoice(vies: Vies, waiting: WaitingInvoice) -> None:
    for _ in range(2):
        check_vat_id({"waiting_id": waiting.id}, NOW)
        session.commit()
    assert invoices() == 1
    assert len(vies.asked) == 1


def test_two_workers_with_the_same_answer_issue_one(vies: Vies, waiting: WaitingInvoice) -> None:
    answer = adapter.ask_vies("ATU12345675")
    assert confirming.apply_answer(waiting.id, answer, NOW) is not None
    session.commit()
    assert confirming.apply_answer(waiting.id, answer, NOW) is None
    session.commit()
    assert invoices() == 1


def test_without_its_condition_there_would_be_two(vies: Vies, waiting: WaitingInvoice) -> None:
    answer = adapter.ask_vies("ATU12345675")
    for _ in range(2):
        session.execute(update(WaitingInvoice).values(state="waiting", invoice_id=None))
        confirming.apply_answer(waiting.id, answer, NOW)
        session.commit()
    assert invoices() == 2


def test_an_invalid_vat_id_is_said_in_german(vies: Vies, waiting: WaitingInvoice) -> None:
    vies.mode = "invalid"
    after = ask(waiting)
    assert (after.state, after.invoice_id, invoices()) == ("refused", None, 0)
    assert after.state_in_words.startswith("VIES kennt die USt-IdNr. ATU12345675 nicht.")
    assert [one.id for one in service.unsettled_invoices()] == [waiting.id]
    assert [(e.answer, e.name) for e in service.evidence_of("booking:1")] == [("invalid", "")]
    assert [entry.action for entry in history_of("booking:1")] == ["vat-id-refused"]
    assert check_job().done_at == NOW  # an answer is an answer: nothing to try again


def test_the_trainer_lets_it_be_asked_again(vies: Vies, waiting: WaitingInvoice) -> None:
    vies.mode = "invalid"
    ask(waiting)
    vies.mode = "valid"
    assert service.ask_again(waiting.id, NOW, TINA)
    session.commit()
    assert ask(waiting).state == "issued"
    assert not service.ask_again(waiting.id, NOW, TINA)
    assert service.unsettled_invoices() == []


@pytest.mark.parametrize("mode", ["half", "busy", "broken", "html", "list", "undecided", "other"])
def test_no_clear_answer_is_tried_again(vies: Vies, waiting: WaitingInvoice, mode: str) -> None:
    vies.mode = mode
    after = ask(waiting)
    job = check_job()
    assert (after.state, after.tried_at, invoices()) == ("waiting", NOW, 0)
    assert (job.done_at, job.run_at) == (None, NOW + LADDER[0])
    assert (job.last_error or "").startswith("ViesSilent")
    assert "noch nicht geantwortet" in after.state_in_words
    vies.mode = "valid"
    assert ask(waiting, NOW + LADDER[0]).state == "issued"
    assert [e.answer for e in service.evidence_of("booking:1")] == ["unavailable", "valid"]


def test_a_refused_connection_is_tried_again(waiting: WaitingInvoice) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound, but nobody listens
        service.configure(DEMO, f"http://127.0.0.1:{closed.getsockname()[1]}")
        assert ask(waiting).state == "waiting"
    assert check_job().run_at == NOW + LADDER[0]


@pytest.mark.parametrize("mode", ["slow", "drip"])
def test_who_takes_too_long_is_tried_again(
    vies: Vies, waiting: WaitingInvoice, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setattr(adapter, "PATIENCE", 0.1)
    vies.mode = mode
    assert ask(waiting).state == "waiting"
    monkeypatch.setattr(adapter, "PATIENCE", 10)
    vies.mode = "valid"
    assert ask(waiting, NOW + timedelta(hours=1)).state == "issued"


def test_nobody_is_asked_for_an_invented_seller(vies: Vies, waiting: WaitingInvoice) -> None:
    service.configure(DEMO)
    with pytest.raises(ViesSilent, match="invented"):
        adapter.ask_vies("ATU12345675")
    assert vies.asked == []
