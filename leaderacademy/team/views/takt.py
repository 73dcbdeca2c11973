"""The Takt-Test: the page of its owner, and the page behind the link for the team."""

import secrets
from datetime import timedelta

from flask import Response, current_app, flash, make_response, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import current_learner, ensure_learner, public
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.core.throttle import hit
from leaderacademy.learning.service.state import NOTHING, learner_state
from leaderacademy.team.rules.takt import answer_problem, chart, clean_answer, measured
from leaderacademy.team.service import takt as service
from leaderacademy.team.views.blueprint import blueprint, private_page

OWN = "/takt-test"
MOST_AN_HOUR = 60  # a whole company may share one network address


@blueprint.get("/takt-test")
@public
def takt_test() -> str:
    """Begin, pass on, end, mark, and the quote over time."""
    return _own_page()


def _own_page(*, asks: bool = False) -> str:
    """The page of the owner; `asks` whether to end although nothing would show."""
    person, now = current_learner(), clock.now()
    one = service.latest_round(person.id) if person is not None else None
    state = learner_state(person.id) if person is not None else NOTHING
    rows = measured(state.values.get(service.RESULTS))
    address = ""
    if one is not None and not service.is_closed(one, now):
        address = f"{current_app.config['SETTINGS'].base_url}/takt/{one.token}"
    return render_template(
        "team/takt_test.html",
        one=one,
        address=address,
        enough=bool(address) and one is not None and service.has_enough(one),
        asks=asks and bool(address),
        code=_qr_code(address) if address else "",
        answers=service.answers_of(one, now) if one is not None and not address else [],
        goals=[state.values.get(key) for key in ("tm_direction", "g3_statement")],
        rows=rows,
        chart=chart(rows),
    )


def _qr_code(address: str) -> str:
    import segno  # late, see core/pdf.py

    return str(segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="#fff"))


@blueprint.post("/takt-test/starten")
@public
def begin_takt_test() -> AnyResponse:
    """Make a link for the team."""
    now = clock.now()
    service.begin_round(ensure_learner(now).id, now)
    session.commit()
    return redirect(OWN, 303)


@blueprint.post("/takt-test/beenden")
@public
def end_takt_test() -> AnyResponse:
    """Take no more answers; where none would ever show, only when that is really wanted."""
    person, now = current_learner(), clock.now()
    if person is None:
        raise NotFound
    one = service.latest_round(person.id)
    runs = one is not None and not service.is_closed(one, now)
    if one is not None and runs and "sure" not in request.form and not service.has_enough(one):
        return make_response(_own_page(asks=True), 422)
    service.end_round(person.id, now)
    session.commit()
    return redirect(OWN, 303)


@blueprint.post("/takt-test/auswerten")
@public
def mark_takt_test() -> AnyResponse:
    """Mark hits and write the quote into the Logbuch."""
    person, now = current_learner(), clock.now()
    one = service.latest_round(person.id) if person is not None else None
    if one is None:
        raise NotFound
    service.end_overdue(one.person_id, now)
    if service.mark_hits(one, request.form.getlist("hit"), catalogue.course(), now):
        flash("Gespeichert. Die Takt-Quote steht jetzt auch in Ihrem Logbuch.", "good")
    session.commit()
    return redirect(OWN, 303)


@blueprint.get("/takt/<token>")
@public
def takt_question(token: str) -> Response:
    """One question for a member of the team; nothing about who answers is asked or kept."""
    return _question_page(token)


@blueprint.post("/takt/<token>")
@public
def answer_takt(token: str) -> AnyResponse:
    """Keep the answer without its author."""
    now = clock.now()
    one = service.find_open_round(token, now)
    text = clean_answer(request.form.get("text", ""))
    problem = answer_problem(text)
    if one is None or problem:
        return _question_page(token, request.form.get("text", ""), problem)
    fine = hit(f"takt:{request.remote_addr}", MOST_AN_HOUR, timedelta(hours=1), now)
    if fine:
        try:
            service.add_answer(one, text, request.form.get("page_id", "")[:64])
        except service.RoundFull:
            fine = False
    session.commit()
    if not fine:
        wait = "Gerade kommen sehr viele Antworten. Bitte versuchen Sie es später noch einmal."
        return _question_page(token, text, wait)
    return private_page(render_template("team/takt_thanks.html"))


def _question_page(token: str, typed: str = "", problem: str = "") -> Response:
    one = service.find_open_round(token, clock.now())
    if one is None:
        return private_page(render_template("team/takt_over.html"), 410)
    page_id = request.form.get("page_id") or secrets.token_urlsafe(16)
    page = render_template(
        "team/takt_question.html", one=one, typed=typed, problem=problem, page_id=page_id[:64]
    )
    return private_page(page, 422 if problem else 200)
