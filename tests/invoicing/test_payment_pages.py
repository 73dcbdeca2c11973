"""Money is written down once, taken back visibly, and given to its invoice by hand."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.invoicing import service
from leaderacademy.invoicing.models import BankLine, Payment
from leaderacademy.invoicing.service import applying
from tests.invoicing.bank import camt, sparkasse
from tests.invoicing.desk import TINA, hand_in, issue, without_rendering, work
from tests.invoicing.shop import NOW

LATER = NOW + timedelta(days=30)
PAY = "/studio/zahlungen"
OPEN = f"{PAY}/offen"
FULL = 82_110


@pytest.fixture(autouse=True)
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    without_rendering(monkeypatch)
    monkeypatch.setattr(clock, "now", lambda: LATER)


def typed(**changes: str) -> dict[str, str]:
    return {"number": "RE-2027-0001", "amount": "821,10", "day": "2027-02-20", **changes}


def payments() -> list[Payment]:
    return list(session.scalars(select(Payment).order_by(Payment.id)))


def test_an_invoice_is_marked_as_paid(app: Flask, trainer: Any) -> None:
    made = issue()
    page = trainer.visit(f"/studio/rechnungen/{made.id}")
    assert page.one("#amount").get("value") == "821,10"
    page = trainer.submit(page, "zahlung", day="2027-02-20", note="Kontoauszug 12")
    assert "Die Rechnung ist ausgeglichen" in page.text
    assert "Kontoauszug 12" in page.text
    assert service.balance_of(made.id).state == "paid"


def test_the_same_form_sent_twice_is_one_payment(app: Flask, trainer: Any) -> None:
    made = issue()
    page = trainer.visit(PAY)
    trainer.submit(page, "zahlung", **typed(amount="400"))
    again = trainer.submit(page, "zahlung", **typed(amount="400"))
    assert "schon eingetragen" in again.text
    assert service.open_amount(made.id) == FULL - 40_000


def test_part_rest_and_too_much_are_explained(app: Flask, trainer: Any) -> None:
    issue()
    answers = [
        trainer.submit(trainer.visit(PAY), "zahlung", **typed(amount=amount)).text
        for amount in ("400,00", "500,00")
    ]
    assert "Offen sind noch 421,10" in answers[0]
    assert "78,90\u00a0€ zu viel".replace("\u00a0", " ") in answers[1].replace("\u00a0", " ")
    page = trainer.visit("/studio/rechnungen/1")
    assert page.one("#direction option[selected]").get("value") == "out"
    page = trainer.submit(page, "zahlung", day="2027-02-21")
    assert "ausgeglichen" in page.text


WRONG = [
    ({"number": ""}, "Rechnungsnummer an"),
    ({"number": "RE-9"}, "„RE-9“ gibt es nicht"),
    ({"amount": "viel"}, "821,10"),
    ({"amount": "-5"}, "größer als null"),
    ({"day": "2099-01-01"}, "Zukunft"),
    ({"day": "gestern"}, "15.04.2027"),
    ({"day": "1900-01-01"}, "zu weit zurück"),
    ({"note": "x" * 301}, "zu lang"),
    ({"method": "card"}, "Einträge"),
    ({"direction": "up"}, "Einträge"),
    ({"amount": "10.000.000,01"}, "höchstens 10.000.000,00"),
    ({"key": "x"}, "senden Sie noch einmal"),
]


@pytest.mark.parametrize(("change", "words"), WRONG)
def test_a_wrong_entry_is_explained_and_loses_nothing(
    app: Flask, trainer: Any, change: dict[str, str], words: str
) -> None:
    issue()
    page = trainer.submit(trainer.visit(PAY), "zahlung", **typed(**change))
    assert page.status == 422
    assert words in page.text
    assert page.one("#amount").get("value") == typed(**change)["amount"]
    assert payments() == []


def test_the_largest_amount_and_a_form_without_its_key_are_one_click_from_being_kept(
    app: Flask, trainer: Any
) -> None:
    issue()
    page = trainer.submit(trainer.visit(PAY), "zahlung", 422, **typed(amount="10000000", key=""))
    trainer.submit(page, "zahlung", 200)
    assert [one.cents for one in payments()] == [1_000_000_000]


def test_money_is_not_put_on_a_credit_note(app: Flask, trainer: Any) -> None:
    note = service.issue_credit_note(issue().id, NOW, TINA)
    session.commit()
    page = trainer.submit(trainer.visit(PAY), "zahlung", **typed(number=note.number))
    assert "ist eine Stornorechnung" in page.text


def undo(trainer: Any, payment: Payment) -> Any:
    page = trainer.visit(f"/studio/rechnungen/{payment.invoice_id}")
    return trainer.submit(page, f"{PAY}/{payment.id}/zuruecknehmen")


def test_a_payment_is_taken_back_once_and_both_entries_stay(app: Flask, trainer: Any) -> None:
    made = issue()
    service.record_payment(made.id, FULL, NOW.date(), NOW, key="a")
    session.commit()
    (payment,) = payments()
    page = trainer.visit(f"/studio/rechnungen/{made.id}")
    address = f"{PAY}/{payment.id}/zuruecknehmen"
    assert "beide Einträge bleiben sichtbar" in trainer.submit(page, address).text
    assert "schon zurückgenommen" in trainer.submit(page, address).text
    assert [one.cents for one in payments()] == [FULL, -FULL]
    assert "zu RE-2027-0001 zurückgenommen" in trainer.visit(f"/studio/rechnungen/{made.id}").text


def test_card_money_is_not_taken_back_here(app: Flask, trainer: Any) -> None:
    made = issue()
    service.record_payment(made.id, FULL, NOW.date(), NOW, key="c", method="card")
    session.commit()
    page = trainer.visit(f"/studio/rechnungen/{made.id}")
    assert not page.select("form[action$=zuruecknehmen]")
    token = page.select("input[name=csrf_token]")[0].get("value")
    trainer.post(f"{PAY}/{payments()[0].id}/zuruecknehmen", data={"csrf_token": token})
    assert len(payments()) == 1


def test_money_of_a_statement_that_is_taken_back_is_open_again(app: Flask, trainer: Any) -> None:
    made, other = issue(), issue()
    statement = hand_in(camt((2 * FULL, "A", f"{made.number} {other.number}")))
    applying.apply_statement(statement.id, NOW, TINA)
    session.commit()
    undo(trainer, payments()[0])
    assert [service.open_amount(one.id) for one in (made, other)] == [FULL, FULL]
    page = trainer.visit(OPEN)
    assert "zurückgenommen" in page.text
    trainer.submit(page, f"{OPEN}/1/zuordnen", **{"number-1": made.number})
    assert service.balance_of(made.id).owed_back == FULL


def lines() -> list[BankLine]:
    session.expire_all()
    return list(session.scalars(select(BankLine).order_by(BankLine.id)))


def test_unknown_money_is_assigned_by_hand(app: Flask, trainer: Any) -> None:
    made = issue()
    hand_in(camt((FULL, "Onkel Otto", "Danke")))
    page = trainer.visit(OPEN)
    assert "Onkel Otto" in page.text
    wrong = trainer.submit(page, f"{OPEN}/1/zuordnen", **{"number-1": "RE-1"})
    assert wrong.status == 422
    assert wrong.one("#number-1").get("value") == "RE-1"
    right = trainer.submit(page, f"{OPEN}/1/zuordnen", **{"number-1": " re-2027-0001 "})
    assert f"Zugeordnet zu {made.number}" in right.text
    again = trainer.submit(page, f"{OPEN}/1/zuordnen", **{"number-1": made.number})
    assert "inzwischen zugeordnet" in again.text or again.status == 422
    assert len(payments()) == 1
    assert (lines()[0].state, lines()[0].invoice_id) == ("assigned", made.id)


def test_money_is_set_aside_with_a_reason_and_brought_back(app: Flask, trainer: Any) -> None:
    hand_in(camt((500, "Finanzamt", "Erstattung")))
    page = trainer.visit(OPEN)
    assert trainer.submit(page, f"{OPEN}/1/beiseite").status == 422
    trainer.submit(page, f"{OPEN}/1/beiseite", **{"note-1": "Steuererstattung"})
    assert "Alles zugeordnet" in trainer.visit(OPEN).text
    aside = trainer.visit(f"{OPEN}?zeige=beiseite")
    assert "Steuererstattung" in aside.text
    trainer.submit(aside, f"{OPEN}/1/zurueck")
    assert lines()[0].state == "open"


def test_open_money_is_matched_again(app: Flask, trainer: Any) -> None:
    hand_in(camt((FULL, "A", "RE-2027-0001")))
    issue()
    trainer.submit(trainer.visit(OPEN), f"{OPEN}/abgleichen")
    work()
    assert trainer.visit(OPEN).one("#number-1").get("value") == "RE-2027-0001"


def upload(trainer: Any, content: bytes, name: str = "umsaetze.csv") -> Any:
    import io

    page = trainer.visit(PAY)
    token = page.select("input[name=csrf_token]")[0].get("value")
    answer = trainer.post(
        f"{PAY}/auszuege", data={"csrf_token": token, "file": (io.BytesIO(content), name)}
    )
    if answer.status_code != 303:
        return trainer.checked(answer, answer.status_code)
    return trainer.visit(answer.headers["Location"].partition("#")[0])


def test_a_statement_from_file_to_payment(app: Flask, trainer: Any) -> None:
    made = issue()
    page = upload(trainer, sparkasse((FULL, "Öztürk", made.number), (5, "X", "Spende")))
    assert page.response.headers["Refresh"] == "2"
    assert page.select("progress")
    work()
    page = trainer.visit("/studio/zahlungen/auszuege/1")
    assert "Refresh" not in page.response.headers
    assert "Der Verwendungszweck nennt RE-2027-0001" in page.text
    assert payments() == []
    page = trainer.submit(page, "auszug", book="1")
    assert "Gebucht: 1 Zahlung, zusammen 821,10" in page.text
    assert (
        "schon eingelesen"
        in upload(trainer, sparkasse((FULL, "Öztürk", made.number), (5, "X", "Spende"))).text
    )
    assert "1 Zahlung über 0,05" in trainer.visit(PAY).text.replace("\u00a0", " ")


def test_ticks_are_kept_page_by_page(
    app: Flask, trainer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applying, "PAGE", 1)
    numbers = [issue().number for _ in range(2)]
    hand_in(camt(*((FULL, "A", number) for number in numbers)))
    address = "/studio/zahlungen/auszuege/1"
    page = trainer.visit(f"{address}?seite=2")
    trainer.submit(page, "auszug", tick=None)
    assert [line.ticked for line in lines()] == [True, False]
    page = trainer.submit(trainer.visit(address), "auszug", book="1")
    assert "Gebucht: 1 Zahlung" in page.text
    assert [line.state for line in lines()] == ["applied", "open"]


def test_files_that_are_no_statement(app: Flask, trainer: Any) -> None:
    assert "Die Datei ist leer" in upload(trainer, b"").text
    upload(trainer, b"Name;Vorname\nA;B")
    work()
    page = trainer.visit("/studio/zahlungen/auszuege/1")
    assert "finden die Spalten nicht" in page.text

    assert page.select("a[href='/studio/zahlungen#auszug']")


def test_a_huge_file_is_refused_in_words(
    app: Flask, trainer: Any, learner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = app.view_functions["money.receive_statement"]
    monkeypatch.setattr(view, "max_body", 300 * 1024)
    page = upload(trainer, b"x" * (300 * 1024 + 1))
    assert page.status == 413
    assert "wählen Sie eine kleinere" in page.text
    assert "größer als 300 KB" in page.text
    answer = learner.post(f"{PAY}/auszuege", data={"text": "x" * 300_000})
    assert answer.status_code == 403


def test_a_statement_is_discarded(app: Flask, trainer: Any) -> None:
    hand_in(camt((5, "A", "x")))
    address = "/studio/zahlungen/auszuege/1"
    page = trainer.submit(trainer.visit(address), f"{address}/verwerfen")
    assert "verworfen" in page.text
    assert lines() == []
