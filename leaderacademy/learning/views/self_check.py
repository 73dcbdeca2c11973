"""The self-check before and after the course, and the comparison of both."""

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from leaderacademy.accounts.access import current_learner, ensure_learner, public
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Course, SelfCheck
from leaderacademy.content.text_pages import shows_text
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.learning.rules import self_check as rules
from leaderacademy.learning.rules.answers import base_of, read_base
from leaderacademy.learning.service.answers import Submitted, save_answers
from leaderacademy.learning.service.state import (
    NOTHING,
    LearnerState,
    learner_state,
    progress_of,
)
from leaderacademy.learning.views.blueprint import blueprint

BEFORE, AFTER = "sc_before", "sc_after"
FIELDS = {"vorher": BEFORE, "nachher": AFTER}


@blueprint.get("/selbst-check")
@public
@shows_text("self-check.yml")
def self_check() -> Response:
    """The statements, or the result; `?noch-einmal=vorher` shows the statements again."""
    course = catalogue.course()
    again = request.args.get("noch-einmal", "")
    # The front page asks the first statement and brings what was ticked there.
    brought = _typed(course.self_check, request.args)
    return make_response(_page(course, _state(), FIELDS.get(again, ""), brought=brought))


@blueprint.post("/selbst-check")
@public
def save_self_check() -> Response:
    """Keep the ten values; a missing one is said at its statement."""
    course = catalogue.course()
    key = FIELDS.get(request.form.get("zeitpunkt", ""), BEFORE)
    typed = _typed(course.self_check, request.form)
    if any(value == "" for value in typed):
        return make_response(_page(course, _state(), key, typed), 422)
    now = clock.now()
    person = ensure_learner(now)
    base = read_base(request.form.get("base", ""))
    save_answers(person.id, course, {key: Submitted(typed, base)}, now)
    session.commit()
    return make_response(redirect(url_for("learning.self_check", _anchor="ergebnis"), 303))


def _typed(check: SelfCheck, sent: MultiDict[str, str]) -> list[str]:
    allowed = {str(value) for value in range(len(check.scale))}
    values = [sent.get(f"s{index}", "") for index in range(len(check.statements))]
    return [value if value in allowed else "" for value in values]


def _state() -> LearnerState:
    person = current_learner()
    return learner_state(person.id) if person is not None else NOTHING


def _page(
    course: Course,
    state: LearnerState,
    asked: str,
    typed: list[str] | None = None,
    brought: list[str] | None = None,
) -> str:
    check = course.self_check
    before, after = _values(state, BEFORE), _values(state, AFTER)
    finished = progress_of(course, state).finished
    if not asked and rules.points(before, check) is None:
        asked = BEFORE
    stored = state.answers.get(asked)
    return render_template(
        "learning/self_check.html",
        check=check,
        asked=asked,
        when="nachher" if asked == AFTER else "vorher",
        typed=typed,
        chosen=typed or [str(value) for value in _values(state, asked) or []] or brought or [],
        base=str(base_of(stored.version, stored.value)) if stored else str(base_of(0, None)),
        before=rules.points(before, check),
        after=rules.points(after, check),
        result=rules.result(after or before, check),
        comparison=rules.compare(before or [], after or [], check),
        finished=finished,
        lessons={lesson.slug: lesson for lesson in course.lessons},
    )


def _values(state: LearnerState, key: str) -> list[int] | None:
    stored = state.answers.get(key)
    value = stored.value if stored else None
    return value if isinstance(value, list) else None
