"""Markdown to clean HTML: guarded, sanitised, cached, one converter per thread."""

from __future__ import annotations

import html
import re
import threading
from functools import lru_cache

import markdown
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.tables import TableExtension

from leaderacademy.content.rawhtml import clean

_PLAIN = re.compile(r"[^*_`\[\]<>\\&]*")
_ALIGN = re.compile(r' align="(left|center|right)"')
_EMPTY_HEAD = re.compile(r"<th([^>]*)></th>")
_BLOCK_ONLY = ("indent", "code", "hashheader", "setextheader", "hr", "olist", "ulist", "quote")
_converters = threading.local()


def to_html(text: str) -> str:
    """Block-level HTML of guarded Markdown."""
    return _cached(text, inline=False)


def to_inline_html(text: str) -> str:
    """HTML of one paragraph without its <p>; block marks stay as typed."""
    if _PLAIN.fullmatch(text) and "  \n" not in text:
        return html.escape(text, quote=False)
    return _cached(text, inline=True)


@lru_cache(maxsize=4096)
def _cached(text: str, inline: bool) -> str:
    converter = _converter(inline)
    converter.reset()
    rendered = clean(converter.convert(text)).replace("&nbsp;", "\u00a0")
    if inline:
        return rendered.removeprefix("<p>").removesuffix("</p>")
    rendered = _ALIGN.sub(r' class="align-\1"', rendered)
    return _EMPTY_HEAD.sub(r"<td\1></td>", rendered)


def _converter(inline: bool) -> markdown.Markdown:
    """A Markdown instance is not thread-safe, so every thread has its own."""
    name = "inline" if inline else "block"
    found: markdown.Markdown | None = getattr(_converters, name, None)
    if found is None:
        found = _inline_converter() if inline else _block_converter()
        setattr(_converters, name, found)
    return found


def _block_converter() -> markdown.Markdown:
    extensions = [
        TableExtension(use_align_attribute=True),
        DefListExtension(),
        FencedCodeExtension(),
    ]
    return markdown.Markdown(extensions=extensions)


def _inline_converter() -> markdown.Markdown:
    converter = markdown.Markdown()
    for name in _BLOCK_ONLY:
        converter.parser.blockprocessors.deregister(name)
    return converter
