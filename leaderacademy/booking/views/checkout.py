"""The page of the live training and its checkout."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import current_learner, public
from leaderacademy.accounts.models import Person
from leaderacademy.booking import service
from leaderacademy.booking.forms.checkout import CheckoutForm, checkout_id_fits, new_checkout_id
from leaderacademy.booking.forms.waiting import WaitingForm, wish_in_checkout
from leaderacademy.booking.models import Booking, Training, WaitingEntry
from leaderacademy.booking.rules.details import MOST_PEOPLE, count_in_words, too_many_in_words
from leaderacademy.booking.rules.training import TITLE
from leaderacademy.booking.service.people import known_company
from leaderacademy.booking.service.placing import quote_for
from leaderacademy.booking.service.pricing import Quote, gross_in, seal
from leaderacademy.booking.views.blueprint import blueprint
from leaderacademy.booking.views.joining import join
from leaderacademy.booking.views.refusal import refusal_page
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.text_pages import shows_text
from leaderacademy.core import clock
from leaderacademy.core.database import session, start_reading, start_writing


@blueprint.get("/training")
@public
@shows_text("training.yml")
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


@dataclass(frozen=True, slots=True)
class Desk:
    """Where somebody books: at a date on sale, or with seats that are held for them."""

    training: Training
    entry: WaitingEntry | None = None

    @property
    def address(self) -> str:
        """Where its form sends to."""
        if self.entry is not None:
            return url_for("booking.accept", token=self.entry.token)
        return url_for("booking.book", key=self.training.key)

    def holds(self, now: datetime) -> bool:
        """Whether seats are held for whoever stands here."""
        off = self.training.state == "cancelled" or self.training.starts_at <= now
        return self.entry is not None and self.entry.has_offer(now) and not off

    def seats(self, form: CheckoutForm) -> bool:
        """Whether there seem to be seats for all; the claim itself decides (service/seats.py)."""
        standing = self.training.standing(clock.now())
        fits = self.training.free >= len(form.names.rows)
        return self.entry is not None or (standing in ("free", "few") and fits)

    def fresh(self) -> "Desk":
        """The same after a rollback, for a page that says why."""
        start_reading()
        return Desk(_training(self.training.key), self.entry)


@blueprint.get("/training/<key>/buchen")
@public
def checkout(key: str) -> Response:
    """The empty checkout, with what is known about a signed-in learner."""
    chosen = _training(key)
    known = known_buyer(current_learner())
    return checkout_page(CheckoutForm(data=known), Desk(chosen))


@blueprint.post("/training/<key>/buchen")
@public
def book(key: str) -> AnyResponse:
    """Add or remove a person, compute the price, check, or book; only the button books."""
    # Until something is kept, this only looks: who types, errs or comes too late does not stand
    # in the line of writers.
    start_reading()
    return serve(CheckoutForm(request.form), Desk(_training(key)))


@blueprint.post("/training/<key>/preis")
@public
def price(key: str) -> Response:
    """What is being typed, priced; for the script that keeps the summary right meanwhile."""
    start_reading()
    return price_part(Desk(_training(key)))


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
        voucher_problem=dict(found.problems).get("voucher", ""),
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def serve(form: CheckoutForm, desk: Desk, step: str = "") -> AnyResponse:
    """One press of one of the form's buttons; `step` says which, else the request does."""
    step = step or request.form.get("step") or ""
    if step in ("add", "price") or step.startswith("remove"):
        _rearrange(form, step)
        return checkout_page(form, desk)
    if step == "wait" and desk.entry is None:
        return _wait(form, desk)
    found = _quote(form, desk.training) if form.validate() else None
    refused = found is None or bool(found.problems) or not desk.seats(form)
    # Also the second click of whoever has just had the last seat, or the voucher's last use.
    if (
        step == "book"
        and refused
        and (earlier := service.booked_before(form.checkout_id.data or ""))
    ):
        return _to_page_of(earlier)
    if found is None or found.problems:
        for field, problem in found.problems if found else ():
            form.refuse(field, problem)
        return checkout_page(form, desk, status=422)
    if step != "book" or not checkout_id_fits(form.checkout_id.data or ""):
        # The Enter key, or a form that was changed on the way: look at it once more.
        return checkout_page(form, desk, ready=True)
    return _book(form, desk)


def _rearrange(form: CheckoutForm, step: str) -> None:
    form.read_vat_id()
    number = step.partition("-")[2]
    if step == "add":
        form.add_person()
    elif number.isascii() and number.isdigit():
        form.remove_person(int(number))


def _wait(form: CheckoutForm, desk: Desk) -> AnyResponse:
    """Sold out while the form was open: what was typed goes along into the waiting list."""
    wish = wish_in_checkout(form)
    if wish is None:
        return checkout_page(form, desk, status=422)
    number = form.checkout_id.data or ""
    number = number if checkout_id_fits(number) else new_checkout_id()
    start_writing()
    return join(desk.training, wish, number, lambda: checkout_page(form, desk.fresh()))


def _book(form: CheckoutForm, desk: Desk) -> AnyResponse:
    if not desk.seats(form):
        return checkout_page(form, desk, status=409, refused=True)
    learner = current_learner()
    person_id = learner.id if learner else None
    number, seen = form.checkout_id.data or "", form.seen.data or ""
    training_id, offer = desk.training.id, desk.entry.id if desk.entry else None
    details = form.details()
    # Everything was read and checked; from here on others wait until the commit.
    start_writing()
    try:
        placed = service.place_booking(
            training_id, details, number, clock.now(), person_id, seen, offer
        )
    except service.OfferGone:
        session.rollback()
        return redirect(url_for("booking.waiting", token=desk.entry.token if desk.entry else ""))
    except (service.NotBookable, service.TooManyForOffer) as refusal:
        session.rollback()
        if isinstance(refusal, service.TooManyForOffer):
            form.refuse("people", too_many_in_words(refusal.seats))
        return checkout_page(form, desk.fresh(), status=409, refused=True)
    except (service.PriceChanged, service.VoucherRefused) as change:
        session.rollback()
        if isinstance(change, service.VoucherRefused):
            form.refuse("voucher", str(change))
        return checkout_page(form, desk.fresh(), status=409, changed=True)
    session.commit()
    return _to_page_of(placed)


def _to_page_of(placed: Booking) -> AnyResponse:
    return redirect(url_for("booking.booking", token=placed.token), 303)


def _quote(form: CheckoutForm, chosen: Training) -> Quote:
    return quote_for(chosen, form.as_far_as_typed(), clock.now())


def _training(key: str) -> Training:
    found = service.find_training(key)
    if found is None:
        raise NotFound
    return found


def known_buyer(learner: Person | None) -> dict[str, Any]:
    """What a form is filled in with for whoever is signed in."""
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


def checkout_page(
    form: CheckoutForm,
    desk: Desk,
    status: int = 200,
    ready: bool = False,
    refused: bool = False,
    changed: bool = False,
) -> Response:
    """The checkout as it was typed so far."""
    form.renew_checkout_id()
    now, chosen = clock.now(), desk.training
    found = _quote(form, chosen)
    problems = list(form.problems())
    standing = chosen.standing(now)
    bookable = standing in ("free", "few") or desk.holds(now)
    typed = request.method == "POST"
    others = [] if bookable and not refused else _other_dates(chosen, now)
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
        "ready": ready,
        "refused": refused and desk.entry is None,
        "changed": changed,
        "most_people": desk.entry.seats if desk.entry else MOST_PEOPLE,
        "typed": typed,
        "waiting_form": None if typed else WaitingForm(data=known_waiter(current_learner())),
        "others": others,
    }
    draw = partial(render_template, "booking/checkout.html")
    page = refusal_page(form, shown, draw) if shown["refused"] else draw(form=form, **shown)
    return make_response(page, status)


def _other_dates(chosen: Training, now: datetime) -> list[Training]:
    ahead = service.upcoming_trainings(now)
    return [one for one in ahead if one.id != chosen.id and one.standing(now) in ("free", "few")]


def known_waiter(learner: Person | None) -> dict[str, Any]:
    """The same for the form of the waiting list."""
    known = known_buyer(learner)
    name = learner.name if learner else ""
    return {"seats": "1", "name": name, **{key: known.get(key, "") for key in ("company", "email")}}
