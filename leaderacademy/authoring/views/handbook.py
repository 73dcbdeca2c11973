"""The trainers' handbook with its pictures, shown beside the place that it explains."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import Response, render_template, send_file
from werkzeug.exceptions import NotFound

from leaderacademy.accounts.access import trainer_only
from leaderacademy.authoring.views.blueprint import blueprint
from leaderacademy.content.context import Context, Picture
from leaderacademy.content.course import Heading
from leaderacademy.content.pictures import size_of
from leaderacademy.content.problems import Problems
from leaderacademy.content.prose import ProseWriter

FILE = Path(__file__).parents[3] / "docs" / "handbuch-trainer.md"
HERE = "/studio/hilfe"
_PICTURE = re.compile(r"^!\[([^\]]+)\]\(bilder/([a-z0-9-]+\.(?:webp|png))\)$", re.MULTILINE)
# A picture is wider than the column; a click shows it in its own size.
_LINKED = rf"[![\1](\2)]({HERE}/bilder/\2)"


@dataclass(frozen=True, slots=True)
class Handbook:
    """The text as HTML, its chapters, and the pictures that it names and that are there."""

    html: str = ""
    headings: tuple[Heading, ...] = ()
    pictures: Mapping[str, Picture] | None = None


@blueprint.get(HERE)
@trainer_only
def handbook() -> str:
    """The handbook, section by section."""
    book = _book()
    return render_template("authoring/handbook.html", html=book.html, headings=book.headings)


@blueprint.get(f"{HERE}/bilder/<name>")
@trainer_only
def handbook_picture(name: str) -> Response:
    """A picture that the handbook shows; nothing else of its folder."""
    if name not in (_book().pictures or {}):
        raise NotFound
    return send_file(_file(name), max_age=3600, conditional=True)


def _book() -> Handbook:
    return _read(FILE.stat().st_mtime_ns if FILE.exists() else 0)


def _file(name: str) -> Path:
    return FILE.parent / "bilder" / name


@lru_cache(maxsize=2)
def _read(_version: int) -> Handbook:
    """The text without its title, which the page has."""
    if not FILE.exists():
        return Handbook()
    text = FILE.read_text("utf-8").partition("\n")[2]
    named = [name for _, name in _PICTURE.findall(text) if _file(name).is_file()]
    pictures = {name: Picture(name, None, *size_of(_file(name))) for name in named}
    # Without its picture, a line of one is left out.
    linked = _PICTURE.sub(lambda one: one.expand(_LINKED) if one[2] in pictures else "", text)
    context = Context(pictures=pictures, media_address=f"{HERE}/bilder/")
    writer = ProseWriter(context, Problems(FILE.name), forgiving=True)
    html = writer.block(linked, 1, terms=False)
    headings = tuple(heading for heading in writer.headings if heading.level == 2)
    return Handbook(html, headings, pictures)
