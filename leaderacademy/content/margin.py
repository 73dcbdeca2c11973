"""What stands in the margin: a term's sentence beside the paragraph that uses it first."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup

from leaderacademy.content.course import Term

_TAG = re.compile(
    r'<(/?)(p|li|blockquote|td|th|dd)\b[^>]*>|<a class="term" href="/glossar#([^"]+)">'
)
_NOTE = Markup('<span class="margin-note" role="note"><b>{}</b> {}</span>')


def with_margin_notes(prose: Markup, terms: Mapping[str, Term]) -> Markup:
    """The prose with a note at the end of every paragraph of its own that links a term.

    Lists, quotes and tables have no margin: there the link to the glossary is enough.
    """
    parts: list[str] = []
    last, inside = 0, 0
    linked: list[str] = []
    for tag in _TAG.finditer(prose):
        if tag[3]:
            linked.append(tag[3])
        elif tag[2] != "p":
            inside += -1 if tag[1] else 1
        elif tag[1] and inside == 0:
            parts += [prose[last : tag.start()], *(_note(terms[key]) for key in linked)]
            last = tag.start()
        if tag[2] and tag[1]:
            linked = []
    return Markup("".join([*parts, prose[last:]]))  # noqa: S704 - made of clean parts


def _note(term: Term) -> Markup:
    return _NOTE.format(term.term, term.text)
