"""Paying an issued invoice by card: on to Stripe's page, and what is said to who comes back."""

from flask import render_template, request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import public
from leaderacademy.booking.models import Booking
from leaderacademy.booking.service.money import documents_of, takes_card, transfer_of
from leaderacademy.booking.views.blueprint import blueprint
from leaderacademy.booking.views.buyer import booking_at, private
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.core.mail import base_url
from leaderacademy.invoicing.models import CardPayment
from leaderacademy.invoicing.service import balance_of, get_invoice
from leaderacademy.invoicing.service.card_checkout import (
    NothingToPay,
    newest_checkout,
    note_opened,
    note_refused,
    reserve_checkout,
)
from leaderacademy.invoicing.service.card_company import (
    CardRefused,
    CardSilent,
    Order,
    open_checkout,
)


@blueprint.get("/buchung/<token>/karte")
@public
def card(token: str) -> AnyResponse:
    """How it stands with paying by card; also where Stripe sends the buyer back to.

    What the address says of the way back only chooses words: paid is what an event recorded.
    """
    found = booking_at(token)
    if found.invoice_id is None:
        return redirect(url_for("booking.booking", token=token), 303)
    checkout = newest_checkout(found.invoice_id)
    transfer = transfer_of(found, documents_of(found))
    if checkout is None and not takes_card(found, transfer):
        return redirect(url_for("booking.booking", token=token), 303)
    return _page(found, _standing(checkout, request.args.get("stand", ""), found.invoice_id))


def _standing(checkout: CardPayment | None, said: str, invoice_id: int) -> str:
    """One of paid, underway, cancelled, expired, ready."""
    if checkout is not None and checkout.state in ("paid", "refunded"):
        return "paid"
    if balance_of(invoice_id).open <= 0:
        return "paid"
    if checkout is None or (checkout.state == "expired" and checkout.provider_id is None):
        return "ready"  # nothing was open that could have run out
    if checkout.state == "expired" or checkout.expires_at <= clock.now():
        return "expired"
    return {"fertig": "underway", "abgebrochen": "cancelled"}.get(said, "ready")


@blueprint.post("/buchung/<token>/karte")
@public
def pay_by_card(token: str) -> AnyResponse:
    """Open a page at Stripe, outside of any transaction, and send the buyer there."""
    found = booking_at(token)
    if not takes_card(found, transfer_of(found, documents_of(found))) or found.invoice_id is None:
        return redirect(url_for("booking.booking", token=token), 303)
    now = clock.now()
    try:
        checkout = reserve_checkout(found.invoice_id, now)
    except NothingToPay:
        session.rollback()
        return redirect(url_for("booking.booking", token=token), 303)
    order, url = _order(found, checkout), checkout.url
    # Stripe may take its time: nobody else shall wait for our transaction meanwhile.
    session.commit()
    if url:
        return redirect(url, 303)
    try:
        opened = open_checkout(order)
    except (CardSilent, CardRefused) as problem:
        if isinstance(problem, CardRefused):
            note_refused(order.card_payment)
            session.commit()
        return _page(booking_at(token), "silent" if isinstance(problem, CardSilent) else "refused")
    note_opened(order.card_payment, opened, now)
    session.commit()
    return redirect(opened.url, 303)


def _order(found: Booking, checkout: CardPayment) -> Order:
    back = f"{base_url()}{url_for('booking.card', token=found.token)}"
    return Order(
        card_payment=checkout.id,
        invoice=get_invoice(found.invoice_id or 0).number,
        cents=checkout.cents,
        expires_at=checkout.expires_at,
        done_url=f"{back}?stand=fertig",
        cancelled_url=f"{back}?stand=abgebrochen",
    )


def _page(found: Booking, standing: str) -> AnyResponse:
    transfer = transfer_of(found, documents_of(found))
    page = render_template(
        "booking/card.html",
        booking=found,
        standing=standing,
        transfer=transfer,
        card=takes_card(found, transfer),
    )
    return private(page, 503 if standing in ("silent", "refused") else 200)
