"""The list of invoices, and one of them with everything that belongs to it."""

import secrets

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import trainer_only
from leaderacademy.core import clock
from leaderacademy.core.audit import history_of
from leaderacademy.core.database import session
from leaderacademy.invoicing import service
from leaderacademy.invoicing.models import Invoice
from leaderacademy.invoicing.rules.reminding import STEPS
from leaderacademy.invoicing.service import listing, reminders, sending, undoing
from leaderacademy.invoicing.service.documents import file_name, find_document
from leaderacademy.invoicing.service.issuing import credit_notes_of
from leaderacademy.invoicing.views.blueprint import (
    ID,
    Pager,
    actor,
    blueprint,
    found_or_404,
    page_asked,
    page_of,
    today,
)


@blueprint.get("/studio/rechnungen")
@trainer_only
def invoices() -> str:
    """Searched and filtered, with sums."""
    search = request.args.get("q", "").replace("\x00", "")[:100]
    state = request.args.get("zustand", "")
    page = page_asked()
    found = listing.list_invoices(today(), search, state, page)
    return render_template(
        "invoicing/studio/invoices.html",
        found=found,
        search=search,
        state=state if state in listing.STATES else "",
        pager=Pager(page, found.count, listing.PAGE),
        waiting=len(service.unsettled_invoices()),
    )


@blueprint.get(f"/studio/rechnungen/<{ID}:invoice_id>")
@trainer_only
def invoice(invoice_id: int) -> str:
    """What was billed, paid, given back, asked for, and by whom."""
    found = found_or_404(service.get_invoice, invoice_id)
    # Money is shown with the invoice; a credit note only points there.
    main = found.original_id or found.id
    payments = undoing.payments_of_invoice(main)
    notes = credit_notes_of(main)
    shown = [found, *notes] if found.id == main else [found]
    return render_template(
        "invoicing/studio/invoice.html",
        invoice=found,
        balance=service.balance_of(main),
        payments=payments,
        undone=undoing.undone_among(payments),
        can_undo=undoing.can_undo,
        credit_notes=notes,
        reminders=reminders.reminders_of(main),
        reminder_names=STEPS,
        evidence=service.evidence_of(found.subject),
        history=history_of(*(f"invoice:{one.id}" for one in shown), found.subject),
        to=reminders.address_of(found),
        about=page_of(found.subject),
        key=secrets.token_hex(16),
        today=today(),
    )


@blueprint.get(f"/studio/rechnungen/<{ID}:invoice_id>/beleg.pdf")
@trainer_only
def invoice_pdf(invoice_id: int) -> AnyResponse:
    """The stored bytes; until the worker has made them, back to the page."""
    found = found_or_404(service.get_invoice, invoice_id)
    stored = find_document(found.id)
    if stored is None:
        flash("Das PDF wird gerade erstellt. Versuchen Sie es in ein paar Sekunden noch einmal.")
        return redirect(url_for("money.invoice", invoice_id=found.id), 303)
    response = Response(stored.pdf, mimetype="application/pdf")
    name = file_name(found.id, "pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.post(f"/studio/rechnungen/<{ID}:invoice_id>/senden")
@trainer_only
def resend_invoice(invoice_id: int) -> AnyResponse:
    """Once more by mail, to the address the invoice names."""
    found: Invoice = found_or_404(service.get_invoice, invoice_id)
    to = sending.resend(found, request.form.get("key", ""), clock.now(), actor())
    session.commit()
    if to:
        flash(f"{found.number} geht in diesem Moment noch einmal an {to}.", "good")
    else:
        flash(
            "Auf dieser Rechnung steht keine Mailadresse. Bitte senden Sie das PDF selbst.", "bad"
        )
    return redirect(url_for("money.invoice", invoice_id=found.id), 303)
