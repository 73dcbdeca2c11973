"""Taking a place in the waiting list, from its own form and from a checkout that was sold out."""

from collections.abc import Callable
from datetime import timedelta

from flask import Response, make_response, redirect, render_template, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import current_learner
from leaderacademy.booking import service
from leaderacademy.booking.models import Training
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.core.throttle import hit

MOST_AN_HOUR = 6


def join(
    training: Training, wish: service.Wish, number: str, again: Callable[[], Response]
) -> AnyResponse:
    """Take a place in line; `again` is the page to show when seats are free after all."""
    learner = current_learner()
    now = clock.now()
    # Each of these sends a mail: nobody shall be flooded with them by somebody else.
    if not hit(f"wait:{wish.email.lower()}", MOST_AN_HOUR, timedelta(hours=1), now):
        session.commit()
        raise TooManyRequests
    try:
        entry = service.join_line(training.id, wish, number, now, learner.id if learner else None)
    except service.CannotWait as refusal:
        session.commit()
        if refusal.why == "free":
            return again()
        page = render_template("booking/waiting_refused.html", training=training, why=refusal.why)
        return make_response(page, 200 if refusal.why == "known" else 409)
    session.commit()
    return redirect(url_for("booking.waiting", token=entry.token), 303)
