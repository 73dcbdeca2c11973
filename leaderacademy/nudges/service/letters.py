"""What stands in a mail: the trainer's text, the next step by name, one button, the way out."""

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from leaderacademy.accounts.models import Person
from leaderacademy.accounts.rules import without_controls
from leaderacademy.booking.service import upcoming_trainings
from leaderacademy.content.course import ChoiceQuestion, Course, Lesson, Mail
from leaderacademy.core import mail as post
from leaderacademy.core.german import day_in_words
from leaderacademy.core.jobs import Payload
from leaderacademy.invoicing import service as invoicing
from leaderacademy.learning.models import ReviewLink
from leaderacademy.learning.rules.own_words import AskedBack, ask_back
from leaderacademy.learning.service.answers import today_in_germany
from leaderacademy.learning.service.review import create_review_link, find_review_link
from leaderacademy.learning.service.state import LearnerState, learner_state, progress_of
from leaderacademy.nudges.models import CourseMail, MailConsent
from leaderacademy.nudges.rules import kinds
from leaderacademy.nudges.rules.quiet import BERLIN

LONGEST_QUOTE = 300
_OWN_PAGES = re.compile(r'href="/')


@dataclass(frozen=True, slots=True)
class Step:
    """Where the button leads, the step it names, and what will tell that it was done."""

    path: str
    text: str = ""
    goal: str = ""
    questions: tuple[Mapping[str, Any], ...] = ()
    own_words: Mapping[str, str] | None = None


# (person_id, round, course, now) -> the step, or None when there is nothing to do any more.
Writer = Callable[[int, int, Course, datetime], Step | None]

# Writers of the kinds that other features bring; filled by the application.
further_writers: dict[str, Writer] = {}


def find_step(row: CourseMail, course: Course, now: datetime) -> Step | None:
    """The step this mail names today; None when it was done since the mail was planned."""
    writer = _WRITERS.get(row.kind) or further_writers.get(row.kind)
    return writer(row.person_id, row.round, course, now) if writer else None


def letter(
    row: CourseMail, step: Step, person: Person, wish: MailConsent, course: Course
) -> Payload:
    """The mail as the outbox takes it."""
    return {
        "template": "course-mail",
        "to": person.email,
        "id": uuid.uuid4().hex,
        "headers": unsubscribe_headers(wish.token),
        "context": {"name": person.name, **context_of(course.mails[row.kind], step, wish, course)},
    }


def unsubscribe_headers(token: str) -> dict[str, str]:
    """RFC 8058: the mail program itself may send the POST that ends all mails."""
    return {
        "List-Unsubscribe": f"<{post.base_url()}/kursnachrichten/{token}/abmelden>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def context_of(text: Mail, step: Step, wish: MailConsent, course: Course) -> dict[str, Any]:
    """Everything the templates of a course mail need, as plain JSON."""
    base = post.base_url()
    seller = invoicing.operator().seller
    return {
        "subject": text.subject,
        "html": _OWN_PAGES.sub(f'href="{base}/', str(text.html)),
        "text": text.text.replace("(/", f"({base}/"),
        "step": step.text,
        "button": text.button or "Weiter",
        "url": base + step.path,
        "questions": list(step.questions),
        "own_words": dict(step.own_words) if step.own_words else None,
        "signature": signature(course),
        "company": seller.company,
        "address": f"{seller.street}, {seller.postcode} {seller.city}",
        "settings_url": f"{base}/kursnachrichten/{wish.token}",
    }


def signature(course: Course) -> str:
    """Who signs: the trainer that course.yml names, else who runs the house."""
    seller = invoicing.operator().seller
    return course.trainer or seller.director or seller.company


def _takt(person_id: int, _round: int, course: Course, _now: datetime) -> Step | None:
    state, lesson = learner_state(person_id), course.find_lesson(kinds.TAKT_LESSON)
    if lesson is None or state.values.get(kinds.TAKT_FIELD) or _is_finished(course, state):
        return None
    text = f"Takt-Test mit fünf Personen, aus Lektion\u00a0{lesson.number}: {lesson.title}"
    return Step("/logbuch/team", text)


def _first_step(person_id: int, _round: int, course: Course, _now: datetime) -> Step | None:
    state = learner_state(person_id)
    until = state.visits.get(kinds.STEP_UNTIL)
    lesson = course.find_lesson(kinds.STEP_LESSON)
    if lesson is None or _is_finished(course, state) or (until and until.completed_at):
        return None
    return Step("/logbuch/zielbaum", _open_step(state) or _lesson_name(lesson))


def _open_step(state: LearnerState) -> str:
    rows = state.values.get(kinds.STEP_FIELD)
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and row.get("status") not in ("fertig", "gestrichen"):
            text = row.get("action")
            if isinstance(text, str) and text.strip():
                return f"„{shortened(text)}“"
    return ""


def shortened(text: str) -> str:
    """Own words on one line; a mail shows their beginning, the Logbuch all of them."""
    line = without_controls(text)
    return line if len(line) <= LONGEST_QUOTE else line[:LONGEST_QUOTE].rstrip() + "\u00a0…"


def _offers(person_id: int, _round: int, course: Course, _now: datetime) -> Step | None:
    progress = progress_of(course, learner_state(person_id))
    if progress.finished:
        return None
    for lesson in progress.lessons:
        if lesson.plan.slug in kinds.OFFER_LESSONS and not lesson.done:
            found = course.find_lesson(lesson.plan.slug)
            if found is not None:
                return Step(f"/kurs/{found.slug}", _lesson_name(found), found.slug)
    return None


def _lesson_name(lesson: Lesson) -> str:
    return f"Lektion\u00a0{lesson.number}: {lesson.title}, etwa {lesson.minutes}\u00a0Minuten"


def _is_finished(course: Course, state: LearnerState) -> bool:
    return progress_of(course, state).finished


def _after_course(_person_id: int, _round: int, _course: Course, now: datetime) -> Step | None:
    following = next((one for one in upcoming_trainings(now) if one.starts_at > now), None)
    if following is None:
        return Step("/training")
    day = day_in_words(following.starts_at.astimezone(BERLIN).date())
    return Step("/training", f"Nächster Termin: {day}, {following.place}")


def _review(person_id: int, _round: int, course: Course, now: datetime) -> Step | None:
    token = create_review_link(person_id, course, now)
    link = find_review_link(token, now) if token else None
    if link is None:
        return None
    path = f"/wiederholen/link/{token}"
    own = ask_back(learner_state(person_id).values, today_in_germany(now))
    return Step(
        path,
        questions=tuple(_questions(link, course, path)),
        own_words=_asked_back(own) if own else None,
    )


def _questions(link: ReviewLink, course: Course, path: str) -> list[dict[str, Any]]:
    found = []
    for question_id in link.questions:
        question = course.find_question(question_id)
        if question is None:
            continue
        here = f"{post.base_url()}{path}"
        options = []
        if isinstance(question, ChoiceQuestion) and question.kind != "multi":
            options = [
                {
                    "text": _plain(option.text),
                    "url": f"{here}?frage={question_id}&antwort={option.key}#frage-{question_id}",
                }
                for option in question.options
            ]
        url = f"{here}#frage-{question_id}"
        found.append({"prompt": _plain(question.prompt), "options": options, "url": url})
    return found


def _plain(text: Any) -> str:
    return " ".join(text.striptags().split()) if hasattr(text, "striptags") else str(text)


def _asked_back(own: AskedBack) -> dict[str, str]:
    return {
        "until": own.until,
        "text": shortened(own.text),
        "url": f"{post.base_url()}/logbuch/{own.document}",
    }


_WRITERS: dict[str, Writer] = {
    kinds.TAKT_TEST: _takt,
    kinds.FIRST_STEP: _first_step,
    kinds.OFFERS: _offers,
    kinds.FINISHED: _after_course,
    kinds.REVIEW: _review,
}
