"""The calendar file of a booking."""

from datetime import datetime

from leaderacademy.booking.models import Booking
from leaderacademy.booking.service.letters import CALENDAR
from leaderacademy.core.database import session
from leaderacademy.core.mail import Attachment, attachment_source


def calendar_file(booking: Booking, now: datetime) -> bytes:
    """One event, in UTC; the same UID each time, so that an import twice is one entry.

    SEQUENCE rises with every change and with cancelling (RFC 5545), so that calendars follow.
    """
    from icalendar import Calendar, Event  # late, see core/pdf.py

    training = booking.training
    off = booking.state != "booked" or training.state == "cancelled"
    event = Event()
    event.add("uid", f"buchung-{booking.id}-{booking.checkout_id}@leader-academy")
    event.add("dtstamp", now)
    event.add("sequence", booking.moves + booking.date_changes + off)
    event.add("dtstart", training.starts_at)
    event.add("dtend", training.ends_at)
    event.add("summary", training.title)
    event.add("location", training.where)
    if off:
        event.add("status", "CANCELLED")
    calendar = Calendar()
    calendar.add("prodid", "-//Leader Academy//Buchung//DE")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


@attachment_source(CALENDAR)
def calendar_attachment(booking_id: int, now: datetime) -> Attachment:
    """The file as it travels with a mail."""
    booking = session.get_one(Booking, booking_id)
    return Attachment("termin.ics", "text/calendar", calendar_file(booking, now))
