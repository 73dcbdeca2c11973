"""Puts a lesson together from blocks that are ready, and one learner's state."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

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
    Remember,
)
from leaderacademy.content.fields.values import is_filled, show_value
from leaderacademy.core import clock
from leaderacademy.learning.rules import words
from leaderacademy.learning.rules.changes import changed_blocks
from leaderacademy.learning.rules.progress import Visit
from leaderacademy.learning.rules.rows import NO_ROWS, Rows
from leaderacademy.learning.service.answers import today_in_germany
from leaderacademy.learning.service.attempts import questions_as_asked
from leaderacademy.learning.service.state import LearnerState, known_fields
from leaderacademy.learning.service.visits import block_digests
from leaderacademy.learning.views.exercise_page import exercise_html
from leaderacademy.learning.views.page_state import Absent, PageState, Refused
from leaderacademy.learning.views.question_page import question_html
from leaderacademy.learning.views.rendering import kept, render
from leaderacademy.learning.views.surroundings import (
    figure_values,
    next_html,
    rail_html,
    route_html,
)


@dataclass(frozen=True)
class ShownBlock:
    """One block, ready as HTML."""

    kind: str
    html: Markup
    changed: bool = False


def page_for(
    course: Course,
    lesson: Lesson,
    state: LearnerState,
    again: str = "",
    fresh: str = "",
    refused: Refused | None = None,
    rows: Rows = NO_ROWS,
) -> PageState:
    """What the page shows; `fresh` is the question just answered, `again` one to show empty."""
    now = clock.now()
    visit = state.visits.get(lesson.slug, Visit())
    return PageState(
        course=course,
        lesson=lesson,
        state=state,
        changed=changed_blocks(visit, lesson.digest, block_digests(lesson), now),
        today=today_in_germany(now),
        again=again,
        fresh=fresh,
        refused=refused,
        rows=rows,
    )


def lesson_page(
    page: PageState,
    person: Person | None,
    gone: str = "",
    template: str = "learning/lesson.html",
    **more: Any,
) -> str:
    """The whole page; `gone` says that what was answered is no longer there."""
    lesson = page.lesson
    return render_template(
        template,
        **more,
        page=page,
        lesson=lesson,
        lead=_joined(page, lesson.lead_pieces) or lesson.lead,
        segments=_segments(page),
        rail=rail_html(page),
        route=route_html(page),
        total=len(page.course.lessons),
        next_bar=next_html(page),
        problems=_problems(lesson) if person is not None and person.is_trainer else (),
        words=words,
        gone=gone,
        figures=[b.name for b in lesson.blocks if isinstance(b, Figure) and b.interactive],
    )


def one_question(page: PageState, question_id: str) -> str:
    """A question alone, and with it the parts of the page that an answer changes."""
    for question in page.lesson.questions:
        if question.id == question_id:
            html = _question(page, question, _questions_before(page))
            return html + rail_html(page) + next_html(page)
    raise NotFound


def one_exercise(page: PageState, exercise: Exercise) -> str:
    """An exercise alone, and with it the parts of the page that saving changes."""
    return _exercise(page, exercise) + rail_html(page) + next_html(page)


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
    absent = list(page.absent)
    for block in page.lesson.blocks:
        while absent and absent[0].line < block.line:
            yield _absent(absent.pop(0))
        changed = block.digest in page.changed
        if isinstance(block, Question):
            yield ShownBlock("question", _question(page, block, earlier), changed)
        elif isinstance(block, Exercise):
            yield ShownBlock("exercise", _exercise(page, block), changed)
        else:
            yield ShownBlock(block.block, _text(page, block), changed)
    yield from map(_absent, absent)


def _absent(block: Absent) -> ShownBlock:
    return ShownBlock("absent", render("learning/absent.html", block=block))


def _exercise(page: PageState, exercise: Exercise) -> Markup:
    return exercise_html(page.course, exercise, page.state, page.today, page.csrf, page.rows)


def _text(page: PageState, block: Prose | Remember | Example | Figure) -> Markup:
    if isinstance(block, Prose):
        return _joined(page, block.pieces) or block.html
    pieces = block.pieces if isinstance(block, Example) else ()
    own = _joined(page, pieces)
    values = figure_values(page, block.name) if isinstance(block, Figure) else None
    if own or values:
        return render("learning/block.html", block=block, own=own, values=values)
    key = (page.course.digest, page.lesson.slug, block.digest, block.line)
    return kept("learning/block.html", key, block=block, own=None, values=None)


def _joined(page: PageState, pieces: Pieces) -> Markup | None:
    """The HTML with the learner's own words put in; None when it has no such place."""
    if not any(isinstance(piece, FieldRef) for piece in pieces):
        return None
    return Markup().join(
        _own_words(page, piece.key) if isinstance(piece, FieldRef) else piece for piece in pieces
    )


def _own_words(page: PageState, key: str) -> Markup:
    field = known_fields(page.course).get(key)
    stored = page.state.answers.get(key)
    text = ""
    if field is not None and stored is not None and is_filled(field, stored.value, lesson=True):
        text = show_value(field, stored.value)
    lesson = page.course.find_lesson(field.lesson) if field is not None else None
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
