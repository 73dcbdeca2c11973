"""The group of one date: list for print, check-in for the phone, certificates, preparation."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from leaderacademy.accounts.access import trainer_only
from leaderacademy.booking.service.attendance import (
    MARKS,
    counted,
    find_participant,
    mark_participant,
    seats_of,
)
from leaderacademy.booking.service.certificates import issue_certificates, withdraw_certificate
from leaderacademy.booking.service.preparation import preparation_of, shared_document
from leaderacademy.booking.views.blueprint import blueprint
from leaderacademy.booking.views.studio.acting import acting, chosen_training, unkept
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import clock
from leaderacademy.core.database import session, start_writing

ONE = "<int(max=2147483647):number>"


@blueprint.get("/studio/termine/<key>/teilnehmer")
@trainer_only
def studio_participants(key: str) -> Response:
    """The list for paper: who comes, from where, and a line to sign."""
    training = chosen_training(key)
    seats = seats_of(training.id)
    page = render_template("booking/studio/participants.html", training=training, seats=seats)
    return unkept(page)


@blueprint.get("/studio/termine/<key>/anwesenheit")
@trainer_only
def studio_attendance(key: str) -> Response:
    """The list for the phone at the door."""
    training, now = chosen_training(key), clock.now()
    seats = seats_of(training.id)
    page = render_template(
        "booking/studio/attendance.html",
        training=training,
        seats=seats,
        counts=counted(seats),
        begun=training.starts_at <= now and training.state != "cancelled",
    )
    return unkept(page)


@blueprint.post(f"/studio/termine/<key>/anwesenheit/{ONE}")
@trainer_only
def studio_mark(key: str, number: int) -> Response:
    """Mark one person; the page comes back where it was."""
    training, mark = chosen_training(key), request.form.get("marke", "")
    person = find_participant(training.id, number)
    if person is None or mark not in MARKS:
        raise NotFound
    if not mark_participant(person, mark, clock.now(), acting()) and person.certificate_code:
        flash(
            "Die Teilnahme ist schon bescheinigt. Ziehen Sie erst die Bescheinigung zurück.", "warn"
        )
    session.commit()
    return redirect(url_for("booking.studio_attendance", key=key, _anchor=f"person-{number}"), 303)


@blueprint.post("/studio/termine/<key>/bescheinigungen")
@trainer_only
def studio_certify(key: str) -> Response:
    """Certify everybody who is there."""
    training = chosen_training(key)
    count = issue_certificates(training, clock.now(), acting())
    session.commit()
    if count:
        many = "1\u00a0Bescheinigung ist" if count == 1 else f"{count}\u00a0Bescheinigungen sind"
        flash(f"{many} ausgestellt. Wer gebucht hat, bekommt die Links per Mail.", "good")
    else:
        flash("Es gibt niemanden, der da war und noch keine Bescheinigung hat.", "info")
    return redirect(url_for("booking.studio_attendance", key=key), 303)


@blueprint.post(f"/studio/termine/<key>/bescheinigungen/{ONE}/zurueckziehen")
@trainer_only
def studio_withdraw(key: str, number: int) -> Response:
    """Take one certificate back, so that the name can be mended."""
    training = chosen_training(key)
    person = find_participant(training.id, number)
    if person is None:
        raise NotFound
    if withdraw_certificate(person, clock.now(), acting()):
        flash("Zurückgezogen. Die Prüfseite sagt ab sofort, dass die Nummer nicht gilt.", "good")
    session.commit()
    return redirect(url_for("booking.studio_attendance", key=key, _anchor=f"person-{number}"), 303)


@blueprint.get("/studio/termine/<key>/vorbereitung")
@trainer_only
def studio_preparation(key: str) -> Response:
    """What the booked group is stuck on, as far as its learners allowed to look."""
    training = chosen_training(key)
    over = training.ends_at <= clock.now()
    sheet = preparation_of(training.id, catalogue.course(), over)
    return unkept(
        render_template(
            "booking/studio/preparation.html", training=training, sheet=sheet, over=over
        )
    )


@blueprint.get(f"/studio/termine/<key>/vorbereitung/{ONE}/<document>.pdf")
@trainer_only
def studio_shared(key: str, number: int, document: str) -> Response:
    """A document of the Logbuch that somebody brings along."""
    training = chosen_training(key)
    start_writing()  # it may have to be asked for first
    file = shared_document(training.id, number, document, clock.now())
    if file is None:
        raise NotFound
    session.commit()
    if file.content is None:
        page = render_template(
            "booking/studio/shared_soon.html", training=training, problem=file.problem
        )
        response = unkept(page, 200 if file.problem else 202)
        if not file.problem:
            response.headers["Refresh"] = "1"
        return response
    response = unkept(file.content)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{document}.pdf"'
    return response
