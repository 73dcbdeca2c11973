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
    _dress(file)
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
        fields = [
            field
            for field in paper.fields_of(section)
            if paper.written.text(field.key)
            and (field.key not in _INNER or paper.values.get(_INNER[1]) == "ja")
        ]
        hook = f" (Haken\u00a0{section.hook})" if section.hook else ""
        if fields:  # what is missing is said on page one, not by a heading with nothing below
            file.add_heading(f"{number} {section.title}{hook}", 1)
        for field in fields:
            _field(file, paper, field)
    file.add_paragraph(CLOSING, "Intense Quote")
    made = io.BytesIO()
    file.save(made)
    return made.getvalue()


def _dress(file: Any) -> None:
    """A4 instead of Word's American paper, and the ink of the other documents."""
    from docx.shared import Mm, Pt, RGBColor

    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(20)
    ink = RGBColor.from_string("10293A")
    for name, size in (("Title", 26), ("Heading 1", 15), ("Heading 2", 11), ("Intense Quote", 11)):
        font = file.styles[name].font
        font.color.rgb, font.size = ink, Pt(size)


def edition_line(paper: Paper) -> str:
    """„Fassung 2 · Stand 8. Februar 2027“."""
    day = today_in_germany(paper.saved_at) if paper.saved_at else paper.today
    return f"Fassung {paper.number} · Stand {show_date(day)}"


def _who_we_are(file: Any, paper: Paper) -> None:
    w = paper.written
    texts = (w.text("g10_statement"), w.computed("gy_sentence"), w.computed("st_positioning"))
    if any(texts):
        file.add_heading("1 Wer wir sind und wohin wir wollen", 1)
    for text in filter(None, texts):
        file.add_paragraph(_clean(text))


def _field(file: Any, paper: Paper, field: Any) -> None:
    file.add_heading(field.label, 2)
    if field.columns:
        _table(file, paper, field)
        return
    if field.type in ("list", "choices"):
        for word in paper.written.words(field.key):
            file.add_paragraph(_clean(word), "List Bullet")
        return
    for paragraph in paper.written.text(field.key).split("\n"):
        file.add_paragraph(_clean(paragraph))


def _table(file: Any, paper: Paper, field: Any) -> None:
    from docx.oxml.ns import qn

    columns = [column for column in field.columns if column.type != "computed"]
    table = file.add_table(rows=1, cols=len(columns), style="Table Grid")
    for cell, column in zip(table.rows[0].cells, columns, strict=True):
        cell.text = ""
        cell.paragraphs[0].add_run(column.label).bold = True
    # The head is repeated on the next page, and read out as one.
    head = table.rows[0]._tr.get_or_add_trPr()
    head.append(head.makeelement(qn("w:tblHeader"), {}))
    for row in paper.written.rows(field.key):
        line = table.add_row()
        kept = line._tr.get_or_add_trPr()
        kept.append(kept.makeelement(qn("w:cantSplit"), {}))
        for cell, column in zip(line.cells, columns, strict=True):
            cell.text = _clean(str(row[column.key]))


def _clean(text: str) -> str:
    return _CONTROL.sub("\ufffd", text)
