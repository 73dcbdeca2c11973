"""HTML to PDF: tagged and with our own fonts; nothing is ever fetched from anywhere.

Libraries that make files (WeasyPrint, lxml, python-docx, XlsxWriter, icalendar, segno, PDFium) are
imported late, in the function that uses them: together they cost every process 20 MB and half a
second, and most processes never make a file.
"""

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

STATIC = Path(__file__).parent.parent / "static"
# The templates of papers, which know nothing of the request or of who asks.
papers = Environment(
    loader=FileSystemLoader(Path(__file__).parent.parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
STYLES = STATIC / "pdf"
FONTS = STATIC / "fonts"
CHARTS = STATIC / "charts"

# The subsets of the web fonts, each with the letters it has; one family would otherwise be
# looked up letter by letter in the file that was named last.
FACES = """
@font-face{font-family:Fraunces;src:url("font:fraunces.woff2")}
@font-face{font-family:Fraunces;font-style:italic;src:url("font:fraunces-italic.woff2")}
@font-face{font-family:Figtree;src:url("font:figtree.woff2")}
@font-face{font-family:"Fraunces Latin";src:url("font:fraunces-latin.woff2")}
@font-face{font-family:"Fraunces Ext";src:url("font:fraunces-latin-ext.woff2")}
@font-face{font-family:"Fraunces Ext";font-style:italic;
 src:url("font:fraunces-italic-latin-ext.woff2")}
@font-face{font-family:"Figtree Ext";src:url("font:figtree-latin-ext.woff2")}
:root{--serif:Fraunces,"Fraunces Latin","Fraunces Ext",serif;
 --sans:Figtree,"Figtree Ext",sans-serif;hyphenate-character:"-"}
html{font-family:var(--sans)}
"""


class PdfUnavailable(Exception):  # noqa: N818 - named for what happened
    """The system's text library is missing; the message says what to install."""


def render_pdf(html: str, style: str, *, variant: str = "pdf/ua-1", **options: Any) -> bytes:
    """A whole HTML document as PDF, dressed by the file `style` in static/pdf/.

    The document must have a title and a language. `variant` is WeasyPrint's name of the profile
    (PDF/A-3b for invoices), `options` are passed on. Takes a second: for jobs, not for requests.
    Raises PdfUnavailable.
    """
    weasyprint = _library()
    css = FACES + (STYLES / style).read_text()
    document = weasyprint.HTML(string=html, url_fetcher=_fetcher(), base_url="about:blank")
    fonts = weasyprint.text.fonts.FontConfiguration()
    sheet = weasyprint.CSS(string=css, url_fetcher=_fetcher(), font_config=fonts)
    made: bytes = document.write_pdf(
        stylesheets=[sheet],
        font_config=fonts,
        pdf_variant=variant,
        pdf_tags=True,
        **options,
    )
    return made


def _library() -> Any:
    # Late, because it takes half a second and 60 MB that a web worker never needs.
    try:
        import weasyprint
        import weasyprint.text.fonts
    except OSError as error:
        raise PdfUnavailable(
            "Für PDF-Dateien fehlt Pango: sudo apt-get install "
            "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        ) from error
    return weasyprint


@cache
def _names(folder: Path) -> frozenset[str]:
    return frozenset(file.name for file in folder.iterdir())


@cache
def _unpacked(name: str) -> bytes:
    """A font as it is drawn with: unpacking all seven takes longer than most documents."""
    from fontTools.ttLib import woff2

    unpacked = io.BytesIO()
    woff2.decompress(io.BytesIO((FONTS / name).read_bytes()), unpacked)
    return unpacked.getvalue()


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFilesOnly(URLFetcher):  # type: ignore[misc]
        """Fonts and charts by name, and data that stands in the document; no file, no net."""

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            scheme, _, name = url.partition(":")
            if scheme == "font" and name in _names(FONTS):
                return URLFetcherResponse(url, _unpacked(name))
            if scheme == "chart" and name in _names(CHARTS):
                kind = {"Content-Type": "image/svg+xml"}
                return URLFetcherResponse(url, (CHARTS / name).read_bytes(), kind)
            if scheme != "data":
                raise ValueError(f"a PDF fetches nothing: {scheme}")
            return super().fetch(url, headers)

    return OwnFilesOnly(allowed_protocols={"data"})
