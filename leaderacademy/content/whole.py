"""The files of the course side by side, for the checks that look at more than one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from leaderacademy.content.course import Logbook, SelfCheck, Source, Term
from leaderacademy.content.frontmatter import slug_of
from leaderacademy.content.lesson import Exercise, Question
from leaderacademy.content.parser import Parsed


def _nothing(_path: str) -> frozenset[str]:
    return frozenset()


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything the checks look at; `lessons` and `pages` by their path in problems.

    `published_ids` says which ids the last good version of a lesson file has, and `kept_slugs` are
    lessons that stay online although their file has another name now and cannot be read.
    """

    lessons: Mapping[str, Parsed]
    pages: Mapping[str, tuple[str, Parsed]]
    logbook: Logbook
    glossary: tuple[Term, ...]
    sources: tuple[Source, ...]
    self_check: SelfCheck
    folder: str = "content"
    kept_slugs: frozenset[str] = frozenset()
    published_ids: Callable[[str], frozenset[str]] = _nothing

    @property
    def known_slugs(self) -> set[str]:
        """All lessons, also those whose file cannot be read at the moment."""
        now = {
            parsed.lesson.slug if parsed.lesson else slug_of(path)
            for path, parsed in self.lessons.items()
        }
        return now | self.kept_slugs

    def blocks(self) -> Iterator[tuple[str, Question | Exercise]]:
        """Every block with an id, and the path of its file."""
        for path, parsed in self.lessons.items():
            for block in parsed.lesson.blocks if parsed.lesson else ():
                if isinstance(block, (Question, Exercise)):
                    yield path, block
