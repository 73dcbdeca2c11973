"""The Logbuch as one page: all fields by document."""

from datetime import date

from flask import Response, render_template, request

from leaderacademy.accounts.access import current_reader, public
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Course, Document
from leaderacademy.content.fields.values import fill_level
from leaderacademy.content.text_pages import shows_text
from leaderacademy.learning.forms.reading import rows_in_query
from leaderacademy.learning.forms.sheet import sheet_of
from leaderacademy.learning.page_cache import cached_page
from leaderacademy.learning.rules import words
from leaderacademy.learning.rules.rows import NO_ROWS, Rows
from leaderacademy.learning.service.state import LearnerState
from leaderacademy.logbook.views.blueprint import blueprint
from leaderacademy.logbook.views.document_page import current_state, today_here


@blueprint.get("/logbuch")
@public
@shows_text("logbook.yml")
def logbook() -> Response:
    """All documents, one below the other."""
    course, person = catalogue.course(), current_reader()
    state, today = current_state(person), today_here()
    rows = rows_in_query(request.args.get("zeilen", ""))

    def page() -> str:
        return render_template(
            "logbook/logbook.html",
            course_title=course.title,
            documents=[
                whole_document(course, d, state, today, rows) for d in course.logbook.documents
            ],
            today=today,
            page_kind="alle",
            words=words,
        )

    return cached_page(request.path, (course.digest, today), person, state.answers_stamp, page)


def whole_document(
    course: Course, document: Document, state: LearnerState, today: date, rows: Rows = NO_ROWS
) -> dict[str, object]:
    """What one form with all fields of a document shows."""
    fields = document.fields
    numbers = {lesson.slug: lesson.number for lesson in course.lessons}
    return {
        "document": document,
        "sheet": sheet_of(course, (field.key for field in fields), (), state, today, rows),
        "fill": fill_level(document, state.values),
        "begins": min((numbers[f.lesson] for f in fields if f.lesson in numbers), default=0),
    }
