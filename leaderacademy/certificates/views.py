"""The certificate of its holder, and its public check page."""

import re
import secrets

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import current_learner, ensure_learner, public
from leaderacademy.certificates import service
from leaderacademy.certificates.forms import CertificateForm
from leaderacademy.certificates.models import Certificate
from leaderacademy.certificates.rules import CHOICES, DATE, MINUTES, tidy_code, written
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.learning.rules import words
from leaderacademy.learning.service.state import NOTHING, learner_state, progress_of

OWN = "/teilnahme"
_REQUEST = re.compile(r"[A-Za-z0-9_-]{16,64}")

blueprint = Blueprint("certificates", __name__)


@blueprint.get("/teilnahme")
@public
def certificate() -> Response:
    """The own certificate, the way to it, or what is missing."""
    person = current_learner()
    name = person.name if person is not None else ""
    return _page(CertificateForm(data={"name": name}), [DATE, MINUTES])


@blueprint.post("/teilnahme")
@public
def make_certificate() -> AnyResponse:
    """Issue it for who has finished."""
    form = CertificateForm(request.form)
    request_id, shown = form.request_id.data or "", request.form.getlist("shown")
    if not form.validate() or not _REQUEST.fullmatch(request_id):
        return _page(form, shown, 422)
    now = clock.now()
    person, course = ensure_learner(now), catalogue.course()
    progress = progress_of(course, learner_state(person.id))
    try:
        service.issue(person.id, course, progress, str(form.name.data), shown, request_id, now)
    except service.NotFinished:
        session.rollback()
        return redirect(OWN, 303)
    session.commit()
    return redirect(OWN, 303)


def _page(form: CertificateForm, shown: list[str], status: int = 200) -> Response:
    person, course = current_learner(), catalogue.course()
    progress = progress_of(course, learner_state(person.id) if person is not None else NOTHING)
    own = service.certificates_of(person.id) if person is not None else []
    page = render_template(
        "certificates/own.html",
        course=course,
        progress=progress,
        route=[
            {
                "number": one.plan.number,
                "minutes": one.plan.minutes,
                "stage": one.plan.stage,
                "state": "done",
            }
            for one in progress.lessons
        ],
        certificates=[one for one in own if one.withdrawn_at is None],
        withdrawn=[one for one in own if one.withdrawn_at is not None],
        form=form,
        shown=shown,
        request_id=form.request_id.data or secrets.token_urlsafe(24),
        choices=CHOICES,
        written=written,
        words=words,
    )
    return make_response(page, status)


@blueprint.get("/teilnahme/<code>/bescheinigung.pdf")
@public
def download(code: str) -> AnyResponse:
    """The file, for its holder only."""
    own = _own(code)
    pdf = service.pdf_of(own)
    if pdf is None:
        flash("Die Datei wird gerade gezeichnet. Laden Sie die Seite in ein paar Sekunden neu.")
        return redirect(OWN, 303)
    response = Response(pdf, mimetype="application/pdf")
    name = f"teilnahme-{written(own.code)}.pdf"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.post("/teilnahme/<code>/zeigen")
@public
def choose_shown(code: str) -> AnyResponse:
    """Change what the check page may say."""
    service.choose_shown(_own(code), request.form.getlist("shown"))
    session.commit()
    flash("Gespeichert. Die Prüfseite zeigt ab sofort nur noch das.", "good")
    return redirect(OWN, 303)


@blueprint.post("/teilnahme/<code>/zurueckziehen")
@public
def withdraw(code: str) -> AnyResponse:
    """Take the certificate back, once it was said twice."""
    own = _own(code)
    if request.form.get("sure") != "1":
        flash("Bitte setzen Sie das Häkchen, dann wird die Bescheinigung zurückgezogen.", "warn")
        return redirect(OWN, 303)
    service.withdraw(own, clock.now())
    session.commit()
    flash("Die Bescheinigung ist zurückgezogen. Wer die Nummer prüft, sieht das.", "good")
    return redirect(OWN, 303)


def _own(code: str) -> Certificate:
    person = current_learner()
    found = service.own_certificate(person.id, code) if person is not None else None
    if found is None:
        raise NotFound
    return found


@blueprint.get("/teilnahme/<code>")
@public
def check(code: str) -> Response:
    """What the holder allowed to be said about this number; nothing to search engines."""
    proof = service.find_proof(code)
    number = written(tidy_code(code)) if proof is not None else code[:40]
    page = render_template("certificates/check.html", proof=proof, number=number)
    status = 404 if proof is None else 200 if proof.holds else 410
    response = make_response(page, status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
