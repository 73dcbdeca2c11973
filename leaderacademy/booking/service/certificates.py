"""Certificates of participation in the live training: issued once per person who was there."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import select, update

from leaderacademy.booking.models import AttendancePaper, Booking, Participant, Training
from leaderacademy.booking.rules.certificate import TITLE, new_code, proof_rows
from leaderacademy.booking.service.letters import send_certificates
from leaderacademy.booking.service.money import PREFIX
from leaderacademy.booking.service.seats import changed
from leaderacademy.core.audit import Actor, note_action
from leaderacademy.core.database import session
from leaderacademy.core.jobs import enqueue

DRAW = "attendance-certificate"


def issue_certificates(training: Training, now: datetime, by: Actor) -> int:
    """Certify everybody who is marked as there and has none yet; how many that were.

    Nobody before the training has begun. A second click finds nobody left.
    """
    if training.starts_at > now or training.state == "cancelled":
        return 0
    bookings = session.scalars(
        select(Booking)
        .where(Booking.training_id == training.id, Booking.state == "booked")
        .order_by(Booking.id)
    ).all()
    return sum(_certify(booking, training, now, by) for booking in bookings)


def _certify(booking: Booking, training: Training, now: datetime, by: Actor) -> int:
    papers = [
        paper for person in booking.participants if (paper := _issue(person, training, now, by))
    ]
    if papers:
        links = [{"name": paper.name, "token": paper.token} for paper in papers]
        send_certificates(booking, links, now)
    return len(papers)


def _issue(
    person: Participant, training: Training, now: datetime, by: Actor
) -> AttendancePaper | None:
    # The number is claimed by a condition: of two clicks at one instant only one finds it free.
    code = new_code(secrets.choice)
    claimed = changed(
        update(Participant)
        .where(
            Participant.id == person.id,
            Participant.arrived_at.is_not(None),
            Participant.certificate_code.is_(None),
        )
        .values(certificate_code=code, certified_at=now)
    )
    if not claimed:
        return None
    session.refresh(person)
    paper = AttendancePaper(
        participant_id=person.id,
        code=code,
        token=secrets.token_urlsafe(24),
        name=person.name,
        title=training.title,
        starts_at=training.starts_at,
        ends_at=training.ends_at,
        place=training.where,
        issued_at=now,
    )
    session.add(paper)
    session.flush()
    enqueue(DRAW, {"paper_id": paper.id}, now)
    subject, text = (
        f"{PREFIX}{person.booking_id}",
        f"Platz {person.position}: Teilnahme bescheinigt.",
    )
    note_action("certificate-issued", subject, text, by, now, participant=person.id)
    return paper


def withdraw_certificate(person: Participant, now: datetime, by: Actor) -> bool:
    """Take a certificate back for good; its number keeps answering that it does not hold.

    The name may be mended then, and a new certificate be issued.
    """
    done = changed(
        update(AttendancePaper)
        .where(
            AttendancePaper.code == person.certificate_code,
            AttendancePaper.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now)
    )
    if done:
        person.certificate_code, person.certified_at = None, None
        text = f"Platz {person.position}: Bescheinigung zurückgezogen."
        subject = f"{PREFIX}{person.booking_id}"
        note_action("certificate-withdrawn", subject, text, by, now, participant=person.id)
    return done


def find_paper(token: str) -> AttendancePaper | None:
    """The certificate that this secret address opens."""
    return session.scalar(select(AttendancePaper).where(AttendancePaper.token == token))


def paper_to_draw(paper_id: int) -> AttendancePaper | None:
    """The certificate that a job is to draw, apart from any transaction, so that nobody waits.

    None when it is drawn already, or its booking was removed.
    """
    paper = session.scalar(
        select(AttendancePaper).where(AttendancePaper.id == paper_id, AttendancePaper.pdf.is_(None))
    )
    if paper is not None:
        session.expunge(paper)
    return paper


def pdf_of(paper: AttendancePaper) -> bytes | None:
    """The kept file, or None while it is being drawn."""
    return session.scalar(select(AttendancePaper.pdf).where(AttendancePaper.id == paper.id))


def keep_pdf(paper_id: int, pdf: bytes) -> None:
    """Keep the file for good: what was handed out once is never drawn again."""
    session.execute(
        update(AttendancePaper)
        .where(AttendancePaper.id == paper_id, AttendancePaper.pdf.is_(None))
        .values(pdf=pdf, pdf_sha256=hashlib.sha256(pdf).hexdigest())
    )


def find_proof(code: str) -> tuple[str, bool, tuple[tuple[str, str], ...]] | None:
    """Title, whether it holds, and rows for the public check page; None for an unknown number."""
    paper = session.scalar(select(AttendancePaper).where(AttendancePaper.code == code))
    if paper is None:
        return None
    if paper.withdrawn_at is not None:
        return TITLE, False, ()
    rows = proof_rows(paper.title, paper.name, paper.starts_at, paper.ends_at, paper.place)
    return TITLE, True, rows
