"""Giving back an invoice, whole or in part, by a credit note."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import trainer_only
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.invoicing import service
from leaderacademy.invoicing.forms import CreditForm
from leaderacademy.invoicing.models import Invoice
from leaderacademy.invoicing.service.crediting import CreditedMeanwhile, credit_as_seen
from leaderacademy.invoicing.service.issuing import left_net
from leaderacademy.invoicing.views.blueprint import ID, actor, blueprint, found_or_404

TOO_MUCH = "So viel ist nicht mehr übrig."


@blueprint.route(f"/studio/rechnungen/<{ID}:invoice_id>/stornieren", methods=["GET", "POST"])
@trainer_only
def credit_invoice(invoice_id: int) -> AnyResponse:
    """Shows what is left, asks for the reason, issues the credit note."""
    found = found_or_404(service.get_invoice, invoice_id)
    if found.is_credit_note:
        return redirect(url_for("money.invoice", invoice_id=found.original_id), 303)
    form = CreditForm(request.form)
    if request.method == "POST" and form.validate():
        return _issue(found, form)
    return _page(found, form, 422 if request.method == "POST" else 200)


def _issue(found: Invoice, form: CreditForm) -> AnyResponse:
    try:
        note = credit_as_seen(
            found.id, form.left.data or "", clock.now(), actor(), form.lines, form.reason.data or ""
        )
    except CreditedMeanwhile as refusal:
        session.rollback()
        return _page(service.get_invoice(found.id), form, 409, refusal.number)
    except service.NothingLeft:
        session.rollback()
        form.amount.errors = [TOO_MUCH]
        return _page(service.get_invoice(found.id), form, 422)
    session.commit()
    flash(
        f"Stornorechnung {note.number} ist ausgestellt. Mit „Noch einmal senden“ geht sie an den "
        "Empfänger der Rechnung.",
        "good",
    )
    return redirect(url_for("money.invoice", invoice_id=note.id), 303)


def _page(found: Invoice, form: CreditForm, status: int, before: str | None = None) -> Response:
    page = render_template(
        "invoicing/studio/credit.html",
        invoice=found,
        form=form,
        left=left_net(found),
        before=before,
    )
    return make_response(page, status)
