"""The pages of the live training."""

from leaderacademy.booking.service import calendar as _calendar  # its file travels with mails
from leaderacademy.booking.views import buyer as _buyer
from leaderacademy.booking.views import checkout as _checkout
from leaderacademy.booking.views import moving as _moving
from leaderacademy.booking.views import studio_waiting as _studio_waiting
from leaderacademy.booking.views import waiting as _waiting
from leaderacademy.booking.views.blueprint import blueprint

__all__ = ["blueprint"]
_PAGES = (_buyer, _checkout, _calendar, _moving, _studio_waiting, _waiting)
