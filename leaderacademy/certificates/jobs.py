"""Draws the file of a certificate once, and keeps its bytes."""

import base64
from datetime import datetime

from leaderacademy.certificates.models import Certificate
from leaderacademy.certificates.rules import issuer_of, written
from leaderacademy.certificates.service import PDF, keep_pdf, pdf_of
from leaderacademy.core import mail
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Payload, handler
from leaderacademy.core.pdf import STYLES, papers, render_pdf
from leaderacademy.invoicing.service.operator import operator

_SVG = "http://www.w3.org/2000/svg"


@handler(PDF)
def make_pdf(payload: Payload, _now: datetime) -> None:
    """Bears being run twice: bytes that are kept already stay."""
    certificate = session.get(Certificate, payload["certificate_id"])
    if certificate is None or pdf_of(certificate) is not None:
        return  # deleted meanwhile, or made by another worker
    keep_pdf(certificate, draw(certificate, mail.base_url()))


def draw(certificate: Certificate, base_url: str) -> bytes:
    """The certificate as PDF: the route complete, name, number, and the QR code of its page."""
    import segno  # late, see core/pdf.py

    address = f"{base_url}/teilnahme/{written(certificate.code)}"
    html = papers.get_template("certificates/certificate.html").render(
        certificate=certificate,
        number=written(certificate.code),
        address=address,
        issuer=issuer_of(operator()),
        route=_picture("certificates/route.svg", lessons=certificate.lessons),
        code=segno.make(address, error="m").svg_data_uri(scale=4, border=0, dark="#10293a"),
    )
    return render_pdf(html, "certificate.css")


def _picture(template: str, **context: object) -> str:
    """A drawing with its colours inside, as an address: styles of the page do not reach it."""
    from lxml import etree  # late, see core/pdf.py

    drawing = etree.fromstring(papers.get_template(template).render(context))
    style = etree.Element(f"{{{_SVG}}}style")
    style.text = (STYLES / "chart.css").read_text()
    drawing.insert(0, style)
    return "data:image/svg+xml;base64," + base64.b64encode(etree.tostring(drawing)).decode()
