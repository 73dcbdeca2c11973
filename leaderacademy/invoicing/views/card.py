"""Where Stripe tells what became of a payment, and where a trainer sees what does not fit."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import public, trainer_only
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.invoicing.rules.card import BadSignature, UnreadableEvent, check_signature
from leaderacademy.invoicing.service.card_checkout import recent_checkouts
from leaderacademy.invoicing.service.card_events import (
    events_to_look_at,
    keep_event,
    settle_event,
)
from leaderacademy.invoicing.service.operator import card_keys, takes_cards
from leaderacademy.invoicing.views.blueprint import actor

blueprint = Blueprint("card", __name__)


@blueprint.post("/zahlung/karte/ereignis")
@public
def receive_event() -> Response:
    """Keep what Stripe tells us; 2xx only when it is committed, so that it is told again else.

    Exempt from CSRF (web/csrf.py): the signature over the raw body takes its place.
    """
    keys = card_keys()
    if not keys.complete:
        raise NotFound
    body, now = request.get_data(), clock.now()
    try:
        check_signature(body, request.headers.get("Stripe-Signature", ""), keys.webhook_secret, now)
        keep_event(body.decode(), now)
    except (BadSignature, UnreadableEvent, UnicodeDecodeError) as refusal:
        return _said(type(refusal).__name__, 400)
    session.commit()
    return _said("kept", 200)


def _said(word: str, status: int) -> Response:
    response = make_response(word, status)
    response.mimetype = "text/plain"
    return response


@blueprint.get("/studio/kartenzahlungen")
@trainer_only
def card_payments() -> str:
    """Card money that fits to no invoice, and the newest checkouts."""
    return render_template(
        "invoicing/card_payments.html",
        events=events_to_look_at(),
        checkouts=recent_checkouts(),
        takes_cards=takes_cards(),
    )


@blueprint.post("/studio/kartenzahlungen/<int(max=2147483647):event_id>/geklaert")
@trainer_only
def settle(event_id: int) -> AnyResponse:
    """Take one off the list."""
    settle_event(event_id, actor(), clock.now())
    session.commit()
    return redirect(url_for("card.card_payments"), 303)
