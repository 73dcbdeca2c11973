"""Reads the course's YAML files: course, glossary, sources, self-check, and page texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from leaderacademy.content.context import Context
from leaderacademy.content.course import (
    SelfCheck,
    SelfCheckResult,
    Source,
    Stage,
    Statement,
    Term,
    Tool,
)
from leaderacademy.content.problems import Problems
from leaderacademy.content.prose import ProseWriter, slugify
from leaderacademy.content.texts import Texts
from leaderacademy.content.tree import Reader
from leaderacademy.content.typography import typeset
from leaderacademy.content.yaml import Place, YamlList, YamlMap

_COURSE_KEYS = (
    *("title", "subtitle", "promise", "trainer", "facts", "example_company", "stages", "tools"),
)
_MARKED = re.compile(r"[*_`<\\]|\]\(|\[Q[0-9]")


@dataclass(frozen=True, slots=True)
class CourseHead:
    """What course.yml says."""

    title: str = ""
    subtitle: str = ""
    promise: str = ""
    trainer: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    example_company: str = ""
    stages: tuple[Stage, ...] = ()
    tools: tuple[Tool, ...] = ()


def read_course(tree: YamlMap, problems: Problems) -> CourseHead:
    reader = Reader(tree, problems)
    reader.known(_COURSE_KEYS, "in course.yml")
    return CourseHead(
        title=typeset(reader.text("title", needed=True)),
        subtitle=typeset(reader.text("subtitle")),
        promise=typeset(reader.text("promise")),
        trainer=reader.text("trainer"),
        facts=tuple(_fact(Reader(fact, problems)) for fact in reader.maps("facts")),
        example_company=typeset(reader.text("example_company")),
        stages=tuple(_stage(Reader(stage, problems)) for stage in reader.maps("stages")),
        tools=tuple(_tool(tool, problems) for tool in reader.maps("tools")),
    )


def _fact(reader: Reader) -> tuple[str, str]:
    return typeset(reader.text("label", needed=True)), typeset(reader.text("text", needed=True))


def _stage(reader: Reader) -> Stage:
    reader.known(("key", "title", "summary", "outcome"), "bei einer Etappe")
    return Stage(
        reader.text("key", needed=True),
        typeset(reader.text("title", needed=True)),
        typeset(reader.text("summary")),
        typeset(reader.text("outcome")),
    )


def _tool(tree: YamlMap, problems: Problems) -> Tool:
    reader = Reader(tree, problems)
    writer = ProseWriter(Context(), problems)
    text = writer.inline(reader.text("text"), tree.place("text")[0])
    title = typeset(reader.text("title", needed=True))
    return Tool(reader.text("key", needed=True), title, text, read_texts(tree, problems))


def read_glossary(tree: YamlMap, problems: Problems) -> tuple[Term, ...]:
    """The terms in the order of the file; a form may belong to one term only."""
    top = Reader(tree, problems)
    top.known(("terms", "intro"), "in glossary.yml")
    writer = ProseWriter(Context(), problems)
    terms, owners, keys = [], dict[str, str](), dict[str, Place]()
    for entry in top.maps("terms"):
        reader = Reader(entry, problems)
        reader.known(("key", "term", "forms", "text"), "bei einem Begriff")
        name = reader.text("term", needed=True)
        text = writer.inline(reader.text("text", needed=True), entry.place("text")[0])
        term = Term(reader.text("key") or slugify(name), name, text, reader.texts("forms"))
        place = entry.place("key" if "key" in entry else "term")
        if term.key in keys:
            first = keys[term.key][0]
            problems.error(
                place[0],
                f"Die Kennung „{term.key}“ steht schon in Zeile {first}. Ändern Sie eine davon.",
                place[1],
            )
        keys.setdefault(term.key, place)
        for form in (name, *term.forms):
            if owners.get(form, term.key) != term.key or (form == name and form in owners):
                reader.error(
                    "term", f"„{form}“ steht schon bei „{owners[form]}“. Löschen Sie eine Stelle."
                )
            owners[form] = term.key
        terms.append(term)
    return tuple(terms)


def read_sources(tree: YamlMap, problems: Problems) -> tuple[Source, ...]:
    top = Reader(tree, problems)
    top.known(("sources", "intro", "open"), "in sources.yml")
    writer = ProseWriter(Context(), problems)
    sources, seen = [], set[str]()
    for entry in top.maps("sources"):
        reader = Reader(entry, problems)
        reader.known(("key", "text", "where"), "bei einer Quelle")
        key = reader.text("key", needed=True)
        if key in seen:
            reader.error("key", f"Die Quelle „{key}“ steht doppelt. Löschen Sie eine der beiden.")
        seen.add(key)
        text = writer.inline(reader.text("text", needed=True), entry.place("text")[0])
        where = writer.inline(reader.text("where"), entry.place("where")[0])
        sources.append(Source(key, text, where))
    return tuple(sources)


def read_self_check(tree: YamlMap, problems: Problems) -> SelfCheck:
    reader = Reader(tree, problems)
    statements = tuple(
        Statement(typeset(entry.text("text", needed=True)), entry.texts("lessons"))
        for entry in (Reader(part, problems) for part in reader.maps("statements"))
    )
    results = tuple(_result(Reader(part, problems)) for part in reader.maps("results"))
    check = SelfCheck(
        instruction=typeset(reader.text("instruction", needed=True)),
        scale=tuple(typeset(label) for label in reader.texts("scale")),
        statements=statements,
        results=results,
        texts=read_texts(tree, problems),
    )
    for points in range(check.highest + 1):
        if check.result(points) is None:
            reader.error(
                "results", f"Für {points} Punkte gibt es kein Ergebnis. Ergänzen Sie from und to."
            )
            break
    return check


def _result(reader: Reader) -> SelfCheckResult:
    return SelfCheckResult(
        reader.whole("from") or 0,
        reader.whole("to") or 0,
        typeset(reader.text("name", needed=True)),
        typeset(reader.text("text", needed=True)),
        reader.texts("lessons"),
    )


def read_texts(tree: YamlMap, problems: Problems, sources: frozenset[str] = frozenset()) -> Texts:
    """Any mapping as frozen texts: Markdown inside a text becomes HTML, the rest stays plain."""
    writer = ProseWriter(Context(sources=sources), problems)
    return Texts({key: _frozen(tree[key], tree.value_places[key][0], writer) for key in tree})


def _frozen(value: Any, line: int, writer: ProseWriter) -> Any:
    if isinstance(value, YamlMap):
        return Texts(
            {key: _frozen(value[key], value.value_places[key][0], writer) for key in value}
        )
    if isinstance(value, YamlList):
        return tuple(
            _frozen(part, place[0], writer) for part, place in zip(value, value.places, strict=True)
        )
    return _string(value, line, writer) if isinstance(value, str) else value


def _string(text: str, line: int, writer: ProseWriter) -> str | Markup:
    if not _MARKED.search(text):
        return typeset(text)
    several = "\n\n" in text.strip()
    return writer.block(text, line, terms=False) if several else writer.inline(text, line)
