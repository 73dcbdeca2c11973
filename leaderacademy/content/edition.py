"""Everything known about the content folder at one moment, and the course that follows from it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

from leaderacademy.content.context import Context
from leaderacademy.content.course import Course, Logbook, SelfCheck
from leaderacademy.content.folder import Stamp
from leaderacademy.content.lesson import Lesson
from leaderacademy.content.loading import CourseHead
from leaderacademy.content.parser import Parsed
from leaderacademy.content.problems import Problem
from leaderacademy.content.texts import Texts

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A YAML file, page or picture; `value` and `digest` are of the version that is served."""

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
    text: str | None
    good: Lesson | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """A new one is made for every change of the folder."""

    files: Mapping[str, KnownFile] = field(default_factory=dict)
    lessons: Mapping[str, KnownLesson] = field(default_factory=dict)
    context: Context = field(default_factory=Context)
    context_key: str = ""
    problems: tuple[Problem, ...] = ()

    def value(self, name: str, otherwise: T) -> T:
        known = self.files.get(name)
        return otherwise if known is None or known.value is None else known.value

    @property
    def is_broken(self) -> bool:
        """True when something is served that is not what its file says now."""
        return any(not known.clean for known in self.files.values()) or any(
            known.good is None or known.good is not known.parsed.lesson
            for known in self.lessons.values()
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
        pages=_by_slug(edition, "pages/"),
        mails=_by_slug(edition, "mails/"),
        trainer=head.trainer,
        self_check=edition.value("self-check.yml", SelfCheck()),
        landing=edition.value("landing.yml", Texts({})),
        training=edition.value("training.yml", Texts({})),
        sources=edition.value("sources.yml", ()),
        digest=_digest(edition, public),
    )


def _by_slug(edition: Edition, folder: str) -> Mapping[str, Any]:
    found = (
        known.value
        for name, known in sorted(edition.files.items())
        if name.startswith(folder) and known.value is not None
    )
    return MappingProxyType({page.slug: page for page in found})


def _digest(edition: Edition, public: list[Lesson]) -> str:
    """The same on every machine that serves the same texts."""
    parts = [f"{name} {known.digest}" for name, known in sorted(edition.files.items())]
    parts += [f"{lesson.slug} {lesson.digest}" for lesson in public]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
