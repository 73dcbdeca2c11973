"""What stands around the text of a lesson: steps, route, the way on, values for figures."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from leaderacademy.content.course import Exercise
from leaderacademy.content.fields.values import compute, fill_level, is_filled, show_value
from leaderacademy.learning.rules import words
from leaderacademy.learning.rules.progress import CourseProgress
from leaderacademy.learning.service.state import known_fields
from leaderacademy.learning.views.page_state import PageState
from leaderacademy.learning.views.rendering import render


def rail_html(page: PageState) -> Markup:
    """The list of steps with their state."""
    mine = page.mine
    here = next((step.id for step in mine.missing), "") if mine.started else ""
    if page.fresh or page.refused:
        here = page.fresh or (page.refused.question if page.refused else "")
    fields = {
        exercise.id: (_filled_fields(page, exercise), len(exercise.fields))
        for exercise in page.lesson.exercises
    }
    return render("learning/rail.html", mine=mine, here=here, fields=fields, words=words)


def _filled_fields(page: PageState, exercise: Exercise) -> int:
    known = known_fields(page.course)
    values = page.state.answers
    return sum(
        key in known and key in values and is_filled(known[key], values[key].value, lesson=True)
        for key in exercise.fields
    )


def next_html(page: PageState) -> Markup:
    """The bar below: on to the next lesson, or into port."""
    lessons = page.course.lessons
    index = lessons.index(page.lesson) if page.lesson in lessons else page.lesson.number - 1
    return render(
        "learning/next.html",
        previous=lessons[index - 1] if index > 0 else None,
        following=lessons[index + 1] if index + 1 < len(lessons) else None,
        progress=page.progress,
        mine=page.mine,
        words=words,
    )


def route_of(progress: CourseProgress) -> list[dict[str, object]]:
    """The lessons as the drawing of the route wants them."""
    here = progress.next.plan.slug if progress.next else ""
    return [
        {
            "number": lesson.plan.number,
            "minutes": lesson.plan.minutes,
            "stage": lesson.plan.stage,
            "slug": lesson.plan.slug,
            "title": lesson.plan.title,
            "state": "done" if lesson.done else ("next" if lesson.plan.slug == here else "open"),
            "progress": lesson,
        }
        for lesson in progress.lessons
    ]


def figure_values(page: PageState, figure: str) -> Mapping[str, Any] | None:
    """What a figure shows of the learner's own Logbuch; None for most, and for somebody new."""
    make = _VALUES.get(figure)
    return make(page) if make is not None and page.state.answers else None


def _goals(page: PageState) -> dict[str, str]:
    known, values = known_fields(page.course), page.state.values
    texts = {}
    for key in ("g10_statement", "g3_statement", "gy_sentence", "gq_objective"):
        field = known.get(key)
        if field is not None and field.type == "computed":
            computed = compute(field, values, page.today)
            texts[key] = "" if computed.missing else computed.text
        elif field is not None and is_filled(field, values.get(key), lesson=True):
            texts[key] = show_value(field, values[key])
    return texts


# The figure's names for the five documents.
_DOCUMENTS = {
    "goals": "zielbaum",
    "strategy": "strategie",
    "briefing": "briefing",
    "offers": "angebote",
    "team": "team",
}


def _fill(page: PageState) -> dict[str, dict[str, list[int]]]:
    documents = {document.key: document for document in page.course.logbook.documents}
    levels = {
        name: fill_level(documents[key], page.state.values)
        for name, key in _DOCUMENTS.items()
        if key in documents
    }
    return {"fill": {name: [level.filled, level.required] for name, level in levels.items()}}


_VALUES: dict[str, Callable[[PageState], Mapping[str, Any]]] = {
    "fahrrinne": _goals,
    "zeitleiste": _fill,
}
