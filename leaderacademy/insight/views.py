"""The trainer's pages about what works: the course, one lesson, one question."""

from flask import Blueprint, abort, render_template, request

from leaderacademy.accounts.access import trainer_only
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Course, Lesson
from leaderacademy.core import clock
from leaderacademy.core.database import session, start_reading, start_writing
from leaderacademy.insight import service
from leaderacademy.insight.rules import charts, numbers
from leaderacademy.insight.service.sums import Freshness, freshness

blueprint = Blueprint("insight", __name__)
DAYS = (30, 90, 365)


@blueprint.get("/studio/auswertung")
@trainer_only
def overview() -> str:
    """The three worst spots, the funnel, and every lesson."""
    course = catalogue.course()
    fresh = _counted(course)
    days = request.args.get("tage", type=int)
    shown = service.overview(course, days if days in DAYS else 90, clock.now())
    return _page("insight/overview.html", fresh, course=course, shown=shown, all_days=DAYS)


@blueprint.get("/studio/auswertung/<slug>")
@trainer_only
def lesson(slug: str) -> str:
    """Where readers stop in one lesson, its questions, and what its edits did."""
    course = catalogue.course()
    found = _lesson(course, slug)
    fresh = _counted(course)
    shown = service.lesson_insight(found)
    way = charts.way([s.reached for s in shown.stops], [s.stopped for s in shown.stops])
    return _page("insight/lesson.html", fresh, lesson=found, shown=shown, way=way)


@blueprint.get("/studio/auswertung/<slug>/<question_id>")
@trainer_only
def question(slug: str, question_id: str) -> str:
    """One question: its options, its difficulty, what its edits did."""
    course = catalogue.course()
    found = _lesson(course, slug)
    asked = next((question for question in found.questions if question.id == question_id), None)
    if asked is None:
        abort(404)
    fresh = _counted(course)
    shown = service.question_insight(found, asked)
    return _page("insight/question.html", fresh, lesson=found, question=asked, shown=shown)


def _lesson(course: Course, slug: str) -> Lesson:
    found = course.find_lesson(slug)
    if found is None:
        abort(404)
    return found


def _counted(course: Course) -> Freshness:
    """How fresh the sums are; the little that may be missing is counted first."""
    now = clock.now()
    fresh = freshness(now)
    if not fresh.page_may_count:
        return fresh
    start_writing()
    service.count_some(course, fresh, now)
    session.commit()
    start_reading()
    return freshness(now)


def _page(template: str, fresh: Freshness, **context: object) -> str:
    return render_template(template, fresh=fresh, charts=charts, numbers=numbers, **context)
