"""Whether all is well with bookings, in plain German sentences for the studio's first page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from leaderacademy.booking.models import Booking, Training
from leaderacademy.booking.rules.dates import day_in_words
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job
from leaderacademy.invoicing.models import WaitingInvoice
from leaderacademy.invoicing.service.operator import operator

LATE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class HealthLine:
    """One sentence; `kind` is good, warn or bad; `href` is where to look, or empty."""

    kind: str
    text: str
    href: str = ""


def health(now: datetime) -> Sequence[HealthLine]:
    """An invented seller, last booking, unsent mails, and invoices that wait for a VAT ID."""
    return (*_invented_seller(now), _last_booking(), *_mails(now), *_waiting_invoices())


def _invented_seller(now: datetime) -> list[HealthLine]:
    """A real date on sale for which nobody real would be paid."""
    if not operator().is_demo:
        return []
    key = session.scalar(
        select(Training.key)
        .where(Training.demo.is_(False), Training.state != "cancelled", Training.ends_at > now)
        .order_by(Training.starts_at, Training.id)
        .limit(1)
    )
    if key is None:
        return []
    text = (
        "Ein echter Termin ist angelegt, aber die Rechnungen kommen von der erfundenen "
        "Muster-Akademie. Bitte erst Ihre Firma eintragen."
    )
    return [HealthLine("bad", text, f"/studio/termine/{key}#verkaeufer")]


def _last_booking() -> HealthLine:
    last = session.scalar(
        select(Booking)
        .options(joinedload(Booking.training))
        .where(Booking.booked_at.is_not(None))
        .order_by(Booking.booked_at.desc())
        .limit(1)
    )
    if last is None or last.booked_at is None:
        return HealthLine("good", "Noch keine Buchung.")
    seats = "1\u00a0Platz" if last.seats == 1 else f"{last.seats}\u00a0Plätze"
    text = (
        f"Letzte Buchung am {day_in_words(last.booked_at)}: {seats} für "
        f"{last.training.place}, {last.training.day}."
    )
    return HealthLine("good", text, f"/studio/buchungen/{last.id}")


def _mails(now: datetime) -> list[HealthLine]:
    unsent = (Job.kind == "mail", Job.done_at.is_(None))
    failed = session.scalar(select(func.count()).where(*unsent, Job.failed_at.is_not(None))) or 0
    late = session.scalar(
        select(func.count()).where(*unsent, Job.failed_at.is_(None), Job.run_at < now - LATE)
    )
    tried = session.scalar(
        select(func.count()).where(
            *unsent, Job.failed_at.is_(None), Job.tries > 0, Job.created_at < now - LATE
        )
    )
    waiting = max(late or 0, tried or 0)
    lines = []
    if failed:
        one = "1\u00a0Mail ließ" if failed == 1 else f"{failed}\u00a0Mails ließen"
        lines.append(
            HealthLine(
                "bad", f"{one} sich auch nach zehn Versuchen nicht senden. Bitte Mailserver prüfen."
            )
        )
    if waiting:
        one = "1\u00a0Mail wartet" if waiting == 1 else f"{waiting}\u00a0Mails warten"
        lines.append(HealthLine("warn", f"{one} seit über 15\u00a0Minuten auf den Versand."))
    return lines or [HealthLine("good", "Alle fälligen Mails sind verschickt.")]


def _waiting_invoices() -> list[HealthLine]:
    rows = session.execute(
        select(WaitingInvoice.state, func.count())
        .where(WaitingInvoice.state.in_(("waiting", "refused")))
        .group_by(WaitingInvoice.state)
    ).all()
    counts = {row[0]: int(row[1]) for row in rows}
    href, lines = "/studio/rechnungen/wartend", []
    if number := counts.get("refused", 0):
        one = "1\u00a0Rechnung steht" if number == 1 else f"{number}\u00a0Rechnungen stehen"
        lines.append(HealthLine("bad", f"{one}: Die USt-IdNr. gilt als ungültig.", href))
    if number := counts.get("waiting", 0):
        one = "1\u00a0Rechnung wartet" if number == 1 else f"{number}\u00a0Rechnungen warten"
        lines.append(HealthLine("warn", f"{one} auf die Bestätigung der USt-IdNr.", href))
    return lines
