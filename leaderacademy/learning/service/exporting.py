"""Everything that is kept of a learner's work, readable without this program."""

from typing import Any

from sqlalchemy import select

from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.fields.values import show_value
from leaderacademy.core.database import session
from leaderacademy.learning.models import WHOLE_COURSE, Answer, Attempt, LessonState, ReviewLink
from leaderacademy.learning.rules.asked import answer_in_words
from leaderacademy.learning.service.attempts import questions_as_asked
from leaderacademy.learning.service.state import known_fields


def export_person(person_id: int) -> dict[str, Any]:
    """Attempts with the question as it was asked, Logbuch fields with their labels, lessons."""
    return {
        "attempts": _attempts(person_id),
        "logbook": _answers(person_id),
        "lessons": _lessons(person_id),
        "review_links": _review_links(person_id),
    }


def _review_links(person_id: int) -> list[dict[str, Any]]:
    links = session.scalars(
        select(ReviewLink)
        .where(ReviewLink.person_id == person_id)
        .order_by(ReviewLink.created_at, ReviewLink.token_digest)
    )
    return [
        {
            "questions": link.questions,
            "created_at": link.created_at.isoformat(),
            "expires_at": link.expires_at.isoformat(),
            "used_at": link.used_at.isoformat() if link.used_at else None,
        }
        for link in links
    ]


def _attempts(person_id: int) -> list[dict[str, Any]]:
    attempts = session.scalars(
        select(Attempt).where(Attempt.person_id == person_id).order_by(Attempt.id)
    ).all()
    asked = questions_as_asked({attempt.digest for attempt in attempts})
    exported = []
    for attempt in attempts:
        question = asked.get(attempt.digest)
        words = answer_in_words(question, attempt.answer) if question else []
        exported.append(
            {
                "lesson": attempt.lesson,
                "question_id": attempt.question_id,
                "question": question.prompt.striptags() if question else "",
                "question_source": question.source if question else "",
                "answer": [word.striptags() for word in words],
                "answer_raw": attempt.answer,
                "right": attempt.right,
                "confidence": attempt.confidence,
                "answered_at": attempt.created_at.isoformat(),
            }
        )
    return exported


def _answers(person_id: int) -> list[dict[str, Any]]:
    fields = known_fields(catalogue.course())
    rows = session.scalars(
        select(Answer).where(Answer.person_id == person_id).order_by(Answer.field_key)
    )
    exported = []
    for row in rows:
        field = fields.get(row.field_key)
        exported.append(
            {
                "field": row.field_key,
                "label": field.label if field else row.field_key,
                "document": field.document if field else "",
                "value": row.value,
                "text": show_value(field, row.value) if field else "",
                "saved_at": row.saved_at.isoformat(),
                "waiting_versions": row.others,
            }
        )
    return exported


def _lessons(person_id: int) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(LessonState).where(LessonState.person_id == person_id).order_by(LessonState.lesson)
    )
    return [
        {
            "lesson": "whole course" if row.lesson == WHOLE_COURSE else row.lesson,
            "started_at": row.started_at.isoformat() if row.started_at else None,
            "seen_at": row.seen_at.isoformat() if row.seen_at else None,
            "position": row.position,
            "completed_at": row.completed_at.isoformat() if row.completed_at else None,
            "completed_steps": row.completed_steps,
        }
        for row in rows
    ]
