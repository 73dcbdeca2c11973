"""Vouchers in the studio: listed, made, looked at, switched off."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from leaderacademy.accounts.access import trainer_only
from leaderacademy.booking import service
from leaderacademy.booking.forms.vouchers import VoucherForm
from leaderacademy.booking.models import Training, Voucher
from leaderacademy.booking.rules.voucher import voucher_problem
from leaderacademy.booking.service.vouchers import (
    VoucherRefused,
    all_vouchers,
    bookings_with,
    make_voucher,
    switch_voucher,
    trainings_of_vouchers,
)
from leaderacademy.booking.views.blueprint import blueprint
from leaderacademy.booking.views.studio.acting import acting, unkept
from leaderacademy.core import clock
from leaderacademy.core.database import session

ONE = "<int(max=2147483647):number>"


@blueprint.get("/studio/gutscheine")
@trainer_only
def studio_vouchers() -> str:
    """All vouchers, the newest first."""
    now = clock.now()
    vouchers = all_vouchers()
    return render_template(
        "booking/studio/vouchers.html",
        vouchers=[(one, _problem(one)) for one in vouchers],
        places=trainings_of_vouchers(vouchers),
        now=now,
    )


@blueprint.route("/studio/gutscheine/neu", methods=["GET", "POST"])
@trainer_only
def studio_new_voucher() -> Response:
    """A new voucher."""
    now = clock.now()
    dates = service.upcoming_trainings(now)
    if request.method == "GET":
        return _form(VoucherForm(data={"kind": "percent", "most": "1"}), dates)
    form = VoucherForm(request.form)
    if not form.check(dates, now):
        return _form(form, dates, 422)
    try:
        voucher = make_voucher(form.voucher(dates), now, acting())
    except VoucherRefused as refusal:
        session.rollback()
        form.refuse("code", str(refusal))
        return _form(form, service.upcoming_trainings(now), 409)
    session.commit()
    flash(f"Der Gutschein {voucher.code} gilt ab sofort.", "good")
    return redirect(url_for("booking.studio_voucher", number=voucher.id), 303)


def _form(form: VoucherForm, dates: list[Training], status: int = 200) -> Response:
    page = render_template(
        "booking/studio/voucher_form.html", form=form, dates=dates, problems=list(form.problems())
    )
    return unkept(page, status)


@blueprint.get(f"/studio/gutscheine/{ONE}")
@trainer_only
def studio_voucher(number: int) -> Response:
    """One voucher and the bookings that used it."""
    voucher = _voucher(number)
    page = render_template(
        "booking/studio/voucher.html",
        voucher=voucher,
        problem=_problem(voucher),
        places=trainings_of_vouchers([voucher]),
        bookings=bookings_with(voucher.id),
    )
    return unkept(page)


@blueprint.post(f"/studio/gutscheine/{ONE}/stand")
@trainer_only
def studio_switch_voucher(number: int) -> Response:
    """Stop or allow further use; bookings that used it keep their price."""
    voucher, wanted = _voucher(number), request.form.get("stand") == "an"
    if switch_voucher(voucher.id, wanted, clock.now(), acting()):
        flash("Der Gutschein gilt wieder." if wanted else "Der Gutschein ist abgeschaltet.", "good")
    session.commit()
    return redirect(url_for("booking.studio_voucher", number=number), 303)


def _voucher(number: int) -> Voucher:
    found = session.get(Voucher, number)
    if found is None:
        raise NotFound
    return found


def _problem(voucher: Voucher) -> str | None:
    return voucher_problem(voucher.active, voucher.expires_at, voucher.left, clock.now())
