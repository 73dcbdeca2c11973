"""A lesson as its page will be, before it is published: nothing typed into it is kept."""

import json
from collections.abc import Sequence
from dataclasses import replace

from leaderacademy.content.course import Course, Lesson
from leaderacademy.core import clock
from leaderacademy.core.kept import nothing_kept
from leaderacademy.learning.rules.wrong_answers import wrong_answer
from leaderacademy.learning.service.answers import today_in_germany
from leaderacademy.learning.service.state import NOTHING, LearnerState
from leaderacademy.learning.views.lesson_page import lesson_page
from leaderacademy.learning.views.page_state import Absent, PageState
from leaderacademy.learning.views.rendering import filled

# A form that is sent to a dialog goes nowhere where there is none: neither with nor without
# JavaScript can an answer to a text that nobody has published reach the database.
_NOWHERE = {'method="post"': 'method="dialog"'}


def preview_page(
    course: Course,
    lesson: Lesson,
    wrong: bool = False,
    absent: Sequence[tuple[str, int, str]] = (),
    shared: str = "",
) -> str:
    """The real page of this version of a lesson, for somebody new.

    With `wrong`, after a wrong answer to every question. `absent` are blocks that cannot be shown
    (kind, line, why), `shared` a sentence for those who were sent a link.
    """
    page = PageState(
        course=course,
        lesson=lesson,
        state=_after_wrong_answers(lesson) if wrong else NOTHING,
        changed=frozenset(),
        today=today_in_germany(clock.now()),
        absent=tuple(Absent(*block) for block in absent),
    )
    with nothing_kept():
        html = lesson_page(page, None, template="learning/preview.html", shared=shared)
    return filled(html, _NOWHERE)


def _after_wrong_answers(lesson: Lesson) -> LearnerState:
    given = ((question, wrong_answer(question)) for question in lesson.questions)
    rows = [
        [0, question.id, question.digest, answer, False, None, 1]
        for question, answer in given
        if answer is not None
    ]
    return replace(NOTHING, attempts_json=json.dumps(rows))
