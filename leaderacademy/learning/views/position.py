"""Remembering the reading position of people who already have something to come back to."""

from flask import Response, request

from leaderacademy.accounts.access import current_learner, public
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.learning.rules.changes import is_position
from leaderacademy.learning.service.visits import record_visit
from leaderacademy.learning.views.blueprint import blueprint
from leaderacademy.learning.views.lesson import get_lesson


@blueprint.post("/kurs/<slug>/stand")
@public
def keep_position(slug: str) -> Response:
    """Sent by the page while it is read; for somebody without a cookie nothing is kept."""
    found = get_lesson(catalogue.course(), slug)
    person = current_learner()
    if person is not None:
        position = request.form.get("position", "")
        shown = request.form.get("shown", "")[:64]
        known = position if is_position(position) else None
        record_visit(session.connection(), person.id, found, shown, known, clock.now())
        session.commit()
    return Response(status=204)
