"""Making, withdrawing and checking certificates of participation."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from leaderacademy.certificates.models import Certificate
from leaderacademy.certificates.rules import (
    DATE,
    MINUTES,
    NAME,
    Proof,
    known_choices,
    new_code,
    tidy_code,
    written,
)
from leaderacademy.content.course import Course
from leaderacademy.content.fields.values import show_date
from leaderacademy.core.database import Base, session, upsert
from leaderacademy.core.jobs import enqueue
from leaderacademy.learning.rules.progress import CourseProgress

BERLIN = ZoneInfo("Europe/Berlin")
PDF = "certificate-pdf"
TITLE = "Teilnahme am Selbstlernkurs"
_table = Base.metadata.tables[Certificate.__tablename__]

# Other features have certificates too; the application names where they are looked up. Each is
# asked with a tidy number and answers None when it knows none.
proof_sources: list[Callable[[str], Proof | None]] = []


class NotFinished(Exception):  # noqa: N818
    """The course is not finished, so there is nothing to certify."""


def issue(
    person_id: int,
    course: Course,
    progress: CourseProgress,
    name: str,
    shown: list[str],
    request_id: str,
    now: datetime,
) -> None:
    """Keep a copy of everything the certificate says; raises NotFinished.

    The same request again, also at the same instant, makes nothing new.
    """
    if not progress.finished:
        raise NotFinished
    finished = progress.whole.completed_at or now
    inserted = session.execute(
        upsert(_table)
        .values(
            person_id=person_id,
            request_id=request_id,
            code=new_code(secrets.choice),
            name=name,
            course=course.title,
            lessons=_lessons(progress),
            minutes=sum(lesson.plan.minutes for lesson in progress.lessons if lesson.done),
            finished_on=finished.astimezone(BERLIN).date(),
            shown=known_choices(shown),
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=["person_id", "request_id"])
        .returning(_table.c.id)
    ).scalar_one_or_none()
    if inserted is not None:
        enqueue(PDF, {"certificate_id": inserted}, now)


def _lessons(progress: CourseProgress) -> list[dict[str, Any]]:
    return [
        {
            "number": lesson.plan.number,
            "title": lesson.plan.title,
            "minutes": lesson.plan.minutes,
            "stage": lesson.plan.stage,
        }
        for lesson in progress.lessons
        if lesson.done
    ]


def certificates_of(person_id: int) -> list[Certificate]:
    """All of a person's certificates, the newest first."""
    found = select(Certificate).where(Certificate.person_id == person_id)
    return list(session.scalars(found.order_by(Certificate.id.desc())))


def own_certificate(person_id: int, typed: str) -> Certificate | None:
    """The certificate with this number, if it is this person's."""
    return session.scalar(
        select(Certificate).where(
            Certificate.code == tidy_code(typed), Certificate.person_id == person_id
        )
    )


def choose_shown(certificate: Certificate, shown: list[str]) -> None:
    """Say what the public check page may tell."""
    certificate.shown = known_choices(shown)


def withdraw(certificate: Certificate, now: datetime) -> None:
    """Take the certificate back for good; its number keeps answering that it does not hold."""
    session.execute(
        update(Certificate)
        .where(Certificate.id == certificate.id, Certificate.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )


def find_proof(typed: str) -> Proof | None:
    """What may be said in public about the certificate with this number."""
    code = tidy_code(typed)
    if not code:
        return None
    certificate = session.scalar(select(Certificate).where(Certificate.code == code))
    if certificate is not None:
        return _proof(certificate)
    found = (source(code) for source in proof_sources)
    return next((proof for proof in found if proof is not None), None)


def _proof(certificate: Certificate) -> Proof:
    if certificate.withdrawn_at is not None:
        return Proof(TITLE, holds=False)
    rows = [("Kurs", certificate.course)]
    if NAME in certificate.shown:
        rows.append(("Name", certificate.name))
    if DATE in certificate.shown:
        rows.append(("Abgeschlossen am", show_date(certificate.finished_on)))
    if MINUTES in certificate.shown:
        count = len(certificate.lessons)
        rows.append(("Umfang", f"{count}\u00a0Lektionen, {certificate.minutes}\u00a0Minuten"))
    return Proof(TITLE, holds=True, rows=tuple(rows))


def keep_pdf(certificate: Certificate, pdf: bytes) -> None:
    """Keep the file for good: what was handed out once is never drawn again."""
    session.execute(
        update(Certificate)
        .where(Certificate.id == certificate.id, Certificate.pdf.is_(None))
        .values(pdf=pdf, pdf_sha256=hashlib.sha256(pdf).hexdigest())
    )


def pdf_of(certificate: Certificate) -> bytes | None:
    """The kept file, or None while it is being made."""
    return session.scalar(select(Certificate.pdf).where(Certificate.id == certificate.id))


def merge_certificates(from_id: int, into_id: int, _now: datetime) -> None:
    """When two people turn out to be one, no certificate is lost."""
    taken = select(Certificate.request_id).where(Certificate.person_id == into_id)
    for certificate in certificates_of(from_id):
        session.execute(
            update(Certificate)
            .where(Certificate.id == certificate.id, Certificate.request_id.in_(taken))
            .values(request_id=f"merged-{certificate.id}")
        )
    session.execute(
        update(Certificate).where(Certificate.person_id == from_id).values(person_id=into_id)
    )


def export_person(person_id: int) -> list[dict[str, Any]]:
    """All certificates with everything they say."""
    return [
        {
            "number": written(one.code),
            "name": one.name,
            "course": one.course,
            "lessons": one.lessons,
            "minutes": one.minutes,
            "finished_on": one.finished_on.isoformat(),
            "shown_in_public": one.shown,
            "created_at": one.created_at.isoformat(),
            "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
            "pdf_sha256": one.pdf_sha256,
        }
        for one in certificates_of(person_id)
    ]
