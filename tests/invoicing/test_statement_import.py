"""A statement is looked through before it counts, and whatever is done twice counts once."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from leaderacademy.core.audit import history_of
from leaderacademy.core.database import session
from leaderacademy.invoicing import service
from leaderacademy.invoicing.models import BankLine, BankStatement, Payment
from leaderacademy.invoicing.service import applying, lines, statements
from tests.invoicing.bank import camt, sparkasse
from tests.invoicing.desk import TINA, hand_in, issue, without_rendering, work
from tests.invoicing.shop import NOW

FULL = 82_110


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    without_rendering(monkeypatch)


def found() -> list[BankLine]:
    return list(session.scalars(select(BankLine).order_by(BankLine.position, BankLine.id)))


def paid() -> int:
    return session.scalar(select(func.count()).select_from(Payment)) or 0


def book(statement: BankStatement) -> applying.Applied | None:
    done = applying.apply_statement(statement.id, NOW, TINA)
    session.commit()
    return done


def test_nothing_is_booked_before_the_trainer_says_so(app: Flask) -> None:
    one, other = issue(), issue()
    statement = hand_in(camt((FULL, "A", one.number), (1, "B", "?"), (-5, "C", "Strom")))
    assert (statement.state, statement.line_count, statement.outgoing_count) == ("ready", 2, 1)
    assert statement.content is None
    assert [(line.match, line.state, line.ticked) for line in found()] == [
        ("exact", "proposed", True),
        ("unknown", "open", False),
    ]
    assert paid() == 0
    assert book(statement) == applying.Applied(1, FULL, 0)
    assert [service.balance_of(x.id).state for x in (one, other)] == ["paid", "open"]
    assert [line.state for line in found()] == ["applied", "open"]
    texts = [entry.text for entry in history_of(f"statement:{statement.id}", f"invoice:{one.id}")]
    assert any("821,10\u00a0€ eingegangen" in text for text in texts)
    assert any("gebucht: 1 Zahlung" in text for text in texts)


def test_the_same_file_again_is_the_same_statement(app: Flask) -> None:
    file = sparkasse((FULL, "A", issue().number))
    first = hand_in(file)
    book(first)
    again = hand_in(file, "nochmal.csv")
    assert again.id == first.id
    assert book(again) is None
    assert paid() == 1


def test_lines_of_another_file_that_overlaps_are_known(app: Flask) -> None:
    one, other = issue(), issue()
    book(hand_in(sparkasse((FULL, "A", one.number))))
    statement = hand_in(sparkasse((FULL, "A", one.number), (FULL, "A", other.number)))
    assert (statement.line_count, statement.known_count) == (2, 1)
    book(statement)
    assert paid() == 2
    assert service.balance_of(one.id).state == "paid"


def test_two_equal_lines_of_one_file_are_two_payments(app: Flask) -> None:
    one = issue()
    statement = hand_in(camt((40_000, "A", one.number), (40_000, "A", one.number)))
    book(statement)
    assert service.open_amount(one.id) == 2_110


def test_a_preview_counts_what_another_preview_has_ticked(app: Flask) -> None:
    one = issue()
    hand_in(camt((FULL, "A", one.number)))
    hand_in(camt((FULL, "A", f"{one.number} zweite")))
    assert [line.match for line in found()] == ["exact", "double"]


def test_what_changed_since_the_preview_is_not_booked(app: Flask) -> None:
    one = issue()
    statement = hand_in(camt((FULL, "A", one.number)))
    service.record_payment(one.id, FULL, NOW.date(), NOW, key="by hand")
    session.commit()
    assert book(statement) == applying.Applied(0, 0, 1)
    (line,) = found()
    assert (line.state, line.reason, line.shares) == ("open", applying.CHANGED, [])
    assert paid() == 1


def test_one_transfer_may_pay_two_invoices(app: Flask) -> None:
    one, other = issue(), issue()
    book(hand_in(camt((2 * FULL, "A", f"{one.number} {other.number}"))))
    assert [service.open_amount(x.id) for x in (one, other)] == [0, 0]


def test_too_much_is_booked_only_when_ticked_and_then_owed_back(app: Flask) -> None:
    one = issue()
    statement = hand_in(camt((90_000, "A", one.number)))
    (line,) = found()
    assert (line.match, line.ticked) == ("more", False)
    applying.set_ticks(statement.id, [line.id], [line.id])
    book(statement)
    assert service.balance_of(one.id).owed_back == 90_000 - FULL


def test_what_was_unticked_stays_open(app: Flask) -> None:
    statement = hand_in(camt((FULL, "A", issue().number)))
    (line,) = found()
    applying.set_ticks(statement.id, [line.id], [])
    assert book(statement) == applying.Applied(0, 0, 0)
    assert lines.open_lines().cents == FULL


def test_money_for_an_invoice_that_waits_is_proposed_once_it_is_there(app: Flask) -> None:
    hand_in(camt((FULL, "A", "RE-2027-0001")))
    one = issue()
    lines.plan_rematching(NOW)
    session.commit()
    work()
    (line,) = found()
    assert (line.state, line.match, line.invoice_id) == ("open", "exact", one.id)


def test_a_file_that_cannot_be_read_may_be_read_later(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = camt((FULL, "A", "x"), iban="DE02120300000000202051")
    assert hand_in(file).problem.startswith("Der Auszug gehört zum Konto")
    from dataclasses import replace

    ours = service.operator()
    account = replace(ours.account, iban="DE02120300000000202051")
    monkeypatch.setattr(statements, "operator", lambda: replace(ours, account=account))
    again = hand_in(file)
    assert (again.state, again.problem) == ("ready", "")


def test_reading_that_was_interrupted_begins_anew(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statements, "STEP", 2)
    file = camt(*((100 + n, "A", f"Nr {n}") for n in range(5)))
    statement, _ = statements.receive_statement("a.xml", file, NOW, TINA)
    session.commit()
    half = statements.read_in_steps(statement.id, NOW)
    for _ in range(3):
        next(half)
        session.commit()
    session.expire_all()
    assert statements.get_statement(statement.id).done_count == 2
    assert lines.open_lines().count == 0
    work()
    whole = statements.get_statement(statement.id)
    assert (whole.state, whole.done_count, whole.known_count) == ("ready", 5, 0)
    assert len(found()) == 5


def test_a_worker_thought_dead_reopens_nothing(app: Flask) -> None:
    one = issue()
    file = camt((FULL, "A", one.number))
    statement, _ = statements.receive_statement("a.xml", file, NOW, TINA)
    session.commit()
    late = statements.read_in_steps(statement.id, NOW)
    next(late)
    session.commit()
    work()
    book(statements.get_statement(statement.id))
    for _step in late:
        session.commit()
    session.commit()
    session.expire_all()
    assert statements.get_statement(statement.id).state == "applied"
    assert [line.state for line in found()] == ["applied"]
    assert book(statements.get_statement(statement.id)) is None


def test_a_statement_may_be_discarded_until_something_is_booked(app: Flask) -> None:
    one = issue()
    statement = hand_in(camt((FULL, "A", one.number)))
    assert statements.discard_statement(statement.id, NOW, TINA)
    session.commit()
    assert found() == []
    again = hand_in(camt((FULL, "A", one.number)))
    book(again)
    assert not statements.discard_statement(again.id, NOW, TINA)
    session.rollback()
    assert len(found()) == 1


def book_at_once(statement_id: int, people: int = 4) -> None:
    start = threading.Barrier(people)

    def click() -> None:
        start.wait()
        applying.apply_statement(statement_id, NOW + timedelta(seconds=1), TINA)
        session.commit()
        session.remove()

    threads = [threading.Thread(target=click) for _ in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session.expire_all()


def test_several_clicks_at_once_book_once(app: Flask) -> None:
    one = issue()
    statement_id = hand_in(camt((40_000, "A", one.number))).id
    session.commit()  # or the clicks would wait for our own transaction
    book_at_once(statement_id)
    assert service.open_amount(one.id) == FULL - 40_000


@pytest.mark.parametrize(("rounds", "booked"), [((0, 0), 40_000), ((0, 1), 80_000)])
def test_the_keys_hold_where_the_condition_does_not(
    app: Flask, rounds: tuple[int, int], booked: int
) -> None:
    """With the first guard off the second one holds; with both off it would be booked twice."""
    one = issue()
    statement = hand_in(camt((40_000, "A", one.number)))
    for number in rounds:
        statement.state = "ready"
        (line,) = found()
        line.state, line.round = "proposed", number
        session.flush()
        book(statement)
    assert service.open_amount(one.id) == FULL - booked
