"""Background work of booking: telling bookers, cancelling a date, certificates, waiting list."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from leaderacademy.booking import service
from leaderacademy.booking.models import AttendancePaper
from leaderacademy.booking.rules.certificate import written
from leaderacademy.booking.rules.dates import day_in_words, hours_in_words
from leaderacademy.booking.service import editing, holds
from leaderacademy.booking.service.certificates import DRAW, keep_pdf, paper_to_draw
from leaderacademy.booking.service.correcting import EXCHANGE, correct_invoice
from leaderacademy.booking.service.listing import exported
from leaderacademy.booking.service.offers import EXPIRE, expire_offer, waiting_trainings
from leaderacademy.booking.service.sheets import (
    WRITE,
    find_sheet,
    forget_sheets,
    keep_sheet,
    wanted_in,
    xlsx_file,
)
from leaderacademy.core import mail
from leaderacademy.core.audit import Actor
from leaderacademy.core.database import reading, session
from leaderacademy.core.jobs import Job, Payload, enqueue, handler
from leaderacademy.core.pdf import papers, render_pdf

ROUND = "waiting-round"
EVERY = timedelta(minutes=10)


@handler(editing.TELL)
def tell_booker(payload: Payload, now: datetime) -> None:
    """The mail has a key of its own: a second run sends none."""
    editing.tell_booker(payload["booking_id"], payload["was"], now)


@handler(editing.CANCEL)
def cancel_training(payload: Payload, now: datetime) -> None:
    """Bears being run twice: each booking's job has a key."""
    editing.plan_cancelling(payload["training_id"], payload["by"], now)


@handler(editing.CANCEL_ONE)
def cancel_one(payload: Payload, now: datetime) -> None:
    """Bears being run twice: the state of the booking changes once."""
    editing.cancel_for_us(payload["booking_id"], Actor(*payload["by"]), now)


@handler(DRAW)
def draw_certificate(payload: Payload, _now: datetime) -> None:
    """Bears being run twice: bytes that are kept already stay."""
    paper = paper_to_draw(payload["paper_id"])
    # Drawing takes a second: on SQLite nobody could book meanwhile if our transaction stayed open.
    session.rollback()
    if paper is not None:
        keep_pdf(paper.id, drawn(paper, mail.base_url()))


def drawn(paper: AttendancePaper, base_url: str) -> bytes:
    """The certificate as PDF: name, day, place, number, and the QR code of its check page."""
    import segno  # late, see core/pdf.py

    number = written(paper.code)
    address = f"{base_url}/teilnahme/{number}"
    code = segno.make(address, error="m")
    html = papers.get_template("booking/certificate.html").render(
        paper=paper,
        number=number,
        address=address,
        day=day_in_words(paper.starts_at),
        hours=hours_in_words(paper.starts_at, paper.ends_at),
        issued=day_in_words(paper.issued_at),
        code=code.svg_data_uri(scale=4, border=0, dark="#10293a"),
    )
    return render_pdf(html, "certificate.css")


@handler(EXCHANGE)
def exchange_invoice(payload: Payload, now: datetime) -> None:
    """Bears being run twice: an invoice that names the right day is left alone."""
    correct_invoice(payload["booking_id"], now, Actor(*payload["by"]))


@handler(WRITE)
def write_sheet(payload: Payload, now: datetime) -> None:
    """Write a long list; bears being run twice. Nobody waits for a lock meanwhile."""
    session.rollback()
    with reading():
        sheet = find_sheet(payload["sheet_id"])
        content = None if sheet is None else xlsx_file(exported(wanted_in(sheet)))
        session.rollback()
    if content is not None:
        keep_sheet(payload["sheet_id"], content, now)


@handler(EXPIRE)
def expire(payload: Payload, now: datetime) -> None:
    """End one offer when its time is over; bears being run twice, early and late."""
    expire_offer(payload["entry_id"], now)


@handler(holds.EXPIRE)
def expire_hold(payload: Payload, now: datetime) -> None:
    """End what an open checkout holds when its time is over; bears being run twice."""
    holds.expire_or_look_again(payload["hold_id"], now)


@handler(ROUND)
def go_round(_payload: Payload, now: datetime) -> None:
    """A second look at every line: nothing depends on it, but no seat lies free by mistake."""
    holds.expire_holds(now)
    service.expire_offers(now)
    for training in waiting_trainings(now):
        service.offer_freed_seats(training.id, now)
    service.forget_waiting(now)
    service.forget_notes(now)
    forget_sheets(now)
    done = delete(Job).where(Job.kind == ROUND, Job.done_at < now - timedelta(days=1))
    session.execute(done.execution_options(synchronize_session=False))
    plan_round(now + EVERY, now)


def plan_round(moment: datetime, now: datetime) -> None:
    """Go round once in these ten minutes, however often and by whomever this is asked."""
    slot = int(moment.timestamp() // EVERY.total_seconds())
    enqueue(ROUND, {}, now, run_at=moment, key=f"{ROUND}-{slot}")
