"""PDF files are tagged, carry our fonts with every European letter, and fetch nothing."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from leaderacademy.core import pdf

PAGE = '<html lang="de"><head><title>Prüfung</title></head><body><h1>Prüfung</h1>{}</body></html>'


@pytest.fixture(autouse=True)
def style(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plain.css").write_text("h1{font-family:var(--serif)}")
    monkeypatch.setattr(pdf, "STYLES", tmp_path)


def _text(made: bytes) -> str:
    return str(pypdfium2.PdfDocument(made)[0].get_textpage().get_text_range())


def test_it_is_tagged_with_title_and_language(tmp_path: Path) -> None:
    (tmp_path / "made.pdf").write_bytes(pdf.render_pdf(PAGE.format("<p>Text</p>"), "plain.css"))
    with pikepdf.open(tmp_path / "made.pdf") as made:
        assert made.Root.MarkInfo.Marked
        assert str(made.Root.Lang) == "de"
        assert str(made.docinfo.Title) == "Prüfung"


def test_every_european_letter_is_in_our_fonts(tmp_path: Path) -> None:
    made = pdf.render_pdf(PAGE.format("<p>Łucja Őri ß ğ Å ż č</p>"), "plain.css")
    assert "Łucja Őri ß ğ Å ż č" in _text(made)
    (tmp_path / "made.pdf").write_bytes(made)
    with pikepdf.open(tmp_path / "made.pdf") as document:
        fonts = {str(font.BaseFont) for font in document.pages[0].Resources.Font.values()}
    assert fonts
    assert all("Figtree" in name or "Fraunces" in name for name in fonts), fonts


def test_it_asks_nobody_and_reads_no_file() -> None:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    away = f'<img alt="x" src="http://127.0.0.1:{server.server_port}/x.png">'
    here = '<object data="file:///etc/hostname" type="text/html">leer</object>'
    pdf.render_pdf(PAGE.format(away + here), "plain.css")
    server.shutdown()
    server.server_close()
    assert asked == []
