"""`python -m bench.invoice_pdf`: how long the worker takes for the PDF and XML of an invoice."""

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench.figures import report, results
from leaderacademy.application import create_app
from leaderacademy.config import settings_from
from leaderacademy.core.database import session
from leaderacademy.core.migrations import upgrade
from leaderacademy.invoicing.document.files import render_files
from tests.invoicing.legal import NAMES, issue


def main() -> int:
    """Every kind of document once; 1 when the goal is missed."""
    with tempfile.TemporaryDirectory(prefix="leaderacademy-bench-") as name:
        measure(Path(name))
    return int(any(figure.holds is False for figure in results))


def measure(folder: Path) -> None:
    """The first also loads fonts and libraries; a worker does that once."""
    app = create_app(settings_from({"LEADERACADEMY_INSTANCE": str(folder)}))
    upgrade(app.extensions["engine"])
    seconds = []
    for name in NAMES:
        invoice = issue(name)
        started = time.perf_counter()
        render_files(invoice)
        seconds.append(time.perf_counter() - started)
    session.rollback()
    session.remove()
    app.extensions["engine"].dispose()
    report("invoice_pdf_first", seconds[0], "s")
    report("invoice_pdf", median(seconds[1:]), "s", goal=1.5, at_least=False)
    report("invoice_pdf_slowest", max(seconds[1:]), "s")


if __name__ == "__main__":
    sys.exit(main())
