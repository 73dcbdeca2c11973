"""Many invoices at once: every number once and none left out, also when some fail."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from leaderacademy.core.database import reading, session
from leaderacademy.invoicing import service
from leaderacademy.invoicing.models import Invoice
from leaderacademy.invoicing.service import issuing
from leaderacademy.invoicing.service.numbers import Number
from tests.invoicing.shop import NOW, draft

BUYERS, EACH = 6, 4
SERIES = "RE-2027-0000"


def at_once(work: Callable[[int], None], people: int = BUYERS) -> list[Exception]:
    """Let so many people do this in the same instant; what went wrong."""
    gate = threading.Barrier(people)
    problems: list[Exception] = []

    def one(person: int) -> None:
        try:
            gate.wait(10)
            work(person)
        except Exception as problem:
            session.rollback()
            problems.append(problem)
        finally:
            session.remove()

    session.remove()
    threads = [threading.Thread(target=one, args=(person,)) for person in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return problems


def issue_some(_person: int) -> None:
    for turn in range(EACH):
        service.issue_invoice(draft(), NOW)
        if turn == 1:
            session.rollback()  # a booking that fails after its number was taken
        else:
            session.commit()


def own_number() -> int:
    """One that no other thread has."""
    return threading.get_ident() % 1_000_000_000


def ordinals() -> list[int]:
    return list(session.scalars(select(Invoice.ordinal).order_by(Invoice.ordinal)))


def test_every_number_is_given_once_and_none_is_left_out(app: Flask) -> None:
    assert at_once(issue_some) == []
    assert ordinals() == list(range(1, BUYERS * (EACH - 1) + 1))


def test_with_a_naive_number_two_would_get_the_same(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = threading.Barrier(BUYERS)

    def naive(number_format: str, day: date) -> Number:
        # What people write first: look up the highest number, add one. No row is locked.
        with reading():
            last = session.scalar(select(func.max(Invoice.ordinal))) or 0
            session.rollback()
        seen.wait(10)
        text = number_format.format(year=day.year, number=last + 1)
        return Number(text, SERIES, last + 1, own_number())

    monkeypatch.setattr(issuing, "next_number", naive)

    def issue(_person: int) -> None:
        service.issue_invoice(draft(), NOW)
        session.commit()

    problems = at_once(issue)
    # UNIQUE stands behind the lock: all but one buyer see an error, nobody the same number.
    assert [type(problem) for problem in problems] == [IntegrityError] * (BUYERS - 1)
    assert ordinals() == [1]


def test_an_invoice_is_given_back_once_by_several_at_once(app: Flask) -> None:
    invoice_id = service.issue_invoice(draft(), NOW).id
    session.commit()

    def credit(_person: int) -> None:
        service.issue_credit_note(invoice_id, NOW)
        session.commit()

    problems = at_once(credit)
    assert [type(problem) for problem in problems] == [service.NothingLeft] * (BUYERS - 1)
    assert service.open_amount(invoice_id) == 0


def test_without_the_lock_it_would_be_given_back_several_times(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    invoice_id = service.issue_invoice(draft(), NOW).id
    session.commit()
    seen = threading.Barrier(BUYERS)
    left = issuing._credit
    monkeypatch.setattr(
        issuing,
        "next_number",
        lambda _format, _day: Number(f"SR-{own_number()}", "SR", own_number(), own_number()),
    )

    def look_first(original: Invoice, lines: object) -> object:
        with reading():
            session.rollback()
            credit = left(session.get_one(Invoice, invoice_id), None)
            session.rollback()
        seen.wait(10)
        return credit

    monkeypatch.setattr(issuing, "_credit", look_first)

    def credit(_person: int) -> None:
        service.issue_credit_note(invoice_id, NOW)
        session.commit()

    at_once(credit)
    assert service.open_amount(invoice_id) < 0
