"""The comparison of offers as a spreadsheet that goes on reckoning."""

import io
from typing import Any

from leaderacademy.logbook.rules.comparison import QUESTIONS, Offer
from leaderacademy.logbook.service.papers import Paper

_COSTS = (
    ("of_once", "Einmalig"),
    ("of_monthly", "Im Monat"),
    ("of_third", "Fremdkosten in zwölf Monaten"),
    ("of_media", "Werbegeld in zwölf Monaten"),
)


# A cell holds 32,767 of the units in which Excel counts: signs outside the first plane take two.
_MOST = 32_767
_CUT = " … [Hier gekürzt: Mehr fasst eine Zelle nicht. Der ganze Text steht im Logbuch unter {}.]"


def fitting(text: str, where: str = "„Angebotsvergleich“") -> str:
    """The text of a cell; one that is too long says so, and where the rest is."""
    if len(text) * 2 <= _MOST or _units(text) <= _MOST:
        return text
    note = _CUT.format(where)
    room = _MOST - _units(note)
    kept = text.encode("utf-16-le", "replace")[: room * 2].decode("utf-16-le", "ignore")
    return kept + note


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "replace")) // 2


def offers_xlsx(paper: Paper, edition: str) -> bytes:
    """Points, weights and costs as numbers, sums as formulas; text is never taken for one."""
    import xlsxwriter  # late, see core/pdf.py

    made = io.BytesIO()
    # What begins with = + - @ stays text; addresses do not become links.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(made, options)
    book.set_properties({"title": paper.document.title, "author": paper.owner})
    _Sheet(book, paper).write(edition)
    book.close()
    return made.getvalue()


def at(row: int, column: int, row_abs: bool = False, col_abs: bool = False) -> str:
    """The name of a cell, such as B7; with $ where it must not move."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row, column, row_abs, col_abs))


class _Sheet:
    def __init__(self, book: Any, paper: Paper) -> None:
        self.comparison = paper.comparison
        self.sheet = book.add_worksheet("Angebotsvergleich")
        self.bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.euro = book.add_format({"num_format": '#,##0.00 "€"'})
        self.percent = book.add_format({"num_format": "0 %", "bold": True})
        self.row = 0

    def write(self, edition: str) -> None:
        self.sheet.set_column(0, 0, 38)
        self.sheet.set_column(1, 1 + len(self.comparison.offers), 18)
        self._line("Angebotsvergleich", [], self.bold)
        self._line(edition, [])
        self.row += 1
        self._head("Kriterium", "Gewicht")
        first = self.row
        for place, weight in enumerate(self.comparison.weights):
            points = [offer.points[place] for offer in self.comparison.offers]
            self._line(weight.criterion, [weight.weight, *points])
        self._scores(first, self.row - 1)
        self.row += 1
        self._costs()
        self.row += 1
        self._line("Hinweise", ["", *(", ".join(o.flags) for o in self.comparison.offers)])
        for question in QUESTIONS:
            self._line(question, [])
        self._line("Das Logbuch wählt nie selbst einen Sieger.", [])
        self.sheet.freeze_panes(4, 1)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)

    def _head(self, label: str, second: str) -> None:
        self._line(label, [second, *(offer.name for offer in self.comparison.offers)], self.bold)

    def _scores(self, first: int, last: int) -> None:
        self.sheet.write_string(self.row, 0, "Punkte in Prozent", self.bold)
        weights = f"{at(first, 1, True, True)}:{at(last, 1, True, True)}"
        for column, offer in enumerate(self.comparison.offers, start=2):
            points = f"{at(first, column)}:{at(last, column)}"
            wanted = last - first + 1
            formula = (
                f'=IF(COUNT({points})<{wanted},"offen",'
                f"SUMPRODUCT({weights},{points})/(SUM({weights})*3))"
            )
            known = "offen" if offer.score is None else float(offer.score)
            self.sheet.write_formula(self.row, column, formula, self.percent, known)
        self.row += 1

    def _costs(self) -> None:
        self._head("Zwölf Monate, netto", "")
        first = self.row
        for key, label in _COSTS:
            cents = [offer.costs[key] for offer in self.comparison.offers]
            euros = ["", *(None if c is None else c / 100 for c in cents)]
            self._line(label, euros, numbers=self.euro)
        hours = self.row
        self._line("Stunden in zwölf Monaten", ["", *(o.hours for o in self.comparison.offers)])
        self.sheet.write_string(self.row, 0, "Summe", self.bold)
        self.sheet.write_string(self.row + 1, 0, "Rechnerischer Stundensatz", self.bold)
        for column, offer in enumerate(self.comparison.offers, start=2):
            self._sums(column, first, hours, offer)
        self.row += 2

    def _sums(self, column: int, first: int, hours: int, offer: Offer) -> None:
        once, monthly, third, media = (at(first + place, column) for place in range(4))
        total = f"={once}+12*{monthly}+{third}+{media}"
        all_four = f"{once}:{media}"
        total = f'=IF(COUNT({all_four})<4,"unbekannt",{total[1:]})'
        shown = "unbekannt" if offer.total is None else offer.total / 100
        self.sheet.write_formula(self.row, column, total, self.euro, shown)
        spent = at(hours, column)
        hourly = f'=IF(N({spent})=0,"unbekannt",({once}+12*{monthly})/{spent})'
        shown = "unbekannt" if offer.rate is None else offer.rate / 100
        self.sheet.write_formula(self.row + 1, column, hourly, self.euro, shown)

    def _line(self, label: str, cells: list[Any], style: Any = None, numbers: Any = None) -> None:
        self.sheet.write_string(self.row, 0, fitting(label), style or self.text)
        for column, cell in enumerate(cells, start=1):
            if isinstance(cell, str):
                self.sheet.write_string(self.row, column, fitting(cell), style or self.text)
            elif cell is not None:
                self.sheet.write_number(self.row, column, float(cell), numbers)
        self.row += 1
