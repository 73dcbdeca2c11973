"""The pages of the live training."""

from leaderacademy.booking.service import calendar as _calendar  # its file travels with mails
from leaderacademy.booking.views import buyer as _buyer
from leaderacademy.booking.views import card as _card
from leaderacademy.booking.views import checkout as _checkout
from leaderacademy.booking.views.blueprint import blueprint

__all__ = ["blueprint"]
_PAGES = (_buyer, _card, _checkout, _calendar)
