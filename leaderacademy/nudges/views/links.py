"""Pages behind the links of mails: confirm the wish, change it, end it with one click."""

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import one_click, public
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.nudges.service.consent import (
    BadLinkError,
    choose,
    confirm_consent,
    end_consent,
    find_by_token,
    find_request,
)
from leaderacademy.nudges.views.blueprint import blueprint
from leaderacademy.nudges.views.own import DONE


def _page(template: str, status: int = 200, **context: object) -> Response:
    response = make_response(render_template(template, **context), status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.route("/kursnachrichten/bestaetigen/<token>", methods=["GET", "POST"])
@public
def confirm(token: str) -> Response:
    """A button that confirms; mail scanners only open pages, they press nothing."""
    now = clock.now()
    try:
        if request.method != "POST":  # HEAD is a page too
            return _page("nudges/confirm.html", wish=find_request(token, now))
        wish = confirm_consent(token, now)
    except BadLinkError:
        session.rollback()
        return _page("nudges/bad_link.html", 410)
    session.commit()
    return _page("nudges/confirmed.html", wish=wish)


@blueprint.route("/kursnachrichten/<token>", methods=["GET", "POST"])
@public
def settings(token: str) -> AnyResponse:
    """What somebody may choose by the link at the end of every mail; it never expires."""
    if request.method != "POST":
        return _settings(token)
    wish, choice = find_by_token(token), request.form.get("wahl", "")
    if wish is not None and choice in DONE:
        choose(wish, choice, clock.now())
    session.commit()
    return redirect(url_for("nudges.settings", token=token), 303)


@blueprint.route("/kursnachrichten/<token>/abmelden", methods=["GET", "POST"])
@public
@one_click
def unsubscribe(token: str) -> Response:
    """The address of the List-Unsubscribe header: a page for people, one POST for programs."""
    if request.method != "POST":
        return _settings(token)
    wish = find_by_token(token)
    if wish is not None:
        by_program = "List-Unsubscribe" in request.form
        end_consent(wish, "one-click" if by_program else "person", clock.now())
    session.commit()
    return _settings(token)


def _settings(token: str) -> Response:
    # An unknown address and one whose account is gone get the same friendly answer: no mails.
    wish, now = find_by_token(token), clock.now()
    if wish is not None and wish.confirmed_at is None:
        wish = None
    paused = wish is not None and wish.paused_until is not None and wish.paused_until > now
    return _page("nudges/settings.html", wish=wish, token=token, paused=paused)
