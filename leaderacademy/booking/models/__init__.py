"""What is stored about trainings, bookings, vouchers, who takes part and who waits for a seat."""

from leaderacademy.booking.models.booking import SEATED, AttendancePaper, Booking, Participant
from leaderacademy.booking.models.holding import CheckoutHold
from leaderacademy.booking.models.sheet import BookingSheet
from leaderacademy.booking.models.training import Training
from leaderacademy.booking.models.voucher import Voucher
from leaderacademy.booking.models.waiting import IN_LINE, WaitingEntry

__all__ = [
    "IN_LINE",
    "SEATED",
    "AttendancePaper",
    "Booking",
    "BookingSheet",
    "CheckoutHold",
    "Participant",
    "Training",
    "Voucher",
    "WaitingEntry",
]
