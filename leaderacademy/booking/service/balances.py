"""How the money of bookings stands, as columns of one query."""

from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import aliased

from leaderacademy.booking.models import Booking
from leaderacademy.invoicing.models import Invoice, Payment

_Note = aliased(Invoice)


def credited_cents() -> ColumnElement[int]:
    """Gross cents of the credit notes on a booking's invoice."""
    return (
        select(func.coalesce(func.sum(_Note.gross_cents), 0))
        .where(_Note.original_id == Booking.invoice_id)
        .correlate(Booking)
        .scalar_subquery()
    )


def paid_cents() -> ColumnElement[int]:
    """Cents that came in for a booking's invoice, less what was given back."""
    return (
        select(func.coalesce(func.sum(Payment.cents), 0))
        .where(Payment.invoice_id == Booking.invoice_id)
        .correlate(Booking)
        .scalar_subquery()
    )


def open_cents() -> ColumnElement[Any]:
    """Still to be paid, below zero to be given back, NULL without an invoice.

    Invoice must be joined by the query.
    """
    return case(
        (Invoice.id.is_not(None), Invoice.gross_cents - credited_cents() - paid_cents()), else_=None
    )


def paid_as(state: str) -> ColumnElement[bool]:
    """The bookings whose money stands like this: a key of PAID_CHOICES."""
    if state == "none":
        return Booking.invoice_id.is_(None)
    left = open_cents()
    return {"open": left > 0, "paid": left == 0, "refund": left < 0}[state]
