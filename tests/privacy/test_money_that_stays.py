"""A person's money leaves with the export; what the law keeps is said before deletion."""

import io
import json
import zipfile
from typing import Any

from leaderacademy.booking import service as booking
from leaderacademy.booking.models import Booking
from leaderacademy.core.database import session
from leaderacademy.invoicing import service as invoicing
from leaderacademy.privacy import service
from tests.booking import shop
from tests.pages import Visitor


def book(person_id: int) -> Booking:
    training = booking.find_training("2036-04-15-hamburg") or shop.open_training()
    (checkout_id,) = shop.new_checkouts(1)
    made = booking.place_booking(training.id, shop.DETAILS, checkout_id, shop.NOW, person_id)
    invoicing.record_payment(
        made.invoice_id or 0, 500, shop.NOW.date(), shop.NOW, key="a", note="Abschlag"
    )
    session.commit()
    return made


def money(visitor: Visitor) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(visitor.get("/konto/daten.zip").data)) as archive:
        data = json.loads(archive.read("leader-academy/daten.json"))
    found: dict[str, Any] = data["invoicing"]
    return found


def test_the_export_holds_the_own_invoices_and_nobody_elses(
    learner: Visitor, other_learner: Visitor
) -> None:
    book(learner.person_id)
    (invoice,) = money(learner)["invoices"]
    assert invoice["number"].startswith("RE-")
    assert invoice["payments"][0]["note"] == "Abschlag"
    assert money(other_learner)["invoices"] == []


def test_before_deletion_it_is_said_what_stays_until_when_and_why(learner: Visitor) -> None:
    assert "acht Jahre" in learner.visit("/konto/loeschen").text
    book(learner.person_id)
    page = learner.visit("/konto/loeschen")
    assert "Was bleibt, bis wann und warum" in page.text
    assert "31. Dezember 2034" in page.text.replace("\u00a0", " ")
    assert "147 AO" in page.text.replace("\u00a0", " ")
    assert "Auch die Buchungen bleiben" in page.text


def test_the_invoice_outlives_the_account(learner: Visitor) -> None:
    number = book(learner.person_id).invoice_id
    service.delete_person(learner.person_id, shop.NOW)
    session.commit()
    assert invoicing.get_invoice(number or 0).gross_cents == 82_110
