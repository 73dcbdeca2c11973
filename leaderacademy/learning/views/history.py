"""What somebody answered to a question so far, each time as it was asked."""

from flask import Response, make_response, render_template

from leaderacademy.accounts.access import current_learner, public
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import BadAnswer, Course, Question, Verdict
from leaderacademy.learning.models import Attempt
from leaderacademy.learning.rules.asked import answer_in_words
from leaderacademy.learning.service.attempts import attempts_at, grade, questions_as_asked
from leaderacademy.learning.views.blueprint import blueprint
from leaderacademy.learning.views.lesson import get_lesson


@blueprint.get("/kurs/<slug>/fragen/<question_id>")
@public
def attempts(slug: str, question_id: str) -> Response:
    """One's own attempts; also of a question that is no longer part of the course."""
    course = catalogue.course()
    person = current_learner()
    found = attempts_at(person.id, question_id) if person is not None else []
    question = course.find_question(question_id)
    if question is None and not found:
        get_lesson(course, "")  # neither asked nor answered: 404
    asked = questions_as_asked(attempt.digest for attempt in found)
    page = render_template(
        "learning/attempts.html",
        question=question,
        lesson=course.find_lesson(question.lesson if question is not None else slug),
        attempts=[_shown(course, attempt, asked.get(attempt.digest)) for attempt in found],
    )
    return make_response(page)


def _shown(course: Course, attempt: Attempt, question: Question | None) -> dict[str, object]:
    return {
        "attempt": attempt,
        "question": question,
        "words": answer_in_words(question, attempt.answer) if question is not None else [],
        "verdict": _verdict(course, question, attempt) if question is not None else None,
    }


def _verdict(course: Course, question: Question, attempt: Attempt) -> Verdict | None:
    try:
        return grade(course, question, attempt.answer)
    except BadAnswer:
        return None
