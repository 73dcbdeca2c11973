"""The trainers' handbook, shown beside the place that it explains."""

from functools import lru_cache
from pathlib import Path

from flask import render_template

from leaderacademy.accounts.access import trainer_only
from leaderacademy.authoring.views.blueprint import blueprint
from leaderacademy.content.context import Context
from leaderacademy.content.course import Heading
from leaderacademy.content.problems import Problems
from leaderacademy.content.prose import ProseWriter

FILE = Path(__file__).parents[3] / "docs" / "handbuch-trainer.md"


@blueprint.get("/studio/hilfe")
@trainer_only
def handbook() -> str:
    """The handbook, section by section."""
    html, headings = _read(FILE.stat().st_mtime_ns if FILE.exists() else 0)
    return render_template("authoring/handbook.html", html=html, headings=headings)


@lru_cache(maxsize=2)
def _read(_version: int) -> tuple[str, tuple[Heading, ...]]:
    """The text without its title, which the page has, and without the pictures of the files."""
    if not FILE.exists():
        return "", ()
    lines = FILE.read_text("utf-8").split("\n")
    text = "\n".join(line for line in lines[1:] if not line.startswith("!["))
    writer = ProseWriter(Context(), Problems(FILE.name), forgiving=True)
    html = writer.block(text, 1, terms=False)
    return html, tuple(heading for heading in writer.headings if heading.level == 2)
