"""The agency briefing as a Word file with real headings, lists and tables."""

import io
import re
from datetime import datetime
from typing import Any

from leaderacademy.content.fields.values import show_date
from leaderacademy.learning.service.answers import today_in_germany
from leaderacademy.logbook.service.papers import Paper

CLOSING = (
    "Bitte beantworten Sie zu jedem Vorschlag drei Fragen: Worauf zahlt er ein? Woran sehen wir "
    "bis wann, dass er wirkt? Worauf verzichten wir dafür?"
)
_INNER = ("br_customer_value", "br_customer_value_visible")
# XML knows no control characters; a document with one would not open.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def briefing_docx(paper: Paper, now: datetime) -> bytes:
    """The briefing with what is missing on page one; an empty field leaves no line."""
    from docx import Document as WordFile  # late, see core/pdf.py
    from docx.oxml.ns import qn

    file = WordFile()
    file.core_properties.title = paper.document.title
    file.core_properties.language = "de-DE"
    file.core_properties.author = paper.owner
    file.core_properties.created = now.replace(tzinfo=None)
    fonts = file.styles["Normal"].element.get_or_add_rPr()
    language = fonts.makeelement(qn("w:lang"), {qn("w:val"): "de-DE"})
    fonts.append(language)
    file.add_heading(paper.document.title, 0)
    file.add_paragraph(edition_line(paper))
    if paper.missing:
        file.add_heading("Was noch fehlt", 2)
        for missing in paper.missing:
            file.add_paragraph(_clean(missing.label), "List Bullet")
    _who_we_are(file, paper)
    for number, section in enumerate(paper.public_sections[1:], start=2):
        hook = f" (Haken {section.hook})" if section.hook else ""
        file.add_heading(f"{number} {section.title}{hook}", 1)
        for field in paper.fields_of(section):
            if field.key not in _INNER or paper.values.get(_INNER[1]) == "ja":
                _field(file, paper, field)
    file.add_paragraph(CLOSING, "Intense Quote")
    made = io.BytesIO()
    file.save(made)
    return made.getvalue()


def edition_line(paper: Paper) -> str:
    """„Fassung 2 · Stand 8. Februar 2027“."""
    day = today_in_germany(paper.saved_at) if paper.saved_at else paper.today
    return f"Fassung {paper.number} · Stand {show_date(day)}"


def _who_we_are(file: Any, paper: Paper) -> None:
    w = paper.written
    file.add_heading("1 Wer wir sind und wohin wir wollen", 1)
    for text in (w.text("g10_statement"), w.computed("gy_sentence"), w.computed("st_positioning")):
        if text:
            file.add_paragraph(_clean(text))


def _field(file: Any, paper: Paper, field: Any) -> None:
    text = paper.written.text(field.key)
    if not text:
        return
    file.add_heading(field.label, 2)
    if field.columns:
        _table(file, paper, field)
        return
    if field.type in ("list", "choices"):
        for word in paper.written.words(field.key):
            file.add_paragraph(_clean(word), "List Bullet")
        return
    for paragraph in text.split("\n"):
        file.add_paragraph(_clean(paragraph))


def _table(file: Any, paper: Paper, field: Any) -> None:
    columns = [column for column in field.columns if column.type != "computed"]
    table = file.add_table(rows=1, cols=len(columns), style="Table Grid")
    for cell, column in zip(table.rows[0].cells, columns, strict=True):
        cell.text = column.label
    for row in paper.written.rows(field.key):
        for cell, column in zip(table.add_row().cells, columns, strict=True):
            cell.text = _clean(str(row[column.key]))


def _clean(text: str) -> str:
    return _CONTROL.sub("\ufffd", text)
