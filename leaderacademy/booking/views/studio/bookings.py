"""The list of bookings in the studio, and the same list as files."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from leaderacademy.accounts.access import trainer_only
from leaderacademy.booking import service
from leaderacademy.booking.rules.export import csv_file
from leaderacademy.booking.rules.paid import PAID_CHOICES
from leaderacademy.booking.service.listing import (
    STATE_CHOICES,
    Wanted,
    count_bookings,
    exported,
    list_bookings,
)
from leaderacademy.booking.service.sheets import AT_ONCE, ask_for_sheet, find_sheet, xlsx_file
from leaderacademy.booking.views.blueprint import blueprint
from leaderacademy.booking.views.studio.acting import acting, unkept
from leaderacademy.core import clock
from leaderacademy.core.database import session, start_writing

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_WORDS = 5


@blueprint.get("/studio/buchungen")
@trainer_only
def studio_bookings() -> Response:
    """Searched, filtered, fifty to a page."""
    wanted = _wanted()
    page = render_template(
        "booking/studio/bookings.html",
        listed=list_bookings(wanted),
        wanted=wanted,
        typed=request.args.get("q", "").replace("\x00", ""),
        asked=_asked(),
        dates=service.all_trainings(),
        states=tuple(STATE_CHOICES.items()),
        paid=tuple(PAID_CHOICES.items()),
    )
    return unkept(page)


@blueprint.get("/studio/buchungen.csv")
@trainer_only
def studio_bookings_csv() -> Response:
    """The filtered list for any spreadsheet."""
    return _file(csv_file(exported(_wanted())).encode(), "csv", "text/csv; charset=utf-8")


@blueprint.get("/studio/buchungen.xlsx")
@trainer_only
def studio_bookings_xlsx() -> Response:
    """The filtered list for Excel and LibreOffice; a long one is written by a job."""
    wanted = _wanted()
    if count_bookings(wanted) <= AT_ONCE:
        return _file(xlsx_file(exported(wanted)), "xlsx", SHEET)
    start_writing()
    sheet = ask_for_sheet(acting().id or 0, wanted, clock.now())
    session.commit()
    return redirect(url_for("booking.studio_booking_sheet", number=sheet.id), 303)


@blueprint.get("/studio/buchungen/dateien/<int(max=2147483647):number>.xlsx")
@trainer_only
def studio_booking_sheet(number: int) -> Response:
    """The file that was asked for, or that it is being written."""
    sheet = find_sheet(number)
    if sheet is None or sheet.person_id != acting().id:
        raise NotFound
    if sheet.made_at is not None:
        return _file(sheet.content or b"", "xlsx", SHEET)
    response = unkept(render_template("booking/studio/sheet_soon.html"), 202)
    response.headers["Refresh"] = "2"
    return response


def _file(content: bytes, ending: str, kind: str) -> Response:
    response = unkept(content)
    response.headers["Content-Type"] = kind
    name = f"buchungen-{clock.now():%Y-%m-%d}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _wanted() -> Wanted:
    given = request.args
    page = given.get("seite", "")
    return Wanted(
        words=tuple(given.get("q", "").replace("\x00", "")[:200].split()[:MOST_WORDS]),
        training=given.get("termin", "").replace("\x00", ""),
        state=given["stand"] if given.get("stand") in STATE_CHOICES else "",
        paid=given["geld"] if given.get("geld") in PAID_CHOICES else "",
        page=int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1,
    )


def _asked() -> dict[str, Any]:
    """What was asked for, without the page, for links that keep it."""
    return {name: text for name, text in request.args.items() if name != "seite" and text}
