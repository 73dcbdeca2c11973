"""The first page of the studio."""

from flask import render_template

from leaderacademy.accounts.access import trainer_only
from leaderacademy.authoring import service
from leaderacademy.authoring.rules import fix_in_words
from leaderacademy.authoring.service.documents import lessons, texts
from leaderacademy.authoring.views.blueprint import blueprint
from leaderacademy.authoring.views.desk import address
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import clock


@blueprint.get("/studio")
@trainer_only
def studio() -> str:
    """What is wrong, what is online, which dates are coming."""
    # The course first: asking for it reads changed files, and so finds their problems.
    course = catalogue.course()
    overview = service.overview(course, catalogue.problems(), clock.now())
    return render_template(
        "authoring/studio.html",
        course=course,
        overview=overview,
        fix_in_words=fix_in_words,
        editors=_editors(),
    )


def _editors() -> dict[str, str]:
    """Where each file is edited, by its path as problems name it."""
    folder = catalogue.folder.name if catalogue.folder else "content"
    documents = [*lessons(), *texts()]
    return {f"{folder}/{one.name}": address("editor", one) for one in documents}
