"""The page of the live training and its checkout."""

from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import current_learner, public
from leaderacademy.accounts.models import Person
from leaderacademy.booking import service
from leaderacademy.booking.forms.checkout import CheckoutForm, checkout_id_fits, new_checkout_id
from leaderacademy.booking.models import Training
from leaderacademy.booking.rules.details import MOST_PEOPLE, count_in_words
from leaderacademy.booking.rules.training import TITLE
from leaderacademy.booking.service.people import known_company
from leaderacademy.booking.service.placing import quote_for
from leaderacademy.booking.service.pricing import Quote, gross_in, seal
from leaderacademy.booking.views.blueprint import blueprint
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import clock
from leaderacademy.core.database import session


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
    return _page(CheckoutForm(data=_known(current_learner())), chosen)


@blueprint.post("/training/<key>/buchen")
@public
def book(key: str) -> AnyResponse:
    """Add or remove a person, compute the price, check, or book; only the button books."""
    chosen = _training(key)
    form = CheckoutForm(request.form)
    step = request.form.get("step") or ""
    if step in ("add", "price") or step.startswith("remove"):
        _rearrange(form, step)
        return _page(form, chosen)
    found = _quote(form, chosen) if form.validate() else None
    if found is None or found.problems:
        for field, problem in found.problems if found else ():
            form.refuse(field, problem)
        return _page(form, chosen, status=422)
    if step != "book" or not checkout_id_fits(form.checkout_id.data or ""):
        # The Enter key, or a form that was changed on the way: look at it once more.
        return _page(form, chosen, ready=True)
    return _book(form, chosen)


def _rearrange(form: CheckoutForm, step: str) -> None:
    form.read_vat_id()
    number = step.partition("-")[2]
    if step == "add":
        form.add_person()
    elif number.isascii() and number.isdigit():
        form.remove_person(int(number))


def _book(form: CheckoutForm, chosen: Training) -> AnyResponse:
    learner = current_learner()
    person_id = learner.id if learner else None
    number, seen = form.checkout_id.data or "", form.seen.data or ""
    try:
        placed = service.place_booking(
            chosen.id, form.details(), number, clock.now(), person_id, seen
        )
    except service.NotBookable:
        session.rollback()
        return _page(form, _training(chosen.key), status=409, refused=True)
    except (service.PriceChanged, service.VoucherRefused) as change:
        session.rollback()
        if isinstance(change, service.VoucherRefused):
            form.refuse("voucher", str(change))
        return _page(form, _training(chosen.key), status=409, changed=True)
    session.commit()
    return redirect(url_for("booking.booking", token=placed.token), 303)


def _quote(form: CheckoutForm, chosen: Training) -> Quote:
    return quote_for(chosen, form.as_far_as_typed(), clock.now())


def _training(key: str) -> Training:
    found = service.find_training(key)
    if found is None:
        raise NotFound
    return found


def _known(learner: Person | None) -> dict[str, Any]:
    first, _, last = (learner.name if learner else "").rpartition(" ")
    return {
        "people": "1",
        "country": "DE",
        "checkout_id": new_checkout_id(),
        "first_name_1": first or last,
        "last_name_1": last if first else "",
        "email": (learner.email if learner else None) or "",
        **(known_company(learner.id) if learner else {}),
    }


def _page(
    form: CheckoutForm,
    chosen: Training,
    status: int = 200,
    ready: bool = False,
    refused: bool = False,
    changed: bool = False,
) -> Response:
    now = clock.now()
    form.renew_checkout_id()
    before = gross_in(form.seen.data or "")
    found = _quote(form, chosen)
    problems = list(form.problems())
    others = [other for other in service.upcoming_trainings(now) if other.id != chosen.id]
    page = render_template(
        "booking/checkout.html",
        form=form,
        training=chosen,
        standing=chosen.standing(now),
        quote=found,
        seen=seal(chosen, found.price) if found.price else "",
        before=before,
        problems=problems,
        problem_count=count_in_words(len(problems)),
        ready=ready,
        refused=refused,
        changed=changed,
        most_people=MOST_PEOPLE,
        typed=request.method == "POST",
        others=[other for other in others if other.standing(now) in ("free", "few")],
    )
    return make_response(page, status)
