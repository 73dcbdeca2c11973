"""Invoices that wait for VIES, and what a trainer can do about them."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import trainer_only
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.invoicing import service
from leaderacademy.invoicing.rules.vat_id import VatIdProblem
from leaderacademy.invoicing.service import correcting
from leaderacademy.invoicing.service.health import stuck_invoices
from leaderacademy.invoicing.views.blueprint import ID, actor, blueprint, found_or_404

DONE = "Diese Rechnung wartet nicht mehr."


@blueprint.get("/studio/rechnungen/wartend")
@trainer_only
def waiting_invoices() -> Response:
    """The oldest first, with what VIES said last."""
    return _page()


@blueprint.post(f"/studio/rechnungen/wartend/<{ID}:waiting_id>/fragen")
@trainer_only
def ask_vies_again(waiting_id: int) -> AnyResponse:
    """Lets the worker ask once more, now."""
    found_or_404(correcting.get_waiting, waiting_id)
    asked = service.ask_again(waiting_id, clock.now(), actor())
    session.commit()
    _say(asked)
    return redirect(url_for("money.waiting_invoices"), 303)


@blueprint.post(f"/studio/rechnungen/wartend/<{ID}:waiting_id>/berichtigen")
@trainer_only
def correct_vat_id(waiting_id: int) -> AnyResponse:
    """Another VAT ID, which VIES is then asked about."""
    found_or_404(correcting.get_waiting, waiting_id)
    typed = request.form.get("vat_id", "")[:40]
    try:
        asked = correcting.correct_vat_id(waiting_id, typed, clock.now(), actor())
    except VatIdProblem as problem:
        session.rollback()
        return _page(waiting_id, typed, str(problem), 422)
    session.commit()
    _say(asked)
    return redirect(url_for("money.waiting_invoices"), 303)


def _say(asked: bool) -> None:
    if asked:
        flash("VIES wird jetzt gefragt. Laden Sie die Seite in einer Minute neu.", "good")
    else:
        flash(DONE, "warn")


def _page(wrong: int = 0, typed: str = "", error: str = "", status: int = 200) -> Response:
    waiting = service.unsettled_invoices()
    page = render_template(
        "invoicing/studio/waiting.html",
        waiting=waiting,
        stuck=stuck_invoices(),
        evidence={one.id: service.evidence_of(one.subject) for one in waiting},
        is_demo=service.operator().is_demo,
        wrong=wrong,
        typed=typed,
        error=error,
    )
    return make_response(page, status)
