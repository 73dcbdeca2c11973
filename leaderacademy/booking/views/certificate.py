"""The certificate of participation as a file; its secret address is the only key to it."""

from flask import make_response, render_template
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from leaderacademy.accounts.access import public
from leaderacademy.booking.rules.certificate import written
from leaderacademy.booking.service.certificates import find_paper, pdf_of
from leaderacademy.booking.views.blueprint import blueprint


@blueprint.get("/training/bescheinigung/<token>")
@public
def certificate(token: str) -> Response:
    """The stored file, that it is on its way, or that it was taken back."""
    paper = find_paper(token)
    if paper is None:
        raise NotFound
    pdf = None if paper.withdrawn_at is not None else pdf_of(paper)
    if paper.withdrawn_at is not None:
        response = make_response(render_template("booking/certificate_gone.html", paper=paper), 410)
    elif pdf is None:
        response = make_response(render_template("booking/certificate_soon.html", paper=paper), 202)
        response.headers["Refresh"] = "2"
    else:
        response = make_response(pdf)
        name = f"teilnahme-{written(paper.code)}.pdf"
        response.headers["Content-Type"] = "application/pdf"
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
