"""The check-in after 14 days, on the own device or by a link from a mail without signing in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Response, flash, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import current_learner, public
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.team.models import CheckInLink
from leaderacademy.team.rules.check_in import Decisions, following_of, problems_of
from leaderacademy.team.service import check_in as service
from leaderacademy.team.views.blueprint import blueprint, private_page

OWN = "/check-in"
CHANGED = (
    "Ihre Schritte haben sich inzwischen geändert. Hier stehen sie, wie sie jetzt sind; bitte "
    "sehen Sie noch einmal hin."
)


@dataclass(frozen=True, slots=True)
class _Said:
    """What stands in the form again when it could not be taken."""

    decisions: Decisions = field(default_factory=lambda: Decisions({}, {}, (), True))
    typed_next: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


@blueprint.get("/check-in")
@public
def own_check_in() -> Response:
    """What became of the steps, asked on the own device."""
    person = current_learner()
    return _page(person.id if person is not None else 0, OWN)


@blueprint.post("/check-in")
@public
def make_own_check_in() -> AnyResponse:
    """Keep what was said, and show it on the same page."""
    person = current_learner()
    if person is None:
        raise NotFound
    refused = _record(person.id)
    if refused is not None:
        return _page(person.id, OWN, refused)
    session.commit()
    flash("Eingetragen. Ihre Schritte sind wieder auf Stand.", "good")
    return redirect(OWN, 303)


@blueprint.get("/check-in/<token>")
@public
def check_in_by_link(token: str) -> Response:
    """The same without signing in; looking spends nothing, so a mail scanner may look too."""
    link, over = _found(token)
    return over or _page(link.person_id if link else 0, f"{OWN}/{token}")


@blueprint.post("/check-in/<token>")
@public
def make_check_in_by_link(token: str) -> AnyResponse:
    """Keep what was said by who holds the link, once."""
    (link, over), now = _found(token), clock.now()
    if over is not None or link is None:
        return over or _page(0, OWN)
    refused = _record(link.person_id)
    if refused is not None:
        return _page(link.person_id, f"{OWN}/{token}", refused)
    if not service.use_up(link, now):
        session.rollback()  # of two clicks at once one counts
        return _link_over("used")
    session.commit()
    last = service.last_summary(link.person_id)
    return private_page(render_template("team/check_in_thanks.html", last=last))


def _record(person_id: int) -> _Said | None:
    """Nothing when it was written, else what to show again."""
    now, decisions = clock.now(), _decisions()
    said = _Said(decisions, request.form.get("naechste", ""))
    asked = service.asked_of(person_id, now)
    base = request.form.get("stand", "")
    if base != asked.base:
        return _Said(decisions, said.typed_next, note=CHANGED)
    problems = problems_of(asked.steps, decisions)
    if problems:
        return _Said(decisions, said.typed_next, problems)
    try:
        service.record_check_in(person_id, decisions, base, catalogue.course(), now)
    except service.StepsChanged:
        session.rollback()
        return _Said(decisions, said.typed_next, note=CHANGED)
    return None


def _decisions() -> Decisions:
    outcomes, smaller = {}, {}
    for name, value in request.form.items():
        kind, _, number = name.partition("-")
        if not number.isascii() or not number.isdigit() or len(number) > 3:
            continue
        if kind == "stand":
            outcomes[int(number)] = value
        elif kind == "halb":
            smaller[int(number)] = value
    following = following_of(request.form.get("naechste", ""))
    return Decisions(outcomes, smaller, following, "aufraeumen" in request.form)


def _page(person_id: int, action: str, said: _Said | None = None) -> Response:
    asked = service.asked_of(person_id, clock.now())
    shown = said or _Said()
    page = render_template(
        "team/check_in.html", asked=asked, action=action, said=shown, by_link=action != OWN
    )
    return private_page(page, 409 if shown.note else 422 if shown.problems else 200)


def _found(token: str) -> tuple[CheckInLink | None, Response | None]:
    """The link that may be used, or the page that says why there is none."""
    found = service.find_check_in_link(token)
    why = _why_over(found)
    return (None, _link_over(why)) if why or found is None else (found[0], None)


def _why_over(found: tuple[CheckInLink, bool] | None) -> str:
    if found is None:
        return "unknown"
    link, is_closed = found
    if link.used_at is not None:
        return "used"
    if is_closed:
        return "closed"
    return "expired" if link.expires_at <= clock.now() else ""


def _link_over(why: str) -> Response:
    return private_page(render_template("team/check_in_over.html", why=why), 410)
