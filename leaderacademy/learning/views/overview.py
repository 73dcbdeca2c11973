"""The overview of the course: the route, what is missing, where to go on, and the end."""

from flask import Response, render_template

from leaderacademy.accounts.access import current_learner, public
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Course
from leaderacademy.content.fields.values import fill_level
from leaderacademy.content.text_pages import shows_text
from leaderacademy.core import clock
from leaderacademy.learning.page_cache import cached_page
from leaderacademy.learning.rules import words
from leaderacademy.learning.service.answers import today_in_germany
from leaderacademy.learning.service.state import NOTHING, LearnerState, learner_state, progress_of
from leaderacademy.learning.views.blueprint import blueprint
from leaderacademy.learning.views.surroundings import route_of


@blueprint.get("/kurs")
@public
@shows_text("course.yml")
def overview() -> Response:
    """All lessons with one's own progress."""
    course = catalogue.course()
    person = current_learner()
    state = learner_state(person.id) if person else NOTHING
    version = (course.digest, today_in_germany(clock.now()))
    return cached_page("/kurs", version, person, state.stamp, lambda: _page(course, state))


def _page(course: Course, state: LearnerState) -> str:
    progress = progress_of(course, state)
    return render_template(
        "learning/overview.html",
        course=course,
        progress=progress,
        route=route_of(progress),
        stages={stage.key: stage for stage in course.stages},
        documents=_documents(course, state),
        words=words,
        checked_before="sc_before" in state.answers,
        checked_after="sc_after" in state.answers,
    )


def _documents(course: Course, state: LearnerState) -> list[dict[str, object]]:
    """The documents of the Logbuch with their fill level and where they begin."""
    values = state.values
    numbers = {lesson.slug: lesson.number for lesson in course.lessons}
    documents = []
    for document in course.logbook.documents:
        fields = document.fields
        begins = [numbers[field.lesson] for field in fields if field.lesson in numbers]
        documents.append(
            {
                "document": document,
                "fill": fill_level(document, values),
                "begins": min(begins, default=0),
            }
        )
    return documents
