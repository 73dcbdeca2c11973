"""The pages of the live training."""

from leaderacademy.booking.service import calendar as _calendar  # its file travels with mails
from leaderacademy.booking.views import buyer as _buyer
from leaderacademy.booking.views import card as _card
from leaderacademy.booking.views import certificate as _certificate
from leaderacademy.booking.views import checkout as _checkout
from leaderacademy.booking.views import contact as _contact
from leaderacademy.booking.views import moving as _moving
from leaderacademy.booking.views import studio_waiting as _studio_waiting
from leaderacademy.booking.views import waiting as _waiting
from leaderacademy.booking.views import withdrawing as _withdrawing
from leaderacademy.booking.views.blueprint import blueprint
from leaderacademy.booking.views.studio import billing as _studio_billing
from leaderacademy.booking.views.studio import booking as _studio_booking
from leaderacademy.booking.views.studio import bookings as _studio_bookings
from leaderacademy.booking.views.studio import dates as _studio_dates
from leaderacademy.booking.views.studio import group as _studio_group
from leaderacademy.booking.views.studio import log as _studio_log
from leaderacademy.booking.views.studio import moving as _studio_moving
from leaderacademy.booking.views.studio import vouchers as _studio_vouchers

__all__ = ["blueprint"]
_PAGES = (_buyer, _card, _checkout, _calendar, _certificate, _moving, _waiting, _withdrawing)
_WORDS = (_contact,)
_STUDIO = (
    *(_studio_booking, _studio_bookings, _studio_dates, _studio_group, _studio_log),
    *(_studio_vouchers, _studio_waiting, _studio_billing, _studio_moving),
)
