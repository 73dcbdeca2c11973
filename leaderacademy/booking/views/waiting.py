"""The waiting list: joining it, the own place in it, and the offer of a freed seat."""

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import current_learner, public
from leaderacademy.booking import service
from leaderacademy.booking.forms.checkout import CheckoutForm, new_checkout_id
from leaderacademy.booking.forms.waiting import WaitingForm
from leaderacademy.booking.models import Training, WaitingEntry
from leaderacademy.booking.rules.details import count_in_words
from leaderacademy.booking.rules.waiting import moment_in_words
from leaderacademy.booking.service.holds import is_behind, refresh
from leaderacademy.booking.service.placing import quote_for
from leaderacademy.booking.service.pricing import seal
from leaderacademy.booking.views.blueprint import blueprint
from leaderacademy.booking.views.checkout import checkout_page, price_part, serve
from leaderacademy.booking.views.desk import Desk, known_buyer, known_waiter
from leaderacademy.booking.views.joining import join
from leaderacademy.core import clock
from leaderacademy.core.database import session, start_reading, start_writing


@blueprint.route("/training/<key>/warteliste", methods=["GET", "POST"])
@public
def join_line(key: str) -> AnyResponse:
    """Four things to type, and there is a place in line."""
    training = service.find_training(key)
    if training is None:
        raise NotFound
    if request.method == "GET":
        form = WaitingForm(data=known_waiter(current_learner()), most=training.seats)
        return _join_page(form, training)
    form = WaitingForm(request.form, most=training.seats)
    if not form.validate():
        return _join_page(form, training, 422)
    number = form.checkout_id.data or ""
    return join(training, form.wish(), number, lambda: _join_page(form, training, 409))


def _join_page(form: WaitingForm, training: Training, status: int = 200) -> Response:
    problems = list(form.problems())
    page = render_template(
        "booking/waiting_join.html",
        form=form,
        training=training,
        standing=training.standing(clock.now()),
        problems=problems,
        problem_count=count_in_words(len(problems)),
        enough=status == 409,
    )
    return make_response(page, status)


@blueprint.get("/warteliste/<token>")
@public
def waiting(token: str) -> Response:
    """The place in line and why it stands still; or the offer with its price."""
    entry = _entry(token)
    now = clock.now()
    if is_behind(entry.training_id, now):
        # An offer whose time is over ends here, whether or not the worker came by.
        start_writing()
        refresh(entry.training_id, now)
        session.commit()
        start_reading()
    training = entry.training
    standing = training.standing(now)
    over = standing in ("cancelled", "passed")
    if entry.has_offer(now) and not over:
        return _offer_page(entry)
    page = render_template(
        "booking/waiting.html",
        entry=entry,
        training=training,
        line=service.line_of(entry) if entry.state == "waiting" and not over else None,
        standing=standing,
        others=service.other_dates(training.id, now) if entry.state != "accepted" else [],
    )
    return _private(page)


def _offer_page(entry: WaitingEntry) -> Response:
    """One tap where everything is known; else the checkout, filled in as far as it is."""
    form = _typed(entry)
    found = quote_for(entry.training, form.as_far_as_typed(), clock.now())
    declared = form.declares(entry.training.starts_at, clock.now())
    if not declared or not form.validate() or found.price is None or found.problems:
        form = _typed(entry)
        form.read_vat_id()
        return _mark_private(checkout_page(form, Desk(entry.training, entry)))
    page = render_template(
        "booking/offer.html",
        entry=entry,
        training=entry.training,
        until=moment_in_words(entry.expires_at) if entry.expires_at else "",
        quote=quote_for(entry.training, form.details(), clock.now()),
        form=form,
        seen=seal(entry.training, found.price),
    )
    return _private(page)


def _typed(entry: WaitingEntry) -> CheckoutForm:
    known = known_buyer(current_learner())
    # What the law wants asked for this date is asked when there is a seat, not before.
    fresh = {"checkout_id": new_checkout_id(), "people": str(entry.seats), "early_start": False}
    return CheckoutForm(data={**known, **entry.typed, **fresh})


@blueprint.route("/warteliste/<token>/annehmen", methods=["GET", "POST"])
@public
def accept(token: str) -> AnyResponse:
    """The checkout with seats in hand; the one tap sends here what is known already."""
    entry = _entry(token)
    now = clock.now()
    refresh(entry.training_id, now)
    session.commit()
    if not entry.has_offer(now) or entry.training.standing(now) in ("cancelled", "passed"):
        return _explained(entry)
    desk = Desk(entry.training, entry)
    if request.method == "GET":
        form = _typed(entry)
        form.read_vat_id()
        return _mark_private(checkout_page(form, desk))
    if request.form.get("step") == "accept":
        return _accept(entry, desk)
    return serve(CheckoutForm(request.form), desk)


def _accept(entry: WaitingEntry, desk: Desk) -> AnyResponse:
    """Everything was typed before; the price that was seen comes with the tap."""
    form = _typed(entry)
    form.seen.data = request.form.get("seen", "")
    form.checkout_id.data = request.form.get("checkout_id", "")
    return serve(form, desk, step="book")


def _explained(entry: WaitingEntry) -> AnyResponse:
    """Used, expired, declined, cancelled: the page of the place says which."""
    return redirect(url_for("booking.waiting", token=entry.token), 303)


@blueprint.post("/warteliste/<token>/preis")
@public
def offer_price(token: str) -> Response:
    """What is being typed, priced, while seats are held."""
    entry = _entry(token)
    return _mark_private(price_part(Desk(entry.training, entry)))


@blueprint.post("/warteliste/<token>/verlassen")
@public
def leave(token: str) -> AnyResponse:
    """Leave the list, or decline the offer."""
    entry = _entry(token)
    service.leave_line(entry, clock.now())
    session.commit()
    return _explained(entry)


@blueprint.post("/warteliste/<token>/wieder")
@public
def rejoin(token: str) -> AnyResponse:
    """Stand in line once more, at its end."""
    entry = _entry(token)
    service.rejoin_line(entry, clock.now())
    session.commit()
    return _explained(entry)


def _entry(token: str) -> WaitingEntry:
    found = service.find_entry(token)
    if found is None:
        raise NotFound
    return found


def _private(content: str, status: int = 200) -> Response:
    return _mark_private(make_response(content, status))


def _mark_private(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    return response
