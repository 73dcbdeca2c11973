"""The blueprint of the live training, and what its templates need."""

from flask import Blueprint

from leaderacademy.booking.models import Training
from leaderacademy.booking.rules.price import round_euro
from leaderacademy.booking.rules.training import is_filled_in

blueprint = Blueprint("booking", __name__)


@blueprint.app_template_filter("euro_rund")
def euro_rund(cents: int) -> str:
    """690 €, but 690,50 € where there are cents."""
    return round_euro(cents)


@blueprint.app_template_test("filled_in")
def filled_in(text: str) -> bool:
    """Whether the operator has replaced every placeholder of a text."""
    return is_filled_in(text)


@blueprint.app_template_filter("date_choice")
def date_choice(training: Training) -> tuple[str, str]:
    """A date as one choice of a list: its key, and day and place in words."""
    return training.key, f"{training.day}, {training.place}"
