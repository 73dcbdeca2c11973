"""Withdrawing from the contract, where private persons may book (§ 356a BGB): in two steps."""

from datetime import timedelta

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound, TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import public
from leaderacademy.booking.rules.details import clean_line, email_problem, plain_email
from leaderacademy.booking.rules.withdrawal import instruction
from leaderacademy.booking.service.withdrawing import can_withdraw, send_links, withdraw
from leaderacademy.booking.views.blueprint import blueprint
from leaderacademy.booking.views.buyer import booking_at, private
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.core.throttle import hit
from leaderacademy.invoicing.service import operator

MOST_AN_HOUR = 3


@blueprint.route("/widerruf", methods=["GET", "POST"])
@public
def withdrawal() -> AnyResponse:
    """The instruction, and a form for whoever has lost the link to the booking."""
    if not operator().consumers:
        raise NotFound
    typed = clean_line(request.form.get("email", ""))
    problem = email_problem(typed) if request.method == "POST" else None
    sent = request.method == "POST" and problem is None
    if sent:
        now = clock.now()
        allowed = hit(f"withdrawal:{typed.lower()}", MOST_AN_HOUR, timedelta(hours=1), now)
        if allowed:
            send_links(plain_email(typed), now)
        session.commit()
        if not allowed:
            raise TooManyRequests
    page = render_template(
        "booking/withdrawal.html",
        parts=instruction(operator().seller),
        typed=typed,
        problem=problem,
        sent=sent,
    )
    return private(page, 422 if problem else 200)


@blueprint.route("/buchung/<token>/widerrufen", methods=["GET", "POST"])
@public
def withdraw_booking(token: str) -> AnyResponse:
    """Who withdraws from what, and the button that does it."""
    found, now = booking_at(token), clock.now()
    if not can_withdraw(found, now):
        return redirect(url_for("booking.booking", token=token), 303)
    name = clean_line(request.form.get("name", ""))[:200]
    if request.method == "POST" and name:
        withdraw(found.id, name, now)
        session.commit()
        return redirect(url_for("booking.booking", token=token), 303)
    page = render_template(
        "booking/withdraw.html",
        booking=found,
        name=name or found.participants[0].name,
        problem="Bitte tragen Sie Ihren Namen ein." if request.method == "POST" else "",
    )
    return private(page, 422 if request.method == "POST" else 200)
