"""Puts a lesson together from blocks that are ready, and one learner's state."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import render_template
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from leaderacademy.accounts.models import Person
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import (
    Course,
    Example,
    Exercise,
    FieldRef,
    Figure,
    Lesson,
    Pieces,
    Problem,
    Prose,
    Question,
)
from leaderacademy.content.fields.values import is_filled, show_value
from leaderacademy.core import clock
from leaderacademy.learning.rules import words
from leaderacademy.learning.rules.changes import changed_blocks
from leaderacademy.learning.rules.rows import NO_ROWS, Rows
from leaderacademy.learning.service.answers import today_in_germany
from leaderacademy.learning.service.attempts import questions_as_asked
from leaderacademy.learning.service.state import LearnerState, known_fields, progress_of
from leaderacademy.learning.service.visits import block_digests
from leaderacademy.learning.views.exercise_page import exercise_html
from leaderacademy.learning.views.page_state import PageState, Refused
from leaderacademy.learning.views.question_page import question_html
from leaderacademy.learning.views.rendering import csrf_html, render
from leaderacademy.learning.views.surroundings import (
    figure_values,
    next_html,
    rail_html,
    route_of,
)


@dataclass(frozen=True)
class ShownBlock:
    """One block, ready as HTML."""

    kind: str
    html: Markup
    changed: bool = False


def lesson_page(
    course: Course,
    lesson: Lesson,
    person: Person | None,
    state: LearnerState,
    again: str = "",
    fresh: str = "",
    refused: Refused | None = None,
    rows: Rows = NO_ROWS,
    gone: str = "",
) -> str:
    """The whole page; `fresh` is the question just answered, `again` the one to show empty."""
    now = clock.now()
    progress = progress_of(course, state)
    visit = progress.lesson(lesson.slug).visit
    page = PageState(
        course=course,
        lesson=lesson,
        state=state,
        progress=progress,
        changed=changed_blocks(visit, lesson.digest, block_digests(lesson), now),
        today=today_in_germany(now),
        csrf=csrf_html(),
        again=again,
        fresh=fresh,
        refused=refused,
        rows=rows,
    )
    return render_template(
        "learning/lesson.html",
        page=page,
        lesson=lesson,
        lead=_joined(course, lesson.lead_pieces, state) or lesson.lead,
        segments=_segments(page),
        rail=rail_html(page),
        route=route_of(progress),
        stages={stage.key: stage.title for stage in course.stages},
        next_bar=next_html(page),
        problems=_problems(lesson) if person is not None and person.is_trainer else (),
        words=words,
        seen_at=visit.seen_at,
        gone=gone,
        figures=[b.name for b in lesson.blocks if isinstance(b, Figure) and b.interactive],
    )


def one_question(
    course: Course,
    lesson: Lesson,
    state: LearnerState,
    question_id: str,
    again: bool = False,
    refused: Refused | None = None,
) -> str:
    """A question alone, and with it the parts of the page that an answer changes."""
    question = next((known for known in lesson.questions if known.id == question_id), None)
    if question is None:
        raise NotFound
    progress = progress_of(course, state)
    page = PageState(
        course=course,
        lesson=lesson,
        state=state,
        progress=progress,
        changed=frozenset(),
        today=today_in_germany(clock.now()),
        csrf=csrf_html(),
        again=question_id if again else "",
        fresh="" if again or refused else question_id,
        refused=refused,
    )
    earlier = _questions_before(page)
    return _question(page, question, earlier) + rail_html(page) + next_html(page)


def one_exercise(
    course: Course, lesson: Lesson, exercise: Exercise, state: LearnerState, rows: Rows = NO_ROWS
) -> str:
    """An exercise alone, and with it the parts of the page that saving changes."""
    page = PageState(
        course=course,
        lesson=lesson,
        state=state,
        progress=progress_of(course, state),
        changed=frozenset(),
        today=today_in_germany(clock.now()),
        csrf=csrf_html(),
    )
    html = exercise_html(course, exercise, state, page.today, page.csrf, rows)
    return html + rail_html(page) + next_html(page)


# -- blocks --------------------------------------------------------------------------------


def _segments(page: PageState) -> list[tuple[str, list[ShownBlock]]]:
    """Running text and exercises in turn."""
    segments: list[tuple[str, list[ShownBlock]]] = [("text", [])]
    for block in _blocks(page):
        kind = "exercise" if block.kind == "exercise" else "text"
        if segments[-1][0] != kind or kind == "exercise":
            segments.append((kind, []))
        segments[-1][1].append(block)
    return segments


def _blocks(page: PageState) -> Iterator[ShownBlock]:
    earlier = _questions_before(page)
    for block in page.lesson.blocks:
        changed = block.digest in page.changed
        if isinstance(block, Question):
            yield ShownBlock("question", _question(page, block, earlier), changed)
        elif isinstance(block, Exercise):
            html = exercise_html(page.course, block, page.state, page.today, page.csrf, page.rows)
            yield ShownBlock("exercise", html, changed)
        else:
            yield ShownBlock(block.block, _text(page, block), changed)


def _text(page: PageState, block: object) -> Markup:
    if isinstance(block, Prose):
        return _joined(page.course, block.pieces, page.state) or block.html
    pieces = block.pieces if isinstance(block, Example) else ()
    own = _joined(page.course, pieces, page.state)
    values = figure_values(page, block.name) if isinstance(block, Figure) else None
    return render("learning/block.html", block=block, own=own, values=values)


def _joined(course: Course, pieces: Pieces, state: LearnerState) -> Markup | None:
    """The HTML with the learner's own words put in; None when it has no such place."""
    if not any(isinstance(piece, FieldRef) for piece in pieces):
        return None
    return Markup().join(
        _own_words(course, piece.key, state) if isinstance(piece, FieldRef) else piece
        for piece in pieces
    )


def _own_words(course: Course, key: str, state: LearnerState) -> Markup:
    field = known_fields(course).get(key)
    stored = state.answers.get(key)
    text = ""
    if field is not None and stored is not None and is_filled(field, stored.value, lesson=True):
        text = show_value(field, stored.value)
    lesson = course.find_lesson(field.lesson) if field is not None else None
    return render("learning/own_words.html", text=text, field=field, lesson=lesson)


def _question(page: PageState, question: Question, earlier: dict[str, Question]) -> Markup:
    attempt = page.state.attempts.get(question.id)
    refused = page.refused if page.refused and page.refused.question == question.id else None
    former = earlier.get(attempt.digest) if attempt else None
    return question_html(
        page.course,
        page.lesson,
        question,
        attempt,
        page.csrf,
        again=page.again == question.id,
        earlier=former if attempt and attempt.digest != question.digest else None,
        form=refused.form if refused else None,
        error=refused.text if refused else "",
        update=page.fresh == question.id,
    )


def _questions_before(page: PageState) -> dict[str, Question]:
    """Former versions that this learner answered, of questions that were changed since."""
    attempts = page.state.attempts
    return questions_as_asked(
        attempts[question.id].digest
        for question in page.lesson.questions
        if question.id in attempts and attempts[question.id].digest != question.digest
    )


def _problems(lesson: Lesson) -> tuple[Problem, ...]:
    return tuple(found for found in catalogue.problems() if found.path == lesson.path)
