"""Moving a booking to another date in the studio, also a second time or late."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from leaderacademy.accounts.access import trainer_only
from leaderacademy.booking import service
from leaderacademy.booking.models import Booking, Training
from leaderacademy.booking.rules.withdrawal import asks_early_start
from leaderacademy.booking.service.moving import Favour
from leaderacademy.booking.views.blueprint import blueprint
from leaderacademy.booking.views.studio.acting import (
    acting,
    chosen_booking,
    chosen_training,
    unkept,
)
from leaderacademy.core import clock
from leaderacademy.core.database import session

EARLY_START = "Ohne diesen ausdrücklichen Wunsch lässt sich auf diesen Termin nicht umbuchen."
AT = "/studio/buchungen/<int(max=2147483647):number>/umbuchen"


@blueprint.get(AT)
@trainer_only
def studio_move(number: int) -> Response:
    """The other dates, also those that do not fit, each with its reason."""
    found, now = chosen_booking(number), clock.now()
    if problem := service.move_problem(found, now, by_trainer=True):
        return _refused(number, problem)
    moves = service.moves_of(found, now)
    return unkept(render_template("booking/studio/move.html", booking=found, moves=moves))


@blueprint.route(f"{AT}/<key>", methods=["GET", "POST"])
@trainer_only
def studio_move_to(number: int, key: str) -> Response:
    """Both prices, what is granted, and the button that moves."""
    found, training, now = chosen_booking(number), chosen_training(key), clock.now()
    if training.demo != found.training.demo:
        raise NotFound
    if problem := service.move_problem(found, now, by_trainer=True):
        return _refused(number, problem)
    if training.id == found.training_id:
        return redirect(url_for("booking.studio_move", number=number), 303)
    return _page(found, training, Favour()) if request.method == "GET" else _move(found, training)


def _move(found: Booking, training: Training) -> Response:
    number, key, now = found.id, training.key, clock.now()
    favour = Favour(request.form.get("price") == "kept", "fee" in request.form)
    asks, wishes = _asks_early_start(found, training), "early_start" in request.form
    if asks and not wishes:
        return _page(found, training, favour, 422)
    seen = request.form.get("seen_kept" if favour.keep_price else "seen", "")
    try:
        service.move_booking(number, training.id, now, seen, acting(), favour, asks)
    except (service.PriceChanged, service.NotBookable, service.CannotChange):
        session.rollback()
        found, training = chosen_booking(number), chosen_training(key)
        if found.training_id == training.id:
            # The first of two clicks at the same instant has done it.
            return redirect(url_for("booking.studio_booking", number=number), 303)
        return _page(found, training, favour, 409)
    session.commit()
    flash("Umgebucht. Mail, Belege und Kalenderdatei sind unterwegs.", "good")
    return redirect(url_for("booking.studio_booking", number=number), 303)


def _asks_early_start(found: Booking, training: Training) -> bool:
    """Whether a private person must have asked for a date within the time to withdraw."""
    return asks_early_start(found.business, found.created_at, training.starts_at)


def _refused(number: int, problem: str) -> Response:
    flash(problem, "warn")
    return redirect(url_for("booking.studio_booking", number=number), 303)


def _page(found: Booking, training: Training, favour: Favour, status: int = 200) -> Response:
    now = clock.now()
    page = render_template(
        "booking/studio/move_to.html",
        booking=found,
        move=service.move_to(found, training, now),
        kept=service.move_to(found, training, now, keep_price=True),
        favour=favour,
        changed=status == 409,
        early_start=_asks_early_start(found, training),
        problem=EARLY_START if status == 422 else "",
        least=service.cancel_fee(found, now)[0],
    )
    return unkept(page, status)
