"""The list of money that nobody knows yet."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import trainer_only
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.invoicing import service
from leaderacademy.invoicing.service import lines
from leaderacademy.invoicing.views.blueprint import (
    ID,
    Pager,
    actor,
    blueprint,
    found_or_404,
    page_asked,
)

GONE = "Diese Zahlung ist inzwischen erledigt."


@blueprint.get("/studio/zahlungen/offen")
@trainer_only
def open_lines() -> Response:
    """Open lines, or those that were set aside."""
    return _page()


@blueprint.post("/studio/zahlungen/offen/abgleichen")
@trainer_only
def match_again() -> AnyResponse:
    """Lets the worker look again what the open lines may be for."""
    lines.ask_rematching(clock.now(), actor())
    session.commit()
    flash("Die offenen Zahlungen werden neu abgeglichen. Laden Sie die Seite gleich neu.", "good")
    return redirect(url_for("money.open_lines"), 303)


@blueprint.post(f"/studio/zahlungen/offen/<{ID}:line_id>/zuordnen")
@trainer_only
def assign_line(line_id: int) -> AnyResponse:
    """Books a line on the invoice whose number was typed."""
    found_or_404(lines.get_line, line_id)
    typed = request.form.get(f"number-{line_id}", "")[:60]
    try:
        invoice = lines.assign_line(line_id, typed, clock.now(), actor())
    except lines.NotAssigned as problem:
        session.rollback()
        return _page({f"number-{line_id}": str(problem)}, {f"number-{line_id}": typed}, 422)
    session.commit()
    left = service.open_amount(invoice.id)
    kind = "good" if left >= 0 else "warn"
    end = "" if left >= 0 else " Dort ist jetzt Geld zurückzuzahlen."
    flash(f"Zugeordnet zu {invoice.number} ({invoice.company}).{end}", kind)
    return redirect(url_for("money.open_lines"), 303)


@blueprint.post(f"/studio/zahlungen/offen/<{ID}:line_id>/beiseite")
@trainer_only
def set_line_aside(line_id: int) -> AnyResponse:
    """Takes a line off the list, with the reason."""
    found_or_404(lines.get_line, line_id)
    field = f"note-{line_id}"
    note = " ".join(request.form.get(field, "").split())
    if not note or len(note) > 300:
        problem = "Bitte schreiben Sie in ein paar Worten, was das für Geld ist."
        too_long = "Das ist zu lang, höchstens 300 Zeichen."
        return _page({field: too_long if note else problem}, {field: note}, 422)
    moved = lines.set_aside(line_id, note, clock.now(), actor())
    session.commit()
    flash("Beiseitegelegt." if moved else GONE, "good" if moved else "warn")
    return redirect(url_for("money.open_lines"), 303)


@blueprint.post(f"/studio/zahlungen/offen/<{ID}:line_id>/zurueck")
@trainer_only
def bring_line_back(line_id: int) -> AnyResponse:
    """Puts a line on the list again."""
    found_or_404(lines.get_line, line_id)
    moved = lines.bring_back(line_id, clock.now(), actor())
    session.commit()
    flash("Die Zahlung steht wieder in der Liste." if moved else GONE, "good" if moved else "warn")
    return redirect(url_for("money.open_lines"), 303)


def _page(
    errors: dict[str, str] | None = None, typed: dict[str, str] | None = None, status: int = 200
) -> Response:
    aside = request.args.get("zeige") == "beiseite"
    page = page_asked()
    found = lines.open_lines(page, "ignored" if aside else "open")
    numbers = lines.numbers_of(found.lines)
    body = render_template(
        "invoicing/studio/open.html",
        found=found,
        aside=aside,
        numbers=numbers,
        errors=errors or {},
        typed=typed or {},
        pager=Pager(page, found.count, lines.PAGE),
    )
    return make_response(body, status)
