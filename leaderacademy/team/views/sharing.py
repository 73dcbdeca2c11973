"""The team page behind its link, and the page on which its owner chooses what it shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Response, current_app, flash, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import current_learner, ensure_learner, public
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Course, Field
from leaderacademy.content.fields.values import (
    check_value,
    default_value,
    parse_value,
    show_date,
)
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.learning.rules.answers import base_of, read_base
from leaderacademy.learning.service.answers import Submitted, save_answers, today_in_germany
from leaderacademy.learning.service.state import NOTHING, LearnerState, learner_state
from leaderacademy.team.rules.shared import CONTENTS, FIELDS, UNTIL, chosen_of
from leaderacademy.team.service import sharing as service
from leaderacademy.team.views.blueprint import blueprint, private_page

OWN = "/teamseite"
CLOSED = {"unknown": 404, "revoked": 410, "closed": 410, "expired": 410}
ELSEWHERE = (
    "Ihre Auswahl wurde inzwischen in einem anderen Fenster geändert. Bitte prüfen Sie, was hier "
    "steht, und speichern Sie noch einmal."
)


@blueprint.get("/team/<token>")
@public
def team_page(token: str) -> Response:
    """What the owner chose, for whoever has the link."""
    shared = service.open_link(token, catalogue.course(), clock.now())
    if shared.page is None:
        page = render_template("team/closed.html", shared=shared)
        return private_page(page, CLOSED[shared.state])
    return private_page(render_template("team/page.html", page=shared.page, shared=shared))


@dataclass(frozen=True, slots=True)
class _Typed:
    """What stands in the form: as stored, or as typed when it could not be taken."""

    shown: tuple[str, ...]
    until: str
    problems: Mapping[str, str] = field(default_factory=dict)


@blueprint.get("/teamseite")
@public
def own_team_page() -> Response:
    """Choose, pass on, renew, take back."""
    return _own_page()


@blueprint.get("/teamseite/vorschau")
@public
def preview_team_page() -> Response:
    """The page as the team sees it, also before there is a link."""
    person = current_learner()
    state = learner_state(person.id) if person is not None else NOTHING
    shared = service.preview(state, catalogue.course())
    return private_page(
        render_template("team/page.html", page=shared.page, shared=shared, preview=True)
    )


@blueprint.post("/teamseite")
@public
def share_team_page() -> AnyResponse:
    """Keep the choice in the Logbuch, and make a link if there is none."""
    now, course = clock.now(), catalogue.course()
    typed = _Typed(tuple(request.form.getlist(FIELDS)), request.form.get(UNTIL, ""))
    problems = _problems(course, typed)
    if problems:
        return _own_page(_Typed(typed.shown, typed.until, problems))
    person = ensure_learner(now)
    submitted = {
        key: Submitted(raw, read_base(request.form.get(f"{key}-base", "")))
        for key, raw in ((FIELDS, list(typed.shown)), (UNTIL, typed.until))
    }
    if save_answers(person.id, course, submitted, now).conflicts:
        flash(ELSEWHERE, "warn")
    else:
        service.ensure_link(person.id, now)
        flash("Gespeichert. Genau das sieht jetzt, wer den Link hat.", "good")
    session.commit()
    return redirect(OWN, 303)


@blueprint.post("/teamseite/neuer-link")
@public
def renew_team_link() -> AnyResponse:
    """A new link instead of the old one."""
    service.renew_link(_owner(), clock.now())
    session.commit()
    flash("Es gibt einen neuen Link. Der alte zeigt nichts mehr.", "good")
    return redirect(OWN, 303)


@blueprint.post("/teamseite/zurueckziehen")
@public
def revoke_team_link() -> AnyResponse:
    """No link any more."""
    service.revoke_link(_owner(), clock.now())
    session.commit()
    flash("Zurückgezogen. Wer den Link öffnet, sieht nichts mehr.", "good")
    return redirect(OWN, 303)


def _owner() -> int:
    person = current_learner()
    if person is None or service.own_link(person.id) is None:
        raise NotFound
    return person.id


def _code_of(address: str) -> str:
    import segno  # late, see core/pdf.py

    return str(segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="#fff"))


def _own_page(typed: _Typed | None = None) -> Response:
    course, now, person = catalogue.course(), clock.now(), current_learner()
    state = learner_state(person.id) if person is not None else NOTHING
    link = service.own_link(person.id) if person is not None else None
    until = service.last_day(state)
    is_open = until is not None and today_in_germany(now) <= until
    address = f"{current_app.config['SETTINGS'].base_url}/team/{link.token}" if link else ""
    chosen = _field(course, FIELDS)
    page = render_template(
        "team/sharing.html",
        typed=typed or _stored(course, state),
        options=[(o.value, o.label, CONTENTS.get(o.value, "")) for o in chosen.options],
        bases={key: _base(state, key) for key in (FIELDS, UNTIL)},
        labels={key: _field(course, key).label for key in (FIELDS, UNTIL)},
        address=address,
        is_open=is_open,
        until=until,
        code=_code_of(address) if address and is_open else "",
    )
    return private_page(page, 422 if typed is not None else 200)


def _stored(course: Course, state: LearnerState) -> _Typed:
    today = today_in_germany(clock.now())
    shown = chosen_of(state.values, course.logbook)
    if FIELDS not in state.answers:
        shown = tuple(default_value(_field(course, FIELDS), {}, today) or ())
    until = state.values.get(UNTIL) or default_value(_field(course, UNTIL), {}, today)
    return _Typed(shown, until["raw"] if isinstance(until, dict) else str(until or ""))


def _problems(course: Course, typed: _Typed) -> dict[str, str]:
    """What is wrong with what was typed, by field."""
    today, found = today_in_germany(clock.now()), {}
    if not chosen_of({FIELDS: list(typed.shown)}, course.logbook):
        found[FIELDS] = "Bitte wählen Sie mindestens einen Teil aus, den Ihr Team sehen soll."
    date_field = _field(course, UNTIL)
    parsed = parse_value(date_field, typed.until, today)
    advice = check_value(date_field, parsed.value, {}, today)
    wrong = [one.text for one in advice if one.kind == "error"]
    if parsed.value is None:
        found[UNTIL] = f"Bis wann gilt der Link? Zum Beispiel {_example(date_field)}."
    elif wrong:
        found[UNTIL] = wrong[0]
    return found


def _example(date_field: Field) -> str:
    today = today_in_germany(clock.now())
    day = parse_value(date_field, default_value(date_field, {}, today), today).value
    return show_date(today.fromisoformat(day)) if isinstance(day, str) else "31.12."


def _field(course: Course, key: str) -> Field:
    found = course.find_field(key)
    if found is None:
        raise NotFound  # a course without a team page
    return found


def _base(state: LearnerState, key: str) -> Any:
    stored = state.answers.get(key)
    return base_of(stored.version, stored.value) if stored is not None else ""
