"""The page of the live training and its checkout."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from flask import Response, make_response, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import current_learner, public
from leaderacademy.booking import service
from leaderacademy.booking.forms.checkout import CheckoutForm, checkout_id_fits, new_checkout_id
from leaderacademy.booking.forms.waiting import WaitingForm, wish_in_checkout
from leaderacademy.booking.models import Training
from leaderacademy.booking.rules.details import MOST_PEOPLE, count_in_words, too_many_in_words
from leaderacademy.booking.rules.training import TITLE
from leaderacademy.booking.rules.withdrawal import EARLY_START, asks_early_start
from leaderacademy.booking.service.placing import quote_for
from leaderacademy.booking.service.pricing import Quote, gross_in, seal
from leaderacademy.booking.views.blueprint import blueprint
from leaderacademy.booking.views.desk import Desk, known_buyer, known_waiter, training_at
from leaderacademy.booking.views.joining import join
from leaderacademy.booking.views.refusal import refusal_page
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.text_pages import shows_text
from leaderacademy.core import clock
from leaderacademy.core.addresses import address_meant
from leaderacademy.core.database import session, start_reading, start_writing
from leaderacademy.invoicing.service import operator

_log = logging.getLogger(__name__)


@blueprint.get("/training")
@public
@shows_text("training.yml")
def training() -> str:
    """What the day is about, and its dates."""
    now, learner = clock.now(), current_learner()
    texts = catalogue.course().training
    over, _, heading = (texts.title if "title" in texts else TITLE).partition(": ")
    return render_template(
        "booking/training.html",
        texts=texts,
        over=over,
        heading=heading or over,
        trainings=service.upcoming_trainings(now),
        own_pages=service.own_pages_ahead(learner, now) if learner else [],
        now=now,
    )


@blueprint.get("/training/<key>/buchen")
@public
def checkout(key: str) -> Response:
    """The empty checkout, with what is known about a signed-in learner."""
    chosen = training_at(key)
    known = known_buyer(current_learner())
    return checkout_page(CheckoutForm(data=known), Desk(chosen))


@blueprint.post("/training/<key>/buchen")
@public
def book(key: str) -> AnyResponse:
    """Add or remove a person, compute the price, check, or book; only the button books."""
    # Until something is kept, this only looks: who types, errs or comes too late does not stand
    # in the line of writers.
    start_reading()
    chosen = service.look_at_training(key)
    if chosen is None:
        raise NotFound
    return serve(CheckoutForm(request.form), Desk(chosen))


@blueprint.post("/training/<key>/preis")
@public
def price(key: str) -> Response:
    """What is being typed, priced; for the script that keeps the summary right meanwhile."""
    start_reading()
    return price_part(Desk(training_at(key)))


def price_part(desk: Desk) -> Response:
    """The parts of the checkout that show the price, and the seal of what they show."""
    form = CheckoutForm(request.form)
    form.read_vat_id()
    found = _quote(form, desk.training)
    page = render_template(
        "booking/price.html",
        training=desk.training,
        quote=found,
        seen=seal(desk.training, found.price) if found.price else "",
        people=len(form.names.rows),
        meant=address_meant(form.email.data or ""),
        voucher_problem=dict(found.problems).get("voucher", ""),
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def serve(form: CheckoutForm, desk: Desk, step: str = "") -> AnyResponse:
    """One press of one of the form's buttons; `step` says which, else the request does."""
    step = step or request.form.get("step") or ""
    desk = desk.looked_at(form)
    if step in ("add", "price") or step.startswith("remove"):
        _rearrange(form, step)
        return checkout_page(form, desk.held(form))
    if step == "wait" and desk.entry is None:
        return _stored(form, desk, _wait)
    good = form.validate()
    good = form.declares(desk.training.starts_at, clock.now()) and good
    found = _quote(form, desk.training) if good else None
    if step == "book" and (found is None or found.problems or not desk.seats(form)):
        # Also the second click of whoever has just had the last seat, or the voucher's last use.
        token, desk = desk.looked_at_twice(form)
        if token is not None:
            return _to_page_of(token)
    if found is None or found.problems:
        for field, problem in found.problems if found else ():
            form.refuse(field, problem)
        return checkout_page(form, desk.held(form), status=422)
    if step != "book" or not checkout_id_fits(form.checkout_id.data or ""):
        # The Enter key, or a form that was changed on the way: look at it once more.
        return checkout_page(form, desk.held(form), notice="ready")
    return _stored(form, desk, _book)


def _stored(
    form: CheckoutForm, desk: Desk, act: Callable[[CheckoutForm, Desk], AnyResponse]
) -> AnyResponse:
    """What `act` answers; when nothing can be stored (a full disk), the form with all its text.

    Nobody knows whether a commit that failed has been one: the same form sent again ends on the
    booking it made, if it made one.
    """
    try:
        return act(form, desk)
    except OperationalError:
        session.rollback()
        _log.exception("nothing could be stored at the checkout")
        return checkout_page(form, desk.fresh(form), status=503, notice="trouble")


def _rearrange(form: CheckoutForm, step: str) -> None:
    form.read_vat_id()
    number = step.partition("-")[2]
    if step == "add":
        form.add_person()
    elif number.isascii() and number.isdigit():
        form.remove_person(int(number))


def _wait(form: CheckoutForm, desk: Desk) -> AnyResponse:
    """Sold out while the form was open: what was typed goes along into the waiting list."""
    wish = wish_in_checkout(form, desk.training.seats)
    if wish is None:
        return checkout_page(form, desk, status=422)
    number = form.checkout_id.data or ""
    number = number if checkout_id_fits(number) else new_checkout_id()
    start_writing()
    if form.held.data:
        service.let_go(number, clock.now())
    return join(desk.training, wish, number, lambda: checkout_page(form, desk.fresh(form)))


def _book(form: CheckoutForm, desk: Desk) -> AnyResponse:
    if not desk.seats(form):
        return checkout_page(form, desk, status=409, notice="refused")
    learner = current_learner()
    person_id = learner.id if learner else None
    number, seen = form.checkout_id.data or "", form.seen.data or ""
    training_id, offer = desk.training.id, desk.entry.id if desk.entry else None
    details, held = form.details(), bool(form.held.data) and desk.entry is None
    # Everything was read and checked; from here on others wait until the commit.
    start_writing()
    try:
        placed = service.place_booking(
            training_id, details, number, clock.now(), person_id, seen, offer, held
        )
    except service.OfferGone:
        session.rollback()
        return redirect(url_for("booking.waiting", token=desk.entry.token if desk.entry else ""))
    except (service.NotBookable, service.TooManyForOffer) as refusal:
        session.rollback()
        if isinstance(refusal, service.TooManyForOffer):
            form.refuse("people", too_many_in_words(refusal.seats))
        return checkout_page(form, desk.fresh(form), status=409, notice="refused")
    except (service.PriceChanged, service.VoucherRefused) as change:
        session.rollback()
        if isinstance(change, service.VoucherRefused):
            form.refuse("voucher", str(change))
        return checkout_page(form, desk.fresh(form).held(form), status=409, notice="changed")
    session.commit()
    return _to_page_of(placed.token)


def _to_page_of(token: str) -> AnyResponse:
    return redirect(url_for("booking.booking", token=token), 303)


def _quote(form: CheckoutForm, chosen: Training) -> Quote:
    found = quote_for(chosen, form.as_far_as_typed(), clock.now())
    if found.price is not None or not form.vat_id_problem:
        return found
    # Whoever typed a VAT ID hears what is wrong with it, not that one is missing.
    return replace(found, problems=(("vat_id", form.vat_id_problem), *found.problems))


# Ready to book, too late for these seats, another price than was seen, nothing can be stored.
NOTICES = ("ready", "refused", "changed", "trouble")


def checkout_page(
    form: CheckoutForm,
    desk: Desk,
    status: int = 200,
    notice: str = "",
) -> Response:
    """The checkout as it was typed so far; `notice` says what is said above it (NOTICES)."""
    form.renew_checkout_id()
    now, chosen = clock.now(), desk.training
    found = _quote(form, chosen)
    problems = list(form.problems())
    standing = "example" if service.has_retired(chosen) else chosen.standing(now)
    bookable = standing in ("free", "few") or desk.holds(now)
    typed = request.method == "POST"
    others = [] if bookable and notice != "refused" else service.other_dates(chosen.id, now)
    shown = {
        "training": chosen,
        "entry": desk.entry,
        "target": desk.address,
        "standing": standing,
        "bookable": bookable,
        "quote": found,
        "seen": seal(chosen, found.price) if found.price else "",
        "before": gross_in(form.seen.data or ""),
        "problems": problems,
        "problem_count": count_in_words(len(problems)),
        **{name: notice == name for name in NOTICES},
        "hold": desk.hold,
        "lapsed": desk.lapsed,
        "early_start": _early_start(chosen, now),
        "most_people": desk.entry.seats if desk.entry else MOST_PEOPLE,
        "typed": typed,
        "waiting_form": None if typed else _waiting_form(chosen),
        "others": others,
    }
    draw = partial(render_template, "booking/checkout.html")
    too_late = notice == "refused" and desk.entry is None and desk.hold is None
    page = refusal_page(form, shown, draw) if too_late else draw(form=form, **shown)
    return make_response(page, status)


def _waiting_form(chosen: Training) -> WaitingForm:
    return WaitingForm(data=known_waiter(current_learner()), most=chosen.seats)


def _early_start(chosen: Training, now: datetime) -> str:
    """The wish that a private person has to declare for this date, if there is one."""
    asks = operator().consumers and asks_early_start(False, now, chosen.starts_at)
    return EARLY_START if asks else ""
