"""Moving a booking to another date: which dates, what it costs there, and the button."""

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import public
from leaderacademy.booking import service
from leaderacademy.booking.rules.withdrawal import (
    EARLY_START,
    EARLY_START_MISSING,
    asks_early_start,
)
from leaderacademy.booking.views.blueprint import blueprint
from leaderacademy.booking.views.buyer import booking_at, private
from leaderacademy.core import clock
from leaderacademy.core.database import session


@blueprint.get("/buchung/<token>/umbuchen")
@public
def move(token: str) -> AnyResponse:
    """The other dates, also those that do not fit, each with its reason."""
    found = booking_at(token)
    now = clock.now()
    problem = service.move_problem(found, now)
    moves = [] if problem else service.moves_of(found, now)
    return private(
        render_template("booking/move.html", booking=found, problem=problem, moves=moves)
    )


@blueprint.route("/buchung/<token>/umbuchen/<key>", methods=["GET", "POST"])
@public
def move_to(token: str, key: str) -> AnyResponse:
    """The old and the new price side by side, and the button that moves."""
    found, training = booking_at(token), service.find_training(key)
    if training is None or training.demo != found.training.demo:
        raise NotFound
    now = clock.now()
    if service.move_problem(found, now) or training.id == found.training_id:
        return redirect(url_for("booking.move", token=token), 303)
    changed = False
    asks = asks_early_start(found.business, found.created_at, training.starts_at)
    declared = bool(request.form.get("early_start"))
    if request.method == "POST" and (declared or not asks):
        seen, wishes = request.form.get("seen", ""), asks and declared
        try:
            service.move_booking(found.id, training.id, now, seen, early_start=wishes)
            session.commit()
            return redirect(url_for("booking.booking", token=token), 303)
        except (service.PriceChanged, service.NotBookable, service.CannotChange):
            session.rollback()
            changed = True
            found, training = booking_at(token), service.find_training(key) or training
            if found.training_id == training.id:
                # The first of two clicks at the same instant has done it.
                return redirect(url_for("booking.booking", token=token), 303)
    wish = service.move_to(found, training, now)
    least, _cents = service.cancel_fee(found, now)
    page = render_template(
        "booking/move_to.html",
        booking=found,
        move=wish,
        changed=changed,
        least=least,
        early_start=EARLY_START if asks else "",
        problem=EARLY_START_MISSING if request.method == "POST" and not changed else "",
    )
    return private(page, 409 if changed else 422 if request.method == "POST" else 200)
