"""Reads figures: a drawing of content/media with its text alternative."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup

from leaderacademy.content.blocks import Chunk
from leaderacademy.content.context import Picture
from leaderacademy.content.lesson import Figure
from leaderacademy.content.problems import Problems, nearest
from leaderacademy.content.prose import ProseWriter
from leaderacademy.content.questions.answers import digest_of
from leaderacademy.content.svg import read_svg
from leaderacademy.content.variants import is_variant, responsive

_FIGURE_HEAD = re.compile(r"([a-z0-9][a-z0-9-]*)?\s*(?:[\"„]([^\"“”]*)[\"“”])?\s*")


def read_figure(chunk: Chunk, writer: ProseWriter, problems: Problems) -> Figure | None:
    """The figure of a block, or None when it has no name."""
    head = _FIGURE_HEAD.fullmatch(chunk.head)
    name = (head.group(1) or "") if head else ""
    if not name:
        problems.error(
            chunk.line,
            "Das Bild hat keinen Namen. Schreiben Sie zum Beispiel ::: figure hafen",
            5,
        )
        return None
    alt = " ".join(chunk.text.split())
    if not alt:
        problems.error(
            chunk.line,
            f"Das Bild „{name}“ hat keinen Alternativtext. Beschreiben Sie "
            "im Block, was zu sehen ist.",
        )
    svg, interactive = _drawing(name, chunk, writer, problems)
    rendered = writer.inline(alt, chunk.body_line).striptags()
    caption = writer.inline((head.group(2) or "") if head else "", chunk.line)
    digest = digest_of(f"{chunk.source}\n{svg}")
    return Figure(name, svg, rendered, caption, interactive, digest, chunk.line)


def _photo_names(name: str) -> list[str]:
    return [f"{name}.{ending}" for ending in ("png", "jpg", "jpeg", "webp")]


def _photo(picture: Picture, pictures: Mapping[str, Picture], address: str) -> Markup:
    """Without a text of its own: the frame around every figure carries the alternative."""
    return Markup('<img src="{}{}" alt=""{}>').format(
        address,
        picture.name,
        Markup(responsive(picture, pictures, address)),  # noqa: S704 - escaped there
    )


def _drawing(
    name: str, chunk: Chunk, writer: ProseWriter, problems: Problems
) -> tuple[Markup, bool]:
    pictures = writer.context.pictures
    if pictures is None:
        return Markup(), False
    photo = next((p for p in map(pictures.get, _photo_names(name)) if p is not None), None)
    picture = pictures.get(f"{name}.svg")
    if picture is None and photo is not None:
        return _photo(photo, pictures, writer.context.media_address), False
    if picture is None or picture.text is None:
        known = [file.rpartition(".")[0] for file in pictures if not is_variant(file, pictures)]
        problems.error(
            chunk.line,
            f"Das Bild „{name}“ fehlt: content/media/{name}.svg gibt es "
            f"nicht.{nearest(name, known)}",
            12,
            harmless=True,
        )
        return Markup(), False
    svg, interactive, troubles = read_svg(picture.text)
    for line, column, text in troubles:
        problems.error(
            chunk.line,
            f"content/media/{name}.svg, Zeile {line}, Spalte {column}: {text}",
            12,
            harmless=True,
        )
    return svg, interactive
