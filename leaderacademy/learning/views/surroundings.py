"""What stands around the text of a lesson: steps, route, the way on, values for figures."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from leaderacademy.content.fields.values import compute, fill_level, is_filled, show_value
from leaderacademy.learning.rules import words
from leaderacademy.learning.rules.progress import CourseProgress
from leaderacademy.learning.service.state import filled_fields, known_fields
from leaderacademy.learning.views.page_state import PageState
from leaderacademy.learning.views.rendering import kept


def rail_html(page: PageState) -> Markup:
    """The list of steps with their state."""
    mine = page.mine
    here = next((step.id for step in mine.missing), "") if mine.started else ""
    if page.fresh or page.refused:
        here = page.fresh or (page.refused.question if page.refused else "")
    filled = filled_fields(page.course, page.state)
    fields = {
        exercise.id: (sum(key in filled for key in exercise.fields), len(exercise.fields))
        for exercise in page.lesson.exercises
    }
    visit = mine.visit
    key = (
        page.course.digest,
        page.lesson.slug,
        here,
        tuple(fields.values()),
        tuple(mine.is_done(step) for step in mine.plan.steps),
        visit.seen_at is not None,
        visit.completed_at is not None,
        visit.completed_steps,
    )
    return kept("learning/rail.html", key, mine=mine, here=here, fields=fields, words=words)


def next_html(page: PageState) -> Markup:
    """The bar below: on to the next lesson, or into port."""
    lessons, progress = page.course.lessons, page.progress
    index = lessons.index(page.lesson) if page.lesson in lessons else page.lesson.number - 1
    following = lessons[index + 1] if index + 1 < len(lessons) else None
    # The way on says how far one is only where it does not simply lead to the next lesson.
    told: tuple[str, ...] = ()
    if progress.complete:
        told = (words.lessons_done(progress),)
    elif following is None:
        told = (words.summary(progress), progress.next.plan.slug if progress.next else "")
    state = words.state_below(page.mine)
    return kept(
        "learning/next.html",
        (page.course.digest, page.lesson.slug, progress.complete, told, state),
        state=state,
        previous=lessons[index - 1] if index > 0 else None,
        following=following,
        progress=progress,
        mine=page.mine,
        words=words,
    )


def route_html(page: PageState) -> Markup:
    """The route above the title, with one's own place on it."""
    route = route_of(page.progress)
    done = words.lessons_done(page.progress)
    return kept(
        "learning/lesson_route.html",
        (page.course.digest, page.lesson.number, done, tuple(stop["state"] for stop in route)),
        route=route,
        lesson=page.lesson,
        done=done,
        stages={stage.key: stage.title for stage in page.course.stages},
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
