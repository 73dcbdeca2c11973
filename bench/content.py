"""What it costs to read the course's files, once and afterwards."""

import time
from statistics import median

from bench.figures import report
from leaderacademy.config import ROOT
from leaderacademy.content.catalogue import Catalogue
from leaderacademy.content.context import Context
from leaderacademy.content.edition import Edition
from leaderacademy.content.folder import signature
from leaderacademy.content.memory import Memory
from leaderacademy.content.parser import parse_lesson
from leaderacademy.content.reading import read_edition

FOLDER = ROOT / "content"
ROUNDS = 5
LOOKUPS = 10_000


def measure() -> None:
    """The worst lesson of the course, and asking for the course when nothing has changed."""
    context = read_edition(FOLDER, signature(FOLDER), Edition(), Memory(None)).context
    worst = max(
        median(_parse(file.read_text(), file.name, context) for _ in range(ROUNDS))
        for file in sorted((FOLDER / "lessons").glob("*.md"))
    )
    report("parse_worst_lesson", worst * 1000, "ms", goal=40, at_least=False)
    catalogue = Catalogue(FOLDER)
    catalogue.course()
    started = time.perf_counter()
    for _ in range(LOOKUPS):
        catalogue.course()
    each = (time.perf_counter() - started) / LOOKUPS
    report("course_unchanged", each * 1000, "ms", goal=0.1, at_least=False)


def _parse(text: str, name: str, context: Context) -> float:
    started = time.perf_counter()
    parse_lesson(text, f"lessons/{name}", context)
    return time.perf_counter() - started
