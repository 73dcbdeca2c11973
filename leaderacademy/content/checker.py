"""What can only be seen across files: double ids, broken links, fields nobody fills."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from leaderacademy.content.identities import double_ids
from leaderacademy.content.lesson import Exercise
from leaderacademy.content.problems import Problem, nearest
from leaderacademy.content.walk import Link
from leaderacademy.content.whole import Whole

_INSIDE = re.compile(r"/(kurs|logbuch)/([^/#?]+)(?:#.*)?$")
_ANCHORED = re.compile(r"/(glossar|quellen)(?:#(.+))?$")


def check_whole(whole: Whole) -> Iterator[Problem]:
    """Every problem that no single file shows."""
    yield from _double_slugs(whole)
    yield from double_ids(whole)
    yield from _unfilled_fields(whole)
    yield from _broken_links(whole)
    yield from _unknown_lessons(whole)


def settled_terms(whole: Whole) -> set[Problem]:
    """Warnings about a term without link that an earlier lesson has linked already."""
    linked: set[str] = set()
    settled: set[Problem] = set()
    for parsed in whole.lessons.values():
        settled |= {problem for key, problem in parsed.unlinked if key in linked}
        linked |= parsed.linked
    return settled


def _double_slugs(whole: Whole) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for path, parsed in whole.lessons.items():
        if parsed.lesson is None:
            continue
        slug = parsed.lesson.slug
        if slug in seen:
            yield Problem(
                "error",
                path,
                1,
                1,
                f"Die Lektion „{slug}“ gibt es schon in {seen[slug]}. Geben Sie "
                "einer davon im Kopf einen anderen slug.",
            )
        seen.setdefault(slug, path)


def _unfilled_fields(whole: Whole) -> Iterator[Problem]:
    if not whole.lessons or any(parsed.lesson is None for parsed in whole.lessons.values()):
        return
    filled = {
        key
        for _, block in whole.blocks()
        if isinstance(block, Exercise)
        for key in block.fields + block.extra
    }
    path = f"{whole.folder}/logbook.yml"
    for field in whole.logbook.fields:
        if field.type in ("computed", "scale") or field.key in filled:
            continue
        yield Problem(
            "error",
            path,
            field.line,
            1,
            f"Das Feld „{field.key}“ füllt keine Übung. Nennen Sie "
            "es in einer Übung oder löschen Sie es.",
        )


def _unknown_lessons(whole: Whole) -> Iterator[Problem]:
    known = whole.known_slugs
    if not known:
        return
    for field in whole.logbook.fields:
        if field.lesson and field.lesson not in known:
            yield Problem(
                "error",
                f"{whole.folder}/logbook.yml",
                field.line,
                1,
                f"Die Lektion "
                f"„{field.lesson}“ von „{field.key}“ gibt es nicht.{nearest(field.lesson, known)}",
            )
    named = [slug for part in whole.self_check.statements for slug in part.lessons]
    named += [slug for part in whole.self_check.results for slug in part.lessons]
    for slug in sorted(set(named) - known):
        yield Problem(
            "error",
            f"{whole.folder}/self-check.yml",
            1,
            1,
            f"Die Lektion „{slug}“ gibt es nicht.{nearest(slug, known)}",
        )


def _broken_links(whole: Whole) -> Iterator[Problem]:
    pages = {slug for slug, _ in whole.pages.values()}
    for path, parsed in (
        *whole.lessons.items(),
        *((p, page) for p, (_, page) in whole.pages.items()),
    ):
        own = {heading.id for heading in parsed.lesson.headings} if parsed.lesson else None
        for link in parsed.links:
            text = _trouble(link, whole, pages, own)
            if text:
                yield Problem("error", path, link.line, link.column, text, harmless=True)


def _trouble(link: Link, whole: Whole, pages: set[str], own: set[str] | None) -> str:
    inside, anchored = _INSIDE.match(link.address), _ANCHORED.match(link.address)
    if inside and inside[1] == "kurs":
        return _missing(link, inside[2], whole.known_slugs, "Die Lektion")
    if inside:
        documents = [document.key for document in whole.logbook.documents]
        return _missing(link, inside[2].removesuffix(".pdf"), documents, "Das Dokument")
    if anchored and anchored[2]:
        terms = [term.key for term in whole.glossary]
        sources = [source.anchor for source in whole.sources]
        name = "Den Begriff" if anchored[1] == "glossar" else "Die Quelle"
        return _missing(link, anchored[2], terms if anchored[1] == "glossar" else sources, name)
    if link.address.startswith("#") and own is not None:
        return _missing(link, link.address[1:], own, "Die Überschrift")
    if link.address.startswith("/") and link.address.endswith(tuple(_LEGAL)):
        return _missing(link, link.address[1:], pages, "Die Seite")
    return ""


_LEGAL = ("impressum", "datenschutz", "agb", "barrierefreiheit")


def _missing(link: Link, name: str, known: Iterable[str], what: str) -> str:
    known = list(known)
    if name in known:
        return ""
    near = nearest(name, known)
    return (
        f"Der Link {link.address[:80]} führt ins Leere. {what} „{name[:40]}“ gibt es nicht.{near}"
    )
