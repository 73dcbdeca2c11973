"""The address of a lesson."""

from flask import Response, make_response, request
from werkzeug.exceptions import NotFound

from leaderacademy.accounts.access import current_learner, public
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Course, Lesson
from leaderacademy.learning.forms.reading import rows_in_query
from leaderacademy.learning.page_cache import cached_page
from leaderacademy.learning.service.state import NOTHING, learner_state
from leaderacademy.learning.views.blueprint import blueprint
from leaderacademy.learning.views.lesson_page import lesson_page, one_question, page_for


@blueprint.get("/kurs/<slug>")
@public
def lesson(slug: str) -> Response:
    """A lesson; with `?neu=<question>` that question is shown empty once more."""
    course = catalogue.course()
    found = get_lesson(course, slug)
    person = current_learner()
    state = learner_state(person.id) if person else NOTHING
    again = request.args.get("neu", "")
    page = page_for(
        course,
        found,
        state,
        again=again,
        fresh=request.args.get("beantwortet", ""),
        rows=rows_in_query(request.args.get("zeilen", "")),
    )
    if again and request.headers.get("X-Fragment"):
        return make_response(one_question(page, again))
    # Forms propose dates, so a page is good for one day.
    version = (course.digest, page.today)
    stamp = (state.stamp, page.changed)
    return cached_page(request.path, version, person, stamp, lambda: lesson_page(page, person))


def get_lesson(course: Course, slug: str) -> Lesson:
    """The published lesson; 404 when there is none."""
    found = course.find_lesson(slug)
    if found is None:
        raise NotFound
    return found
