"""A document is rendered once by the worker, and no mail leaves without it."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from leaderacademy.core import jobs
from leaderacademy.core.database import session
from leaderacademy.invoicing import service
from leaderacademy.invoicing.jobs import attach_invoice
from leaderacademy.invoicing.models import InvoiceDocument
from leaderacademy.invoicing.service import documents
from tests.invoicing.shop import NOW, draft

FILES = (b"%PDF a", b"<xml/>")


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The numbers of what was rendered, without the work of it."""
    made: list[str] = []

    def render(invoice: object) -> tuple[bytes, bytes]:
        made.append(invoice.number)  # type: ignore[attr-defined]
        return FILES

    monkeypatch.setattr(documents, "render_files", render)
    return made


def test_the_worker_renders_once(app: Flask, rendered: list[str]) -> None:
    made = service.issue_invoice(draft(), NOW)
    session.commit()
    jobs.run_due(NOW)
    attached = attach_invoice(made.id, NOW)
    assert (attached.name, attached.content) == ("RE-2027-0001.pdf", FILES[0])
    assert rendered == ["RE-2027-0001"]


def test_a_mail_that_comes_first_renders_what_it_carries(app: Flask, rendered: list[str]) -> None:
    made = service.issue_invoice(draft(), NOW)
    session.commit()
    assert attach_invoice(made.id, NOW).content == FILES[0]
    session.commit()
    jobs.run_due(NOW)
    assert rendered == ["RE-2027-0001"]


def test_a_full_disk_costs_a_second_try_and_nothing_else(
    app: Flask, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    made = service.issue_invoice(draft(), NOW)
    session.commit()
    with monkeypatch.context() as broken:

        def full(_table: object) -> None:
            raise OSError("disk full")

        broken.setattr(documents, "upsert", full)
        jobs.run_due(NOW)
    assert documents.find_document(made.id) is None
    session.rollback()
    jobs.run_due(NOW + timedelta(seconds=11))
    assert documents.find_document(made.id) is not None


@pytest.mark.parametrize(
    "statement", ["UPDATE invoice_document SET pdf_sha256 = ''", "DELETE FROM invoice_document"]
)
def test_files_are_never_changed(app: Flask, rendered: list[str], statement: str) -> None:
    made = service.issue_invoice(draft(), NOW)
    documents.ensure_document(made.id, NOW)
    session.commit()
    with pytest.raises(DatabaseError, match="never changed"):
        session.execute(text(statement))
    session.rollback()


def test_damaged_bytes_are_noticed(app: Flask) -> None:
    made = service.issue_invoice(draft(), NOW)
    session.add(
        InvoiceDocument(
            invoice_id=made.id,
            pdf=b"x",
            pdf_sha256="0" * 64,
            xml=b"",
            xml_sha256="",
            rendered_at=NOW,
        )
    )
    session.flush()
    with pytest.raises(documents.Damaged):
        documents.find_document(made.id)
