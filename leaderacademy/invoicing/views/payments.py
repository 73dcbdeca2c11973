"""Money that came in: what is to be done, what came last, and an entry by hand."""

import secrets
from datetime import timedelta

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import trainer_only
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.invoicing import service
from leaderacademy.invoicing.forms import PaymentForm
from leaderacademy.invoicing.models import Invoice
from leaderacademy.invoicing.rules.money import euro
from leaderacademy.invoicing.service import lines, statements, undoing
from leaderacademy.invoicing.service.payments import recent_payments
from leaderacademy.invoicing.views.blueprint import ID, actor, blueprint, page_of, today


@blueprint.get("/studio/zahlungen")
@trainer_only
def payments() -> Response:
    """Open money, statements, the latest payments, and a form."""
    form = PaymentForm(
        data={"key": secrets.token_hex(16), "number": request.args.get("rechnung", "")[:60]}
    )
    return _page(form)


@blueprint.post("/studio/zahlungen")
@trainer_only
def enter_payment() -> AnyResponse:
    """Writes down one payment; the same form sent twice is one."""
    form = PaymentForm(request.form)
    form.today = today()
    if not form.validate():
        return _page(form, 422)
    try:
        invoice = lines.invoice_named(form.number.data or "")
    except lines.NotAssigned as problem:
        form.number.errors = [str(problem)]
        return _page(form, 422)
    is_new = service.record_payment(
        invoice.id,
        form.cents,
        form.received_on,
        clock.now(),
        key=f"form:{form.key.data}",
        method="other" if form.method.data == "other" else "transfer",
        note=form.note.data or "",
        by=actor(),
    )
    session.commit()
    _say(invoice, form.cents, is_new)
    about = page_of(invoice.subject) if request.form.get("from") == "subject" else ""
    return redirect(about or url_for("money.invoice", invoice_id=invoice.id), 303)


def _say(invoice: Invoice, cents: int, is_new: bool) -> None:
    if not is_new:
        flash("Diese Zahlung war schon eingetragen; sie zählt einmal.", "info")
        return
    left = service.open_amount(invoice.id)
    what = "Zahlung" if cents > 0 else "Rückzahlung"
    if left > 0:
        flash(f"{what} eingetragen. Offen sind noch {euro(left)}.", "good")
    elif left == 0:
        flash(f"{what} eingetragen. Die Rechnung ist ausgeglichen.", "good")
    else:
        flash(
            f"{what} eingetragen. Damit sind {euro(-left)} zu viel da: Zahlen Sie sie zurück und "
            "tragen Sie das hier als Rückzahlung ein.",
            "warn",
        )


@blueprint.post(f"/studio/zahlungen/<{ID}:payment_id>/zuruecknehmen")
@trainer_only
def undo_payment(payment_id: int) -> AnyResponse:
    """A counter entry; money of a statement returns to the open list."""
    try:
        invoice_id = undoing.invoice_of_payment(payment_id)
        undone = undoing.undo_payment(payment_id, clock.now(), actor())
    except LookupError as error:
        raise NotFound from error
    except undoing.CannotUndo as problem:
        session.rollback()
        flash(str(problem), "bad")
        return redirect(url_for("money.payments"), 303)
    session.commit()
    if undone:
        flash("Die Buchung ist zurückgenommen; beide Einträge bleiben sichtbar.", "good")
    else:
        flash("Diese Buchung war schon zurückgenommen.", "info")
    return redirect(url_for("money.invoice", invoice_id=invoice_id), 303)


def _page(form: PaymentForm, status: int = 200) -> Response:
    day = today()
    page = render_template(
        "invoicing/studio/payments.html",
        form=form,
        unknown=lines.open_lines(),
        statements=statements.recent_statements(),
        payments=recent_payments(),
        today=day,
        yesterday=day - timedelta(days=1),
    )
    return make_response(page, status)
