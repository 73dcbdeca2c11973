"""Every failure ends on a German page that says what happened and what to do."""

import logging
import sqlite3
from contextlib import suppress
from urllib.parse import quote

from flask import Flask, Response, current_app, make_response, redirect, render_template, request
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable

from leaderacademy.accounts.access import ask_nobody
from leaderacademy.core.database import session
from leaderacademy.web.again import given_back
from leaderacademy.web.csrf import StaleForm
from leaderacademy.web.requests import NUL, InvisibleSign, request_id

_log = logging.getLogger(__name__)

TEXTS = {
    400: (
        "Das hat nicht geklappt",
        (
            "Die Anfrage war unvollständig. Gehen Sie bitte einen Schritt zurück, laden Sie die "
            "Seite neu und senden Sie noch einmal ab."
        ),
    ),
    403: (
        "Hier ist Sperrgebiet",
        (
            "Diese Seite ist nicht für Sie freigegeben. Vielleicht sind Sie mit einem anderen "
            "Konto angemeldet."
        ),
    ),
    404: (
        "Hier ist auf unserer Karte nichts eingezeichnet",
        (
            "Die Adresse stimmt nicht, oder die Seite ist umgezogen. Ihr Fortschritt ist davon "
            "nicht berührt."
        ),
    ),
    405: (
        "So geht es hier nicht weiter",
        "Diese Adresse lässt sich nicht direkt aufrufen. Gehen Sie bitte einen Schritt zurück.",
    ),
    413: (
        "Das ist zu viel auf einmal",
        (
            "Ihre Eingabe ist größer als {most}. Gehen Sie einen Schritt zurück: Ihr Text steht "
            "noch da. Kürzen Sie ihn und senden Sie noch einmal ab."
        ),
    ),
    429: (
        "Einen Moment, bitte",
        (
            "Das waren viele Versuche in kurzer Zeit. Warten Sie ein paar Minuten und versuchen "
            "Sie es dann noch einmal."
        ),
    ),
    500: (
        "Da ist bei uns etwas über Bord gegangen",
        (
            "Der Fehler liegt bei uns und ist vermerkt. Was Sie gespeichert haben, ist sicher. "
            "Versuchen Sie es in einer Minute noch einmal."
        ),
    ),
    503: (
        "Wir machen gerade fest",
        "Die Anwendung startet oder wird gewartet. Versuchen Sie es in einer Minute noch einmal.",
    ),
}


UPLOAD_TOO_LARGE = (
    "Die Datei ist größer als {most}. Gehen Sie einen Schritt zurück und wählen Sie eine kleinere, "
    "bei einem Kontoauszug zum Beispiel einen kürzeren Zeitraum."
)


# Refused, but nothing is wrong that sending it once more would not mend.
GIVEN_BACK: dict[type[HTTPException], tuple[str, str, str]] = {
    StaleForm: (
        "Bitte noch einmal senden",
        (
            "Diese Seite war lange offen, oder wir haben sie inzwischen erneuert. Gespeichert ist "
            "noch nichts, verloren auch nichts."
        ),
        "",
    ),
    InvisibleSign: (
        "Bitte noch einmal senden",
        (
            "In Ihrem Text steckt ein unsichtbares Steuerzeichen, das sich nicht speichern lässt. "
            "Wir haben es herausgenommen; sonst ist alles, wie Sie es geschrieben haben. "
            "Gespeichert ist noch nichts."
        ),
        NUL,
    ),
}
AWAY = (
    "Das Speichern klappt gerade nicht",
    (
        "Der Fehler liegt bei uns und ist vermerkt. Warten Sie bitte eine Minute und senden Sie "
        "dann noch einmal."
    ),
)
# How many seconds until it is worth asking again, while the database is away.
AWAY_FOR = 30


def init_errors(app: Flask) -> None:
    """Answer every exception with a page, or with JSON's plain words for a script."""
    app.register_error_handler(HTTPException, show_error)
    app.register_error_handler(Exception, show_crash)


def show_error(error: HTTPException) -> Response:
    """The page of an expected failure."""
    code = error.code or 500
    if code < 400:
        return make_response(error.get_response())
    if type(error) in GIVEN_BACK:
        title, text, without = GIVEN_BACK[type(error)]
        if page := given_back(code, title, text, without):
            return page
    if code == 404 and (address := _without_slash()):
        return make_response(redirect(address, 308))
    title, text = TEXTS.get(code, TEXTS[500 if code >= 500 else 400])
    if code == 413 and _is_upload():
        text = UPLOAD_TOO_LARGE
    text = text.replace("{most}", _most_in_words())
    response = make_response(
        render_template("error.html", code=code, title=title, text=text, request_id=request_id()),
        code,
    )
    for name, value in error.get_headers():
        if name in ("Retry-After", "Allow"):
            response.headers[name] = value
    return response


def _without_slash() -> str:
    """The address without the slash at its end, if that is a page and this was none."""
    path = request.path.rstrip("/")
    if request.url_rule is not None or request.method not in ("GET", "HEAD"):
        return ""
    if path == request.path or not path or path.startswith("//") or ".." in path:
        return ""
    adapter = current_app.create_url_adapter(request)
    try:
        if adapter is not None and adapter.match(path, "GET"):
            query = request.query_string.decode("ascii", "ignore")
            return quote(path) + (f"?{query}" if query else "")
    except HTTPException:
        return ""
    return ""


def _is_upload() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "is_upload", False))  # accounts/access.py


def _most_in_words() -> str:
    kilobytes = (request.max_content_length or 0) // 1024
    return f"{kilobytes // 1024} MB" if kilobytes >= 1024 else f"{kilobytes} KB"


def show_crash(error: Exception) -> Response:
    """The page of a failure nobody expected; the log has the rest."""
    with suppress(Exception):  # there may be nothing to roll back any more
        session.rollback()
    _log.exception("unexpected failure", extra={"endpoint": request.endpoint})
    if not _is_away(error):
        return show_error(InternalServerError())
    # Every page says who is signed in, and the database alone knows.
    ask_nobody()
    response = given_back(503, *AWAY) or show_error(ServiceUnavailable(retry_after=AWAY_FOR))
    response.headers["Retry-After"] = str(AWAY_FOR)
    return response


def _is_away(error: Exception) -> bool:
    """Whether the database did not answer: stopped, restarted, locked by another, its disk full."""
    if isinstance(error, DBAPIError):
        lost = error.connection_invalidated
        return lost or isinstance(error, OperationalError | InterfaceError)
    return isinstance(error, NoConnection | TimeoutError | sqlite3.OperationalError)
