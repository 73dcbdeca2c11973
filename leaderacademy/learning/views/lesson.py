"""The address of a lesson: the same bytes for everybody new, one's own state for the rest."""

import hashlib
from dataclasses import dataclass
from datetime import date

from flask import Response, current_app, make_response, request
from flask import session as cookie
from werkzeug.exceptions import NotFound

from leaderacademy.accounts.access import current_learner, public
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Course, Lesson
from leaderacademy.core import clock
from leaderacademy.learning.forms.reading import rows_in_query
from leaderacademy.learning.service.answers import today_in_germany
from leaderacademy.learning.service.state import NOTHING, learner_state
from leaderacademy.learning.views.blueprint import blueprint
from leaderacademy.learning.views.lesson_page import lesson_page, one_question


@blueprint.get("/kurs/<slug>")
@public
def lesson(slug: str) -> Response:
    """A lesson; with `?neu=<question>` that question is shown empty once more."""
    course = catalogue.course()
    found = get_lesson(course, slug)
    person = current_learner()
    if person is None and not request.args and not cookie:
        return _shared_page(course, found)
    state = learner_state(person.id) if person else NOTHING
    again = request.args.get("neu", "")
    if again and request.headers.get("X-Fragment"):
        return make_response(one_question(course, found, state, again, again=True))
    rows = rows_in_query(request.args.get("zeilen", ""))
    return make_response(lesson_page(course, found, person, state, again=again, rows=rows))


def get_lesson(course: Course, slug: str) -> Lesson:
    """The published lesson; 404 when there is none."""
    found = course.find_lesson(slug)
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class SharedPage:
    """A page that is the same for everybody without a cookie."""

    version: tuple[str, date]
    body: bytes
    tag: str


def _shared_page(course: Course, found: Lesson) -> Response:
    """Made once per change, and once a day because forms propose dates."""
    pages: dict[str, SharedPage] = current_app.extensions.setdefault("shared_pages", {})
    version = (course.digest, today_in_germany(clock.now()))
    page = pages.get(found.slug)
    if page is None or page.version != version:
        body = lesson_page(course, found, None, NOTHING).encode()
        page = SharedPage(version, body, hashlib.sha256(body).hexdigest()[:20])
        pages[found.slug] = page
    response = Response(page.body, mimetype="text/html")
    response.set_etag(page.tag)
    response.make_conditional(request)
    return response
