"""Open the briefing and the comparison of offers in LibreOffice, and reckon after it.

By hand only, no test needs LibreOffice:

    apt-get install --no-install-recommends libreoffice-writer-nogui libreoffice-calc-nogui
    python -m bench.office FOLDER

Leaves briefing.pdf and briefing-leer.pdf in the folder, to be looked at, and says of every cell
that LibreOffice computed whether it is what the page shows. Ends with 1 if one is not.
"""

import io
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import openpyxl

from bench import learners
from bench.documents import paper_of_example
from leaderacademy.core import clock
from leaderacademy.logbook.service.briefing_docx import briefing_docx, edition_line
from leaderacademy.logbook.service.offers_xlsx import offers_xlsx
from leaderacademy.logbook.service.papers import Paper

WEIGHTS = ((1, 1, 1, 1, 1, 1), (3, 1, 2, 1, 3, 2), (1, 3, 3, 2, 1, 1), (3, 3, 3, 3, 3, 3))
# Rows of the sheet that a person changes, and what the Logbuch calls them.
COSTS = {
    "Einmalig": ("of_once", 1234.56),
    "Im Monat": ("of_monthly", 99.95),
    "Fremdkosten in zwölf Monaten": ("of_third", 0),
    "Werbegeld in zwölf Monaten": ("of_media", 700.07),
    "Stunden in zwölf Monaten": ("of_hours", 37.5),
}


def main(folder: Path) -> int:
    """Make, open and compare; give back how many cells differ."""
    folder.mkdir(parents=True, exist_ok=True)
    with learners.opened(folder / "instance", ""):
        _briefings(folder)
        offers = _paper("angebote")
        wrong = sum(_compare(folder, offers, weights) for weights in WEIGHTS)
    print(f"{wrong} cells differ")
    return wrong


def _paper(key: str) -> Paper:
    found = paper_of_example(key)[0]
    return cast(Paper, found)


def _briefings(folder: Path) -> None:
    full = _paper("briefing")
    kept = {key: value for key, value in full.values.items() if key in ("br_project", "br_story")}
    for name, paper in (("briefing", full), ("briefing-leer", replace(full, values=kept))):
        file = folder / f"{name}.docx"
        file.write_bytes(briefing_docx(paper, clock.now()))
        _convert(file, "pdf", folder)


def _compare(folder: Path, paper: Paper, weights: tuple[int, ...]) -> int:
    """One sheet as somebody changes it in LibreOffice, against the page with the same values."""
    file = folder / f"angebote-{''.join(map(str, weights))}.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(offers_xlsx(paper, edition_line(paper))))
    rows = {row[0].value: row for row in book.active.iter_rows()}
    for entry, weight in zip(paper.values["of_weights"], weights, strict=True):
        rows[entry["criterion"]][1].value = weight
    for label, (_key, value) in COSTS.items():
        rows[label][2].value = value  # of the first offer
    first = rows["Kriterium"][2].value
    book.save(file)  # without the values that were computed here: LibreOffice must reckon
    _convert(file, "xlsx", folder / "reckoned")
    reckoned = openpyxl.load_workbook(folder / "reckoned" / file.name, data_only=True).active
    page = replace(paper, values=_changed(paper.values, weights, str(first)))
    return sum(_differs(*one) for one in _cells(reckoned, page))


def _changed(values: Mapping[str, Any], weights: tuple[int, ...], first: str) -> dict[str, Any]:
    changed = [
        {**entry, "weight": str(weight)}
        for entry, weight in zip(values["of_weights"], weights, strict=True)
    ]
    # The Logbuch keeps money as cents and numbers as their digits.
    costs = {
        key: str(value) if key == "of_hours" else round(value * 100)
        for key, value in COSTS.values()
    }
    offers = [o | costs if o["of_name"] == first else o for o in values["offers"]]
    return {**values, "of_weights": changed, "offers": offers}


def _cells(sheet: Any, page: Paper) -> Iterator[tuple[str, Any, float | str]]:
    rows = {row[0].value: row for row in sheet.iter_rows()}
    names = [cell.value for cell in rows["Kriterium"][2:]]
    for offer in page.comparison.offers:
        column = 2 + names.index(offer.name)
        score = "offen" if offer.score is None else float(offer.score)
        total, rate = ("unbekannt" if c is None else c / 100 for c in (offer.total, offer.rate))
        yield f"{offer.name}: Punkte", rows["Punkte in Prozent"][column].value, score
        yield f"{offer.name}: Summe", rows["Summe"][column].value, total
        yield f"{offer.name}: Satz", rows["Rechnerischer Stundensatz"][column].value, rate


def _differs(what: str, reckoned: Any, shown: float | str) -> bool:
    """The page rounds a rate to whole cents; the sheet shows it rounded."""
    same = reckoned == shown
    if not isinstance(shown, str) and isinstance(reckoned, int | float):
        same = abs(reckoned - shown) < (0.005 if what.endswith("Satz") else 1e-9)
    print("ok  " if same else "DIFF", what, reckoned, shown)
    return not same


def _convert(file: Path, kind: str, folder: Path) -> None:
    profile = f"-env:UserInstallation=file://{file.parent.resolve()}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder)]
    subprocess.run([*command, str(file)], check=True, capture_output=True, timeout=180)


if __name__ == "__main__":
    sys.exit(1 if main(Path(sys.argv[1])) else 0)
