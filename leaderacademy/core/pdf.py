"""HTML to PDF: tagged and with our own fonts; nothing is ever fetched from anywhere.

Libraries that make files (WeasyPrint, lxml, python-docx, XlsxWriter, icalendar, segno, PDFium) are
imported late, in the function that uses them: together they cost every process 20 MB and half a
second, and most processes never make a file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from leaderacademy.core.hyphens import read_patterns_late

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
# The fonts of the pages, unpacked: WeasyPrint would do that anew in every process, which takes
# longer than drawing a document. Not under static/, because no browser asks for them.
FONTS = Path(__file__).parent / "fonts"
CHARTS = STATIC / "charts"

# The subsets of the web fonts, each with the letters it has; one family would otherwise be
# looked up letter by letter in the file that was named last.
FACES = """
@font-face{font-family:Fraunces;src:url("font:fraunces.ttf")}
@font-face{font-family:Fraunces;font-style:italic;src:url("font:fraunces-italic.ttf")}
@font-face{font-family:Figtree;src:url("font:figtree.ttf")}
@font-face{font-family:"Fraunces Latin";src:url("font:fraunces-latin.ttf")}
@font-face{font-family:"Fraunces Ext";src:url("font:fraunces-latin-ext.ttf")}
@font-face{font-family:"Fraunces Ext";font-style:italic;
 src:url("font:fraunces-italic-latin-ext.ttf")}
@font-face{font-family:"Figtree Ext";src:url("font:figtree-latin-ext.ttf")}
:root{--serif:Fraunces,"Fraunces Latin","Fraunces Ext",serif;
 --sans:Figtree,"Figtree Ext",sans-serif;hyphenate-character:"-"}
html{font-family:var(--sans)}
"""
# A part of a bound file: its first page goes on counting, and how many there are, nobody knows yet.
PART = "@page{@bottom-right{content:counter(page)}}"
BEGINS = "@page :first{{counter-reset:page {};@bottom-right{{content:counter(page)}}}}"


class PdfUnavailable(Exception):  # noqa: N818 - named for what happened
    """The system's text library is missing; the message says what to install."""


def render_pdf(html: str, style: str, *, variant: str = "pdf/ua-1", **options: Any) -> bytes:
    """A whole HTML document as PDF, dressed by the file `style` in static/pdf/.

    The document must have a title and a language. `variant` is WeasyPrint's name of the profile
    (PDF/A-3b for invoices), `options` are passed on. Takes a second: for jobs, not for requests.
    Raises PdfUnavailable.
    """
    press = Press(style, variant)
    return press.bind([press.draw(html)], **options)


@dataclass(frozen=True, slots=True)
class Drawn:
    """The pages of one HTML document, not yet written into a file."""

    document: Any  # of WeasyPrint

    @property
    def pages(self) -> int:
        return len(self.document.pages)

    @property
    def sticks_out(self) -> bool:
        """Whether something stands beyond the right margin of its page, where paper may end."""
        return any(map(_sticks_out, self.document.pages))


class Press:
    """Draws HTML documents one by one and binds their pages into one tagged PDF.

    Reading the style and the fonts is done once for all of them. Raises PdfUnavailable.
    """

    def __init__(self, style: str, variant: str = "pdf/ua-1") -> None:
        self._weasyprint = _library()
        self._fonts = self._weasyprint.text.fonts.FontConfiguration()
        self._sheet = self._css(FACES + (STYLES / style).read_text())
        self._options = {"pdf_variant": variant, "pdf_tags": True}

    def draw(self, html: str, first_page: int = 0) -> Drawn:
        """One document, with its own page numbers or as a part that begins with this one."""
        document = self._weasyprint.HTML(
            string=html, url_fetcher=_fetcher(), base_url="about:blank"
        )
        sheets = [self._sheet]
        if first_page:
            begins = BEGINS.format(first_page) if first_page > 1 else ""  # a cover has no number
            sheets.append(self._css(PART + begins))
        return Drawn(document.render(self._fonts, stylesheets=sheets, **self._options))

    def bind(self, parts: Sequence[Drawn], **options: Any) -> bytes:
        """All pages as one file, with title and language of the first part."""
        pages = [page for part in parts for page in part.document.pages]
        made: bytes = parts[0].document.copy(pages).write_pdf(**self._options, **options)
        return made

    def _css(self, text: str) -> Any:
        return self._weasyprint.CSS(string=text, url_fetcher=_fetcher(), font_config=self._fonts)


def _sticks_out(page: Any) -> bool:
    from weasyprint.formatting_structure.boxes import TableBox, TextBox

    paper = page._page_box
    margin = paper.content_box_x() + paper.width + 1  # pixels
    return any(
        box.position_x + box.width > margin
        for box in paper.descendants()
        if isinstance(box, TableBox | TextBox)
    )


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
    read_patterns_late()
    return weasyprint


@cache
def _names(folder: Path) -> frozenset[str]:
    return frozenset(file.name for file in folder.iterdir())


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFilesOnly(URLFetcher):  # type: ignore[misc]
        """Fonts and charts by name, and data that stands in the document; no file, no net."""

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            scheme, _, name = url.partition(":")
            if scheme == "font" and name in _names(FONTS):
                return URLFetcherResponse(url, (FONTS / name).read_bytes())
            if scheme == "chart" and name in _names(CHARTS):
                kind = {"Content-Type": "image/svg+xml"}
                return URLFetcherResponse(url, (CHARTS / name).read_bytes(), kind)
            if scheme != "data":
                raise ValueError(f"a PDF fetches nothing: {scheme}")
            return super().fetch(url, headers)

    return OwnFilesOnly(allowed_protocols={"data"})
