"""The page of the live training, its checkout, and the buyer's own page."""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import current_learner, public
from leaderacademy.accounts.models import Person
from leaderacademy.booking import service
from leaderacademy.booking.forms import CheckoutForm, checkout_id_fits, new_checkout_id
from leaderacademy.booking.models import Training
from leaderacademy.booking.rules.details import count_in_words
from leaderacademy.booking.rules.price import round_euro
from leaderacademy.booking.rules.training import TITLE, is_filled_in
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import clock
from leaderacademy.core.database import session

blueprint = Blueprint("booking", __name__)


@blueprint.app_template_filter("euro_rund")
def euro_rund(cents: int) -> str:
    """690 €, but 690,50 € where there are cents."""
    return round_euro(cents)


@blueprint.app_template_test("filled_in")
def filled_in(text: str) -> bool:
    """Whether the operator has replaced every placeholder of a text."""
    return is_filled_in(text)


@blueprint.get("/training")
@public
def training() -> str:
    """What the day is about, and its dates."""
    now = clock.now()
    texts = catalogue.course().training
    over, _, heading = (texts.title if "title" in texts else TITLE).partition(": ")
    return render_template(
        "booking/training.html",
        texts=texts,
        over=over,
        heading=heading or over,
        trainings=service.upcoming_trainings(now),
        now=now,
    )


@blueprint.get("/training/<key>/buchen")
@public
def checkout(key: str) -> Response:
    """The empty checkout, with what is known about a signed-in learner."""
    chosen = _training(key)
    form = CheckoutForm(data=_known(current_learner()))
    return _page(form, chosen)


@blueprint.post("/training/<key>/buchen")
@public
def book(key: str) -> AnyResponse:
    """Add or remove the second person, check, or book; only the button itself books."""
    chosen = _training(key)
    form = CheckoutForm(request.form)
    step = request.form.get("step")
    if step in ("add", "remove"):
        form.people.data = "2" if step == "add" else "1"
        return _page(form, chosen)
    if not form.validate():
        return _page(form, chosen, status=422)
    if step != "book" or not checkout_id_fits(form.checkout_id.data or ""):
        # The Enter key, or a form that was changed on the way: look at it once more.
        return _page(form, chosen, ready=True)
    learner = current_learner()
    try:
        placed = service.place_booking(
            chosen.id,
            form.details(),
            form.checkout_id.data or "",
            clock.now(),
            learner.id if learner else None,
        )
    except service.NotBookable:
        session.rollback()
        return _page(form, _training(key), status=409, refused=True)
    session.commit()
    return redirect(url_for("booking.booking", token=placed.token), 303)


@blueprint.get("/buchung/<token>")
@public
def booking(token: str) -> Response:
    """The buyer's own page; its address is the only key to it."""
    found = service.find_booking(token)
    if found is None:
        raise NotFound
    response = make_response(render_template("booking/booking.html", booking=found))
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _training(key: str) -> Training:
    found = service.find_training(key)
    if found is None:
        raise NotFound
    return found


def _known(learner: Person | None) -> dict[str, Any]:
    first, _, last = (learner.name if learner else "").rpartition(" ")
    return {
        "people": "1",
        "checkout_id": new_checkout_id(),
        "first_name_1": first or last,
        "last_name_1": last if first else "",
        "email": (learner.email if learner else None) or "",
    }


def _page(
    form: CheckoutForm,
    chosen: Training,
    status: int = 200,
    ready: bool = False,
    refused: bool = False,
) -> Response:
    now = clock.now()
    form.renew_checkout_id()
    problems = list(form.problems())
    others = [other for other in service.upcoming_trainings(now) if other.id != chosen.id]
    page = render_template(
        "booking/checkout.html",
        form=form,
        training=chosen,
        standing=chosen.standing(now),
        price=chosen.price(form.people_shown),
        problems=problems,
        problem_count=count_in_words(len(problems)),
        ready=ready,
        refused=refused,
        typed=request.method == "POST",
        others=[other for other in others if other.standing(now) in ("free", "few")],
    )
    return make_response(page, status)
