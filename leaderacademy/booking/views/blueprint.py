"""The blueprint of the live training, and what its templates need."""

from datetime import date, datetime

from flask import Blueprint

from leaderacademy.booking.models import Training
from leaderacademy.booking.rules.editing import last_day
from leaderacademy.booking.rules.price import round_euro
from leaderacademy.booking.rules.training import is_filled_in
from leaderacademy.booking.service import pricing
from leaderacademy.invoicing.service import operator

blueprint = Blueprint("booking", __name__)


@blueprint.app_template_filter("euro_rund")
def euro_rund(cents: int) -> str:
    """690 €, but 690,50 € where there are cents."""
    return round_euro(cents)


@blueprint.app_template_filter("last_day")
def last_day_of(until: datetime) -> date:
    """The last day that counts whole, as it was typed."""
    return last_day(until)


@blueprint.app_template_filter("private_gross")
def private_gross(training: Training, net_cents: int) -> int | None:
    """What a private person pays; None where only companies may book."""
    return pricing.private_gross(training, net_cents, operator().policy)


@blueprint.app_template_test("filled_in")
def filled_in(text: str) -> bool:
    """Whether the operator has replaced every placeholder of a text."""
    return is_filled_in(text)


@blueprint.app_template_filter("date_choice")
def date_choice(training: Training) -> tuple[str, str]:
    """A date as one choice of a list: its key, and day and place in words."""
    return training.key, f"{training.day}, {training.place}"
