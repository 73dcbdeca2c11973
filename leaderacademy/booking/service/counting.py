"""Plain numbers about bookings, for whoever looks at the course as a whole."""

from datetime import datetime

from sqlalchemy import func, select

from leaderacademy.booking.models import Booking
from leaderacademy.core.database import session


def bookings_since(moment: datetime) -> int:
    """How many bookings were made since then and still hold."""
    query = select(func.count()).where(Booking.state == "booked", Booking.booked_at >= moment)
    return session.scalar(query) or 0
