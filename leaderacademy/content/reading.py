"""One reading of the whole folder: what is good, what is broken, and what is served instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from leaderacademy.content.checker import check_whole, settled_terms
from leaderacademy.content.context import Context
from leaderacademy.content.course import Logbook, SelfCheck, Source
from leaderacademy.content.desk import Desk
from leaderacademy.content.edition import Edition, KnownFile, KnownLesson
from leaderacademy.content.fields.loading import read_logbook
from leaderacademy.content.folder import Signature
from leaderacademy.content.identities import with_free_ids
from leaderacademy.content.lesson import Lesson
from leaderacademy.content.loading import (
    CourseHead,
    read_course,
    read_glossary,
    read_self_check,
    read_sources,
    read_texts,
)
from leaderacademy.content.mails import read_mail
from leaderacademy.content.memory import Memory
from leaderacademy.content.pages import read_page
from leaderacademy.content.parser import Parsed, parse_lesson
from leaderacademy.content.pictures import read_picture
from leaderacademy.content.problems import Problem, Problems
from leaderacademy.content.questions.answers import digest_of
from leaderacademy.content.renaming import block_ids, find_origins
from leaderacademy.content.schema import check_shape
from leaderacademy.content.whole import Whole
from leaderacademy.content.yaml import YamlMap, load_yaml

_READERS: Mapping[str, Callable[[YamlMap, Problems], Any]] = {
    "course.yml": read_course,
    "logbook.yml": read_logbook,
    "glossary.yml": read_glossary,
    "self-check.yml": read_self_check,
    "sources.yml": read_sources,
    "landing.yml": read_texts,
    "training.yml": read_texts,
}
# A template takes these apart, so a part of them is worse than nothing.
_ALL_OR_NOTHING = ("landing.yml", "training.yml", "self-check.yml")


def read_edition(
    folder: Path, seen: Signature, before: Edition, memory: Memory, again: bool = False
) -> Edition:
    """Reads what changed since `before`; never raises for what the files hold."""
    desk = Desk(folder, seen, before, memory, again)
    memory.save_again()
    edition = _read(desk)
    problems = edition.problems
    if not any(name.startswith("lessons/") for name in seen):
        text = (
            f"Im Ordner {folder} liegen keine Lektionen. Prüfen Sie, ob er vollständig kopiert ist "
            "und gelesen werden darf; erwartet wird darin der Ordner lessons."
        )
        if any(known.good for known in edition.lessons.values()):
            text += " Online bleiben die letzten guten Fassungen."
        problems = (Problem("error", desk.path("lessons"), 1, 1, text),)
    if memory.problem:
        problems = (*problems, memory.problem)
    return replace(edition, problems=problems)


def try_edition(
    folder: Path, seen: Signature, before: Edition, memory: Memory, texts: Mapping[str, str | None]
) -> Edition:
    """What would be if these files said this (None: were gone); changes and keeps nothing."""
    stamps = {name: (-2, len(text)) for name, text in texts.items() if text is not None}
    left = {name: stamp for name, stamp in seen.items() if name not in texts}
    written = {name: text for name, text in texts.items() if text is not None}
    return _read(Desk(folder, left | stamps, before, memory, False, written))


def _read(desk: Desk) -> Edition:
    files = {name: _yaml_file(desk, name) for name in _READERS}
    for name in desk.names("media/"):
        files[name] = desk.unchanged(name) or read_picture(
            desk.folder, name, desk.stamp(name), desk.memory
        )
    key = _context_key(files)
    context = desk.before.context
    if key != desk.before.context_key:
        context = _context(Edition(files=files))
    for kind, read in (("pages/", read_page), ("mails/", read_mail)):
        for name in desk.names(kind):
            files[name] = desk.unchanged(name, key) or _prose(desk, name, context, key, read)
    lessons = {name: _lesson(desk, name, context, key) for name in desk.names("lessons/")}
    return _checked(desk, Edition(files, lessons, context, key))


def read_yaml(name: str, text: str, problems: Problems) -> Any:
    """What a YAML file says, or None; everything a page needs from it is checked."""
    tree = load_yaml(text, problems)
    if tree is None:
        return None
    if not tree:
        problems.error(1, "Die Datei ist leer. Legen Sie ihre letzte Fassung wieder hinein.")
        return None
    check_shape(name, tree, problems)
    value = _READERS[name](tree, problems)
    return None if problems.has_errors and name in _ALL_OR_NOTHING else value


def _yaml_file(desk: Desk, name: str) -> KnownFile:
    """The file read anew, or as it was; while it is broken its last good version is served."""
    known = desk.unchanged(name)
    if known is not None:
        return known
    stamp = desk.stamp(name)
    file = desk.read(name)
    problems = Problems(file.path)
    if file.problem:
        problems.found.append(file.problem)
    value = read_yaml(name, file.text, problems) if file.text is not None else None
    found = problems.sorted()
    if file.text is not None and not problems.has_errors:
        desk.memory.keep(name, file.text)
        return KnownFile(stamp, value, found, digest=digest_of(file.text))
    kept = desk.memory.recall(name) or ""
    quiet = Problems(file.path)
    good = read_yaml(name, kept, quiet)
    if good is not None and not quiet.has_errors:
        return KnownFile(stamp, good, found, clean=False, digest=digest_of(kept))
    return KnownFile(stamp, value, found, clean=False, digest=digest_of(file.text or ""))


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


def _prose(
    desk: Desk, name: str, context: Context, key: str, read: Callable[..., Any]
) -> KnownFile:
    stamp = desk.stamp(name)
    file = desk.read(name)
    if file.text is None:
        page, parsed = None, Parsed(None, (file.problem,) if file.problem else ())
    else:
        page, parsed = read(file.text, file.path, context)
    text = file.text or ""
    clean = page is not None and not parsed.has_grave_errors
    if clean:
        desk.memory.keep(name, text)
    else:
        kept = desk.memory.recall(name)
        good = read(kept, file.path, context)[0] if kept else None
        page, text = (good, kept or "") if good is not None else (page, text)
    return KnownFile(stamp, page, parsed.problems, clean, digest_of(text), key, parsed)


def _lesson(desk: Desk, name: str, context: Context, key: str) -> KnownLesson:
    known = desk.before.lessons.get(name)
    stamp = desk.stamp(name)
    if known is not None and known.stamp == stamp and key == desk.before.context_key:
        return known
    file = desk.read(name)
    if file.text is None:
        parsed = Parsed(None, (file.problem,) if file.problem else ())
    else:
        parsed = parse_lesson(file.text, file.path, context)
    return KnownLesson(stamp, parsed, file.text)


def _checked(desk: Desk, edition: Edition) -> Edition:
    """Adds the problems between files and decides which version of each lesson is served."""
    origins = _origins(desk, edition)
    whole = _whole(desk, edition, origins)
    between = list(check_whole(whole))
    withheld = {problem.path for problem in between if problem.is_error and not problem.harmless}
    lessons = {}
    for name, known in edition.lessons.items():
        good = known.parsed.lesson
        if known.parsed.withhold or desk.path(name) in withheld:
            good = _last_good(desk, name, origins.get(name, name), edition.context)
        elif known.text is not None:
            desk.memory.keep(name, known.text)
        lessons[name] = replace(known, good=good)
    _forget(desk, {*edition.files, *lessons, *origins.values()})
    settled, better = settled_terms(whole), with_free_ids(whole)
    found = [problem for known in edition.files.values() for problem in known.problems]
    found += [problem for known in lessons.values() for problem in known.parsed.problems]
    problems = [better.get(problem, problem) for problem in found if problem not in settled]
    problems = sorted(problems + between, key=lambda found: (found.path, found.line, found.column))
    return replace(edition, lessons=lessons, problems=tuple(problems))


def _last_good(desk: Desk, name: str, origin: str, context: Context) -> Lesson | None:
    """The last good version; its address is that of the file it once stood in."""
    kept = desk.memory.recall(origin)
    lesson = parse_lesson(kept, desk.path(origin), context).lesson if kept else None
    return replace(lesson, path=desk.path(name)) if lesson else None


def _origins(desk: Desk, edition: Edition) -> Mapping[str, str]:
    """Broken files without a last good version, and the vanished files they once were."""
    broken = {
        name: known.text
        for name, known in edition.lessons.items()
        if known.parsed.withhold and desk.memory.recall(name) is None
    }
    if not broken:
        return {}
    vanished = {
        name: desk.memory.recall(name) or ""
        for name in desk.memory.names()
        if name.startswith("lessons/") and name not in edition.lessons
    }
    return find_origins(broken, vanished)


def _forget(desk: Desk, present: set[str]) -> None:
    """What was deleted is really gone; a whole folder that is gone was not deleted."""
    for name in desk.memory.names():
        if name not in present and "/" in name:
            desk.memory.drop(name)


def _whole(desk: Desk, edition: Edition, origins: Mapping[str, str]) -> Whole:
    pages = {
        desk.path(name): (known.value.slug, known.parsed)
        for name, known in edition.files.items()
        if name.startswith(("pages/", "mails/"))
        and known.value is not None
        and known.parsed is not None
    }
    kept = (_last_good(desk, name, old, edition.context) for name, old in origins.items())
    names = {desk.path(name): name for name in edition.lessons}
    return Whole(
        lessons={desk.path(name): known.parsed for name, known in edition.lessons.items()},
        pages=pages,
        logbook=edition.value("logbook.yml", Logbook()),
        glossary=edition.value("glossary.yml", ()),
        sources=edition.value("sources.yml", ()),
        self_check=edition.value("self-check.yml", SelfCheck()),
        folder=desk.folder.name,
        kept_slugs=frozenset(lesson.slug for lesson in kept if lesson),
        published_ids=lambda path: block_ids(desk.memory.recall(names[path]) or ""),
    )
