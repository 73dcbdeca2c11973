"""What a lesson's text may refer to: glossary, sources, Logbuch fields, pictures, other lessons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from leaderacademy.content.course import Stage, Term


@dataclass(frozen=True)
class Picture:
    """A file of content/media; `text` is the drawing of an SVG and None for other pictures."""

    name: str
    text: str | None
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Context:
    """Without knowledge (a None), references are not checked, as in a preview of a lone file."""

    terms: tuple[Term, ...] = ()
    sources: frozenset[str] = frozenset()
    fields: frozenset[str] | None = None
    pictures: Mapping[str, Picture] | None = None
    stages: tuple[Stage, ...] = ()
    media_address: str = "/medien/"

    @cached_property
    def term_of(self) -> Mapping[str, str]:
        """Every term and form as written, to the key of its term."""
        found: dict[str, str] = {}
        for term in self.terms:
            for form in (term.term, *term.forms):
                found.setdefault(form, term.key)
        return found

    @cached_property
    def term_by_key(self) -> Mapping[str, Term]:
        """Every term by its key."""
        return {term.key: term for term in self.terms}

    @cached_property
    def term_pattern(self) -> re.Pattern[str] | None:
        forms = sorted(self.term_of, key=len, reverse=True)
        if not forms:
            return None
        alternatives = "|".join(re.escape(form).replace("\\ ", "[ \u00a0]") for form in forms)
        return re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])")

    @cached_property
    def source_keys(self) -> Mapping[str, str]:
        """The key in lower case to the key as written."""
        return {key.lower(): key for key in self.sources}
