"""Where somebody stands who books: at a date on sale, or with seats in hand."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import NotFound

from leaderacademy.accounts.models import Person
from leaderacademy.booking import service
from leaderacademy.booking.forms.checkout import CheckoutForm, new_checkout_id
from leaderacademy.booking.models import CheckoutHold, Training, WaitingEntry
from leaderacademy.booking.rules.details import people_problem
from leaderacademy.booking.service.holds import earlier_clicks
from leaderacademy.booking.service.people import known_company
from leaderacademy.core import clock
from leaderacademy.core.database import session, start_reading, start_writing


@dataclass(frozen=True, slots=True)
class Desk:
    """A date, and what is in hand: an offer of the waiting list, or seats held for this checkout.

    `lapsed` says that seats were held when the page was made, and are not any more.
    """

    training: Training
    entry: WaitingEntry | None = None
    hold: CheckoutHold | None = None
    lapsed: bool = False

    @property
    def address(self) -> str:
        """Where its form sends to."""
        if self.entry is not None:
            return url_for("booking.accept", token=self.entry.token)
        return url_for("booking.book", key=self.training.key)

    def holds(self, now: datetime) -> bool:
        """Whether seats are held for whoever stands here."""
        if self.training.state == "cancelled" or self.training.starts_at <= now:
            return False
        return self.hold is not None or (self.entry is not None and self.entry.has_offer(now))

    def seats(self, form: CheckoutForm) -> bool:
        """Whether there seem to be seats for all; the claim itself decides (service/seats.py)."""
        if self.entry is not None:
            return True
        now, people = clock.now(), len(form.names.rows)
        mine = self.hold.seats if self.hold is not None else 0
        if people <= mine:
            return self.holds(now)
        standing = self.training.standing(now)
        return standing in ("free", "few") and self.training.free + mine >= people

    def looked_at(self, form: CheckoutForm) -> "Desk":
        """With what this checkout holds, where its page said that it holds something."""
        if self.entry is not None or not form.held.data:
            return self
        found = service.hold_of(form.checkout_id.data or "")
        here = found is not None and found.training_id == self.training.id
        return replace(self, hold=found if here else None, lapsed=found is None)

    def looked_at_twice(self, form: CheckoutForm) -> tuple[str | None, "Desk"]:
        """What this form has booked already, and this desk also with seats it was not told of.

        That is so when it is sent from a page before the one that said so.
        """
        token, held = earlier_clicks(form.checkout_id.data or "")
        if not held or form.held.data or self.entry is not None:
            return token, self
        form.held.data = "1"
        return token, self.looked_at(form)

    def fresh(self, form: CheckoutForm) -> "Desk":
        """The same after a rollback, for a page that says why."""
        start_reading()
        return Desk(training_at(self.training.key), self.entry).looked_at(form)

    def held(self, form: CheckoutForm) -> "Desk":
        """The same with its seats held, or held for longer, for whoever is not ready yet.

        Only what somebody sends comes here: opening the page holds nothing.
        """
        if self.entry is not None or people_problem(form.people.data or ""):
            return self
        if not self.seats(form) and self.hold is None:
            return self
        form.renew_checkout_id()
        training_id, people = self.training.id, len(form.names.rows)
        number, address = form.checkout_id.data or "", request.remote_addr or ""
        start_writing()
        try:
            hold = service.hold_seats(training_id, people, number, address, clock.now())
            session.commit()
        except OperationalError:
            # Nothing can be stored (a full disk): what is wrong with the form is said all the same.
            session.rollback()
            return self.fresh(form)
        start_reading()
        form.held.data = "1" if hold is not None else ""
        return replace(self, hold=hold, lapsed=self.lapsed and hold is None)


def training_at(key: str) -> Training:
    """The date with this part of the address; raises NotFound."""
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


def known_waiter(learner: Person | None) -> dict[str, Any]:
    """The same for the form of the waiting list."""
    known = known_buyer(learner)
    name = learner.name if learner else ""
    return {"seats": "1", "name": name, **{key: known.get(key, "") for key in ("company", "email")}}
