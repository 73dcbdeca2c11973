"""The course that is online: follows the content folder and keeps the last good version."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from leaderacademy.content.course import Course
from leaderacademy.content.edition import Edition, build_course
from leaderacademy.content.folder import Signature, signature
from leaderacademy.content.lesson import Lesson, Question
from leaderacademy.content.memory import LookedAt, Memory
from leaderacademy.content.parser import parse_question
from leaderacademy.content.problems import Problem
from leaderacademy.content.reading import read_edition, try_edition

_BERLIN = ZoneInfo("Europe/Berlin")
_MOST_REMEMBERED = 2_000
_MOST_DAYS = 3
_instead: ContextVar[Course | None] = ContextVar("instead", default=None)


@contextmanager
def shown_instead(course: Course) -> Iterator[None]:
    """Within this block every page is made of this course: a trainer sees what is not online."""
    token = _instead.set(course)
    try:
        yield
    finally:
        _instead.reset(token)


class Catalogue:
    """`interval` is how many seconds may pass before the folder is looked at again."""

    def __init__(
        self,
        folder: Path | str | None = None,
        interval: float = 1.0,
        memory: Path | None = None,
    ) -> None:
        self.interval = interval
        self._lock = threading.RLock()
        self._remembered: OrderedDict[tuple[str, str], Question] = OrderedDict()
        self._reset(None, None)
        if folder is not None:
            self.open(folder, memory)

    def _reset(self, folder: Path | None, memory: Path | None) -> None:
        self._folder = folder
        self._memory = Memory(memory)
        self._kept: Signature = {}
        self._seen: Signature | None = None
        self._checked = float("-inf")
        self._edition = Edition()
        self._courses: dict[date, Course] = {}

    def open(self, folder: Path | str, memory: Path | None = None) -> None:
        """Reads this folder and serves it from now on.

        In the folder `memory` lies the last good version of every file, for all processes: while a
        file is broken this one is served, also by a process that starts only then.
        """
        with self._lock:
            self._reset(Path(folder), memory)
            self._look(Path(folder))

    def course(self, today: date | None = None) -> Course:
        """The current course; `today` decides which scheduled lessons have appeared."""
        instead = _instead.get()
        if instead is not None:
            return instead
        day = today or datetime.now(_BERLIN).date()
        self._refresh()
        courses = self._courses
        found = courses.get(day)
        if found is None:
            with self._lock:
                found = build_course(self._edition, day)
                self._courses = dict(list(self._courses.items())[-_MOST_DAYS:]) | {day: found}
        return found

    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong with the files as they are now, ordered by file and line."""
        self._refresh()
        return self._edition.problems

    def question(self, question_id: str, digest: str) -> Question | None:
        """The version of a question that was shown, if this process has seen it."""
        self._refresh()
        return self._remembered.get((question_id, digest))

    def read_question(self, question_id: str, lesson: str, source: str) -> Question:
        """The question of a stored source; raises ValueError when it cannot be read."""
        return parse_question(source, lesson, question_id)

    def find_version(self, slug: str) -> Lesson | None:
        """The version of a lesson that is online or a draft, whatever the day."""
        self._refresh()
        good = (known.good for known in self._edition.lessons.values() if known.good)
        return next((lesson for lesson in good if lesson.slug == slug), None)

    def media(self, name: str) -> Path | None:
        """The file of a picture; None for anything else and for a drawing that is refused."""
        self._refresh()
        known = self._edition.files.get(f"media/{name}")
        if self._folder is None or self._seen is None or known is None or not known.clean:
            return None
        return self._folder / "media" / name if f"media/{name}" in self._seen else None

    @property
    def folder(self) -> Path | None:
        """The folder that is served."""
        return self._folder

    def texts(self) -> dict[str, str | None]:
        """What every lesson file says now, by its name in the folder; None where unreadable."""
        self._refresh()
        return {name: known.text for name, known in sorted(self._edition.lessons.items())}

    def attempt(self, texts: Mapping[str, str | None]) -> Edition:
        """What the course would be if these files said this (None: were gone)."""
        self._refresh()
        folder, seen = self._folder, self._seen
        if folder is None or seen is None:
            raise LookupError("no folder is open")
        return try_edition(folder, seen, self._edition, LookedAt(self._memory), texts)

    def refresh(self) -> None:
        """Looks at the folder now, for example after a lesson was saved."""
        with self._lock:
            self._checked = float("-inf")
        self._refresh()

    def _refresh(self) -> None:
        if time.monotonic() - self._checked < self.interval or self._folder is None:
            return
        # While one thread reads, the others go on with what they have; at the start they wait.
        if not self._lock.acquire(blocking=self._seen is None):
            return
        try:
            if time.monotonic() - self._checked >= self.interval:
                self._look(self._folder)
        finally:
            self._lock.release()

    def _look(self, folder: Path) -> None:
        seen = signature(folder)
        # Another process may have seen a good version that was gone when this one looked.
        again = self._edition.is_broken and self._memory.signature() != self._kept
        if seen != self._seen or again:
            edition = read_edition(folder, seen, self._edition, self._memory, again)
            self._remember(known.good for known in edition.lessons.values())
            self._edition, self._courses, self._seen = edition, {}, seen
            self._kept = self._memory.signature()
        self._checked = time.monotonic()

    def _remember(self, lessons: Iterable[Lesson | None]) -> None:
        for lesson in lessons:
            for question in lesson.questions if lesson else ():
                self._remembered[(question.id, question.digest)] = question
                self._remembered.move_to_end((question.id, question.digest))
        while len(self._remembered) > _MOST_REMEMBERED:
            self._remembered.popitem(last=False)


catalogue = Catalogue()
