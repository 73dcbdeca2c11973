"""What is stored about trainings, the bookings of their seats, vouchers, and who takes part."""

from leaderacademy.booking.models.booking import SEATED, AttendancePaper, Booking, Participant
from leaderacademy.booking.models.training import Training
from leaderacademy.booking.models.voucher import Voucher

__all__ = ["SEATED", "AttendancePaper", "Booking", "Participant", "Training", "Voucher"]
