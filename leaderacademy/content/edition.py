"""One reading of the whole folder: what is good, what is broken, and what stays online."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from leaderacademy.content.checker import Whole, check_whole, with_free_ids
from leaderacademy.content.context import Context, Picture
from leaderacademy.content.course import Course, Logbook, Page, SelfCheck, Source, Texts
from leaderacademy.content.fields.loading import read_logbook
from leaderacademy.content.folder import Signature, Stamp, read_file
from leaderacademy.content.lesson import Lesson
from leaderacademy.content.loading import (
    CourseHead,
    read_course,
    read_glossary,
    read_self_check,
    read_sources,
    read_texts,
)
from leaderacademy.content.pages import read_page
from leaderacademy.content.parser import Parsed, parse_lesson
from leaderacademy.content.problems import Problem, Problems
from leaderacademy.content.questions.answers import digest_of
from leaderacademy.content.yaml import YamlMap, load_yaml

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A YAML file, page or picture; `value` is its last good version, `clean` if it is one."""

    stamp: Stamp
    value: Any
    problems: tuple[Problem, ...] = ()
    clean: bool = True
    digest: str = ""
    key: str = ""
    parsed: Parsed | None = None


@dataclass(frozen=True, slots=True)
class KnownLesson:
    """A lesson file: what it says now, and the last version that could be shown."""

    stamp: Stamp
    parsed: Parsed
    good: Lesson | None


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything known about the folder at one moment; a new one is made for every change."""

    files: Mapping[str, KnownFile] = field(default_factory=dict)
    lessons: Mapping[str, KnownLesson] = field(default_factory=dict)
    context: Context = field(default_factory=Context)
    context_key: str = ""
    problems: tuple[Problem, ...] = ()

    def value(self, name: str, otherwise: T) -> T:
        known = self.files.get(name)
        return otherwise if known is None or known.value is None else known.value


_NEVER: Stamp = (-1, -1)
_READERS: Mapping[str, Callable[[YamlMap, Problems], Any]] = {
    "course.yml": read_course,
    "logbook.yml": read_logbook,
    "glossary.yml": read_glossary,
    "self-check.yml": read_self_check,
    "sources.yml": read_sources,
    "landing.yml": read_texts,
    "training.yml": read_texts,
}


def read_edition(folder: Path, seen: Signature, before: Edition) -> Edition:
    """Reads what changed since `before`; never raises for what the files hold."""
    if not any(name.startswith("lessons/") for name in seen):
        text = (
            f"Im Ordner {folder} liegen keine Lektionen. Prüfen Sie, ob er vollständig kopiert ist "
            "und gelesen werden darf; erwartet wird darin der Ordner lessons."
        )
        missing = Problem("error", f"{folder.name}/lessons", 1, 1, text)
        if before.lessons:  # the folder was there a moment ago: what was online stays online
            return replace(before, problems=(missing,))
        return replace(_read(folder, seen, before), problems=(missing,))
    return _read(folder, seen, before)


def _read(folder: Path, seen: Signature, before: Edition) -> Edition:
    files = {name: _yaml_file(folder, name, seen.get(name, _NEVER), before) for name in _READERS}
    for name in seen:
        if name.startswith("media/"):
            files[name] = _picture(folder, name, seen[name], before)
    edition = Edition(files=files)
    key = _context_key(files)
    context = before.context if key == before.context_key else _context(edition)
    for name in sorted(seen):
        if name.startswith("pages/"):
            files[name] = _page(folder, name, seen[name], before, context, key)
    lessons = {
        name: _lesson(folder, name, seen[name], before, context, key)
        for name in sorted(seen)
        if name.startswith("lessons/")
    }
    return _checked(folder, Edition(files, lessons, context, key))


def _yaml_file(folder: Path, name: str, stamp: Stamp, before: Edition) -> KnownFile:
    """The file read anew, or as it was; while it is broken its last good version stays."""
    known = before.files.get(name)
    if known is not None and known.stamp == stamp:
        return known
    file = read_file(folder, name, stamp[1])
    problems = Problems(file.path)
    if file.problem:
        problems.found.append(file.problem)
    tree = load_yaml(file.text, problems) if file.text is not None else None
    value = _READERS[name](tree, problems) if tree is not None else None
    clean = not problems.has_errors
    if (
        not clean
        and known is not None
        and known.value is not None
        and (known.clean or value is None)
    ):
        value, clean = known.value, known.clean
    return KnownFile(stamp, value, problems.sorted(), clean, digest_of(file.text or ""))


def _picture(folder: Path, name: str, stamp: Stamp, before: Edition) -> KnownFile:
    known = before.files.get(name)
    if known is not None and known.stamp == stamp:
        return known
    short = name.partition("/")[2]
    if not name.endswith(".svg"):
        return KnownFile(stamp, Picture(short, None), digest=f"{stamp[1]}")
    file = read_file(folder, name, stamp[1])
    problems = (file.problem,) if file.problem else ()
    digest = digest_of(file.text or "")
    return KnownFile(stamp, Picture(short, file.text), problems, digest=digest)


def _context_key(files: Mapping[str, KnownFile]) -> str:
    """Changes when anything changes that the text of a lesson may refer to."""
    named = ("course.yml", "logbook.yml", "glossary.yml", "sources.yml")
    parts = [
        f"{name} {known.digest}"
        for name, known in sorted(files.items())
        if name in named or name.startswith("media/")
    ]
    return digest_of("\n".join(parts))


def _context(edition: Edition) -> Context:
    logbook = edition.value("logbook.yml", Logbook())
    sources: tuple[Source, ...] = edition.value("sources.yml", ())
    pictures = {
        known.value.name: known.value
        for name, known in edition.files.items()
        if name.startswith("media/")
    }
    return Context(
        terms=edition.value("glossary.yml", ()),
        sources=frozenset(source.key for source in sources),
        fields=frozenset(known.key for known in logbook.fields) if logbook.fields else None,
        pictures=pictures,
        stages=edition.value("course.yml", CourseHead()).stages,
    )


def _page(
    folder: Path, name: str, stamp: Stamp, before: Edition, context: Context, key: str
) -> KnownFile:
    known = before.files.get(name)
    if known is not None and known.stamp == stamp and known.key == key:
        return known
    file = read_file(folder, name, stamp[1])
    if file.text is None:
        page, parsed = None, Parsed(None, (file.problem,) if file.problem else ())
    else:
        page, parsed = read_page(file.text, file.path, context)
    clean = page is not None and not any(p.is_error and not p.harmless for p in parsed.problems)
    if not clean and known is not None and known.value is not None:
        page = known.value
    digest = digest_of(file.text or "")
    return KnownFile(stamp, page, parsed.problems, clean, digest, key, parsed)


def _lesson(
    folder: Path, name: str, stamp: Stamp, before: Edition, context: Context, key: str
) -> KnownLesson:
    known = before.lessons.get(name)
    if known is not None and known.stamp == stamp and key == before.context_key:
        return known
    file = read_file(folder, name, stamp[1])
    if file.text is None:
        parsed = Parsed(None, (file.problem,) if file.problem else ())
    else:
        parsed = parse_lesson(file.text, file.path, context)
    return KnownLesson(stamp, parsed, known.good if known else None)


def _checked(folder: Path, edition: Edition) -> Edition:
    """Adds the problems between files and decides which version of each lesson is good."""
    whole = _whole(folder, edition)
    between = list(check_whole(whole))
    better = with_free_ids(whole)
    withheld = {problem.path for problem in between if problem.is_error and not problem.harmless}
    lessons = {}
    for name, known in edition.lessons.items():
        path = f"{folder.name}/{name}"
        fit = not known.parsed.withhold and path not in withheld
        lessons[name] = replace(known, good=known.parsed.lesson if fit else known.good)
    found = [problem for known in edition.files.values() for problem in known.problems]
    found += [problem for known in lessons.values() for problem in known.parsed.problems]
    problems = [better.get(problem, problem) for problem in found] + between
    problems.sort(key=lambda problem: (problem.path, problem.line, problem.column))
    return replace(edition, lessons=lessons, problems=tuple(problems))


def _whole(folder: Path, edition: Edition) -> Whole:
    pages = {
        f"{folder.name}/{name}": (known.value.slug, known.parsed)
        for name, known in edition.files.items()
        if name.startswith("pages/") and known.value is not None and known.parsed is not None
    }
    return Whole(
        lessons={f"{folder.name}/{name}": known.parsed for name, known in edition.lessons.items()},
        pages=pages,
        logbook=edition.value("logbook.yml", Logbook()),
        glossary=edition.value("glossary.yml", ()),
        sources=edition.value("sources.yml", ()),
        self_check=edition.value("self-check.yml", SelfCheck()),
        folder=folder.name,
    )


def build_course(edition: Edition, today: date) -> Course:
    """What is public on this day; lessons are numbered in the order of their files."""
    good: dict[str, Lesson] = {}
    for _, known in sorted(edition.lessons.items()):
        if known.good is not None:
            good.setdefault(known.good.slug, known.good)
    public = [lesson for lesson in good.values() if lesson.is_public(today)]
    head = edition.value("course.yml", CourseHead())
    return Course(
        title=head.title,
        subtitle=head.subtitle,
        promise=head.promise,
        facts=head.facts,
        example_company=head.example_company,
        stages=head.stages,
        tools=head.tools,
        lessons=tuple(replace(lesson, number=n) for n, lesson in enumerate(public, start=1)),
        drafts=tuple(lesson for lesson in good.values() if not lesson.is_public(today)),
        logbook=edition.value("logbook.yml", Logbook()),
        glossary=edition.value("glossary.yml", ()),
        pages=_pages(edition),
        self_check=edition.value("self-check.yml", SelfCheck()),
        landing=edition.value("landing.yml", Texts({})),
        training=edition.value("training.yml", Texts({})),
        sources=edition.value("sources.yml", ()),
        digest=_digest(edition, public),
    )


def _pages(edition: Edition) -> Mapping[str, Page]:
    found = (
        known.value
        for name, known in sorted(edition.files.items())
        if name.startswith("pages/") and known.value is not None
    )
    return MappingProxyType({page.slug: page for page in found})


def _digest(edition: Edition, public: list[Lesson]) -> str:
    """The same on every machine that serves the same texts."""
    parts = [f"{name} {known.digest}" for name, known in sorted(edition.files.items())]
    parts += [f"{lesson.slug} {lesson.digest}" for lesson in public]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
