"""The blueprint of the live training, and what its templates need."""

from typing import NamedTuple

from flask import Blueprint, current_app

from leaderacademy.booking.models import Training
from leaderacademy.booking.rules.price import round_euro
from leaderacademy.booking.rules.training import is_filled_in
from leaderacademy.invoicing.service.operator import operator

blueprint = Blueprint("booking", __name__)


@blueprint.app_template_filter("euro_rund")
def euro_rund(cents: int) -> str:
    """690 €, but 690,50 € where there are cents."""
    return round_euro(cents)


class Reach(NamedTuple):
    """Where somebody gets an answer from us; the telephone may be missing."""

    mail: str
    phone: str

    @property
    def dialled(self) -> str:
        """The number as a link dials it."""
        return "".join(char for char in self.phone if char in "+0123456789")


@blueprint.app_template_global("reach")
def reach() -> Reach:
    """The seller's own address, or else the one that our mails come from."""
    us = operator().seller
    return Reach(us.mail or current_app.config["SETTINGS"].mail_sender_address, us.phone)


@blueprint.app_template_global("refund_days")
def refund_days() -> int:
    """Within how many days we pay money back: as many as we give others to pay us."""
    return operator().terms.payment_days


@blueprint.app_template_test("filled_in")
def filled_in(text: str) -> bool:
    """Whether the operator has replaced every placeholder of a text."""
    return is_filled_in(text)


@blueprint.app_template_filter("date_choice")
def date_choice(training: Training) -> tuple[str, str]:
    """A date as one choice of a list: its key, and day and place in words."""
    return training.key, f"{training.day}, {training.place}"
