"""A bank statement: handed in, watched while it is read, looked through, booked."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import takes_up_to, trainer_only
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.invoicing.models import BankStatement
from leaderacademy.invoicing.rules.money import euro
from leaderacademy.invoicing.rules.statement.movement import MOST_BYTES
from leaderacademy.invoicing.service import applying, lines, statements
from leaderacademy.invoicing.service.applying import Applied
from leaderacademy.invoicing.views.blueprint import (
    ID,
    Pager,
    actor,
    blueprint,
    found_or_404,
    page_asked,
)

SHOWS = ("all", "ticked", "check", "open", "booked")


@blueprint.post("/studio/zahlungen/auszuege")
@takes_up_to(MOST_BYTES + 64 * 1024, upload=True)
@trainer_only
def receive_statement() -> AnyResponse:
    """Takes a file and hands it to the worker."""
    file = request.files.get("file")
    content = file.read() if file else b""
    if file is None or not file.filename or not content.strip():
        what = "Die Datei ist leer." if file and file.filename else "Es ist keine Datei gewählt."
        flash(f"{what} Wählen Sie den Kontoauszug, den Sie bei der Bank geladen haben.", "bad")
        return redirect(url_for("money.payments") + "#auszug", 303)
    statement, is_new = statements.receive_statement(file.filename, content, clock.now(), actor())
    session.commit()
    if not is_new:
        flash("Diese Datei ist schon eingelesen. Hier ist ihr Stand; doppelt gebucht wird nichts.")
    return redirect(url_for("money.statement", statement_id=statement.id), 303)


@blueprint.get(f"/studio/zahlungen/auszuege/<{ID}:statement_id>")
@trainer_only
def statement(statement_id: int) -> Response:
    """Progress while it is read, then what matches and why, then what was booked."""
    found = found_or_404(statements.get_statement, statement_id)
    response = make_response(_page(found))
    if found.state == "reading":
        response.headers["Refresh"] = "2"
    return response


@blueprint.post(f"/studio/zahlungen/auszuege/<{ID}:statement_id>")
@trainer_only
def book_statement(statement_id: int) -> AnyResponse:
    """Keeps the ticks of this page; books all ticked lines when that was asked for."""
    found_or_404(statements.get_statement, statement_id)
    applying.set_ticks(statement_id, _ids("shown"), _ids("tick"))
    here = url_for("money.statement", statement_id=statement_id)
    if "book" not in request.form:
        session.commit()
        flash("Die Auswahl dieser Seite ist gemerkt.", "good")
        show, page = request.form.get("zeige", "all"), request.form.get("seite", "1")
        target = url_for("money.statement", statement_id=statement_id, zeige=show, seite=page)
        return redirect(target, 303)
    done = applying.apply_statement(statement_id, clock.now(), actor())
    session.commit()
    _say(done)
    return redirect(here, 303)


def _say(done: Applied | None) -> None:
    if done is None:
        flash("Dieser Auszug ist schon gebucht; doppelt gebucht wird nichts.", "info")
        return
    count = "1 Zahlung" if done.lines == 1 else f"{done.lines} Zahlungen"
    flash(f"Gebucht: {count}, zusammen {euro(done.cents)}.", "good")
    if done.changed:
        flash(
            f"{done.changed} markierte Zeilen passten nicht mehr, weil sich die Rechnung geändert "
            "hat. Sie stehen bei den offenen Zahlungen.",
            "warn",
        )


@blueprint.post(f"/studio/zahlungen/auszuege/<{ID}:statement_id>/verwerfen")
@trainer_only
def discard_statement(statement_id: int) -> AnyResponse:
    """Forgets a statement of which nothing was booked."""
    found_or_404(statements.get_statement, statement_id)
    if statements.discard_statement(statement_id, clock.now(), actor()):
        session.commit()
        flash("Der Auszug ist verworfen. Sie können ihn jederzeit wieder hochladen.", "good")
        return redirect(url_for("money.payments"), 303)
    session.rollback()
    flash("Von diesem Auszug ist schon etwas gebucht oder er wird gerade gelesen.", "bad")
    return redirect(url_for("money.statement", statement_id=statement_id), 303)


def _ids(name: str) -> list[int]:
    texts = request.form.getlist(name)[: applying.PAGE * 2]
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 11]


def _page(found: BankStatement) -> str:
    show = request.args.get("zeige", "all")
    show = show if show in SHOWS else "all"
    page = page_asked()
    shown = applying.preview(found.id, show, page)
    return render_template(
        "invoicing/studio/statement.html",
        statement=found,
        shown=shown,
        show=show,
        numbers=lines.numbers_of(shown.lines),
        pager=Pager(page, shown.total, applying.PAGE),
    )
