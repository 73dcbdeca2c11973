"""What every page of a booking may say of us: where we answer, and how soon money goes back."""

from typing import NamedTuple

from flask import current_app

from leaderacademy.booking.views.blueprint import blueprint
from leaderacademy.invoicing.service import operator


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
