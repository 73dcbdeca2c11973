"""The name of the company that stands on every document."""

from flask import Response, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import current_learner, ensure_learner, public
from leaderacademy.accounts.rules import COMPANY_LENGTH, without_controls
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.logbook.views.blueprint import blueprint


@blueprint.get("/logbuch/unternehmen")
@public
def company() -> Response:
    """What stands on the documents now."""
    person = current_learner()
    return _page(person.company if person is not None else "")


@blueprint.post("/logbuch/unternehmen")
@public
def name_company() -> AnyResponse:
    """Another name, or none."""
    typed = request.form.get("company", "")
    name = without_controls(typed)
    if len(name) > COMPANY_LENGTH:
        much = f"Der Name hat {len(name)}\u00a0Zeichen. Platz ist für {COMPANY_LENGTH}."
        return _page(typed, much)
    ensure_learner(clock.now()).company = name
    session.commit()
    text = "Auf Ihren Dokumenten steht jetzt „{}“." if name else "Ihre Dokumente nennen niemanden."
    flash(text.format(name), "good")
    return redirect("/logbuch", 303)


def _page(typed: str, problem: str = "") -> Response:
    page = render_template("logbook/company.html", typed=typed, problem=problem)
    response = make_response(page, 422 if problem else 200)
    response.headers["Cache-Control"] = "private, no-store"
    return response
