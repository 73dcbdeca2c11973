"""Background work of booking: telling bookers, cancelling a whole date, drawing certificates."""

from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from leaderacademy.booking.models import AttendancePaper
from leaderacademy.booking.rules.certificate import written
from leaderacademy.booking.rules.dates import day_in_words, hours_in_words
from leaderacademy.booking.service import editing
from leaderacademy.booking.service.certificates import DRAW, get_paper, keep_pdf, pdf_of
from leaderacademy.core import mail
from leaderacademy.core.audit import Actor
from leaderacademy.core.jobs import Payload, handler
from leaderacademy.core.pdf import render_pdf

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent.parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


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
    paper = get_paper(payload["paper_id"])
    if paper is not None and pdf_of(paper) is None:
        keep_pdf(paper, drawn(paper, mail.base_url()))


def drawn(paper: AttendancePaper, base_url: str) -> bytes:
    """The certificate as PDF: name, day, place, number, and the QR code of its check page."""
    import segno  # late, see core/pdf.py

    number = written(paper.code)
    address = f"{base_url}/teilnahme/{number}"
    code = segno.make(address, error="m")
    html = _environment.get_template("booking/certificate.html").render(
        paper=paper,
        number=number,
        address=address,
        day=day_in_words(paper.starts_at),
        hours=hours_in_words(paper.starts_at, paper.ends_at),
        issued=day_in_words(paper.issued_at),
        code=code.svg_data_uri(scale=4, border=0, dark="#10293a"),
    )
    return render_pdf(html, "certificate.css")
