"""What the course would be with a text that is not a file yet: its page and its problems."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import PurePath

from leaderacademy.authoring.rules.documents import Document
from leaderacademy.authoring.rules.fixes import remedy
from leaderacademy.content.blocks import split_blocks, split_front_matter, split_lines
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Course, Lesson, Problem
from leaderacademy.content.edition import Edition, build_course
from leaderacademy.content.fixes import fixed
from leaderacademy.content.problems import Problems


@dataclass(frozen=True, slots=True)
class Checked:
    """`own` are the problems of the text, `caused` errors that it brings to other files."""

    own: tuple[Problem, ...]
    caused: tuple[Problem, ...]
    edition: Edition
    name: str
    text: str = ""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What keeps the text from being published."""
        return tuple(problem for problem in (*self.own, *self.caused) if problem.is_error)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything there is to say, what keeps it from being published first."""
        rest = tuple(problem for problem in self.own if not problem.is_error)
        return self.errors + rest

    @property
    def lesson(self) -> Lesson | None:
        """The lesson as far as it can be shown."""
        known = self.edition.lessons.get(self.name)
        return known.parsed.lesson if known is not None else None


def check(
    document: Document, text: str | None, together: Mapping[str, str] | None = None
) -> Checked:
    """What the checker says of this text as the document's file (None: if it were deleted).

    `together` are texts of other files, by their names, that change in the same moment.
    """
    before = {(problem.path, problem.text) for problem in catalogue.problems()}
    others = together or {}
    edition = catalogue.attempt({**others, document.name: text})
    folder = catalogue.folder.name if catalogue.folder else "content"
    path, changed = f"{folder}/{document.name}", {f"{folder}/{name}" for name in others}
    own = tuple(problem for problem in edition.problems if problem.path == path)
    caused = tuple(
        problem
        for problem in edition.problems
        if problem.path != path
        and problem.is_error
        and (problem.path in changed or (problem.path, problem.text) not in before)
    )
    return Checked(own, caused, edition, document.name, text or "")


def shown(checked: Checked, today: date) -> tuple[Course, Lesson] | None:
    """The course and the lesson as a learner would see them once this text is published."""
    lesson = checked.lesson
    if lesson is None:
        return None
    public = replace(lesson, status="published", publish_at=None)
    known = replace(checked.edition.lessons[checked.name], good=public)
    lessons = {**checked.edition.lessons, checked.name: known}
    course = build_course(replace(checked.edition, lessons=lessons), today)
    found = course.find_lesson(public.slug)
    return (course, found) if found is not None else None


def absent_blocks(text: str, checked: Checked) -> list[tuple[str, int, str]]:
    """Blocks of the text that cannot be shown: kind, line, and what to do about it."""
    lesson = checked.lesson
    if lesson is None:
        return []
    lines = split_lines(text)
    _, body = split_front_matter(lines, Problems(""))
    chunks = split_blocks(lines[body:], body + 1, Problems(""))
    there = {block.line for block in lesson.blocks}
    starts = [chunk.line for chunk in chunks] + [len(lines) + 1]
    absent = []
    for chunk, (start, end) in zip(chunks, pairwise(starts), strict=True):
        if chunk.kind != "prose" and start not in there:
            absent.append((chunk.kind, start, _why(checked.own, start, end)))
    return absent


def _why(problems: Sequence[Problem], start: int, end: int) -> str:
    inside = [p for p in problems if start <= p.line < end]
    first = next((problem for problem in inside if problem.is_error), None)
    return f"Zeile\u00a0{first.line}: {first.text}" if first else "Er ist noch nicht fertig."


def with_ids(text: str, checked: Checked) -> str:
    """The text with an id for every block that has none yet."""
    fixes = [problem.fix for problem in checked.own if problem.fix and problem.fix.new_id]
    added = [fix for fix in fixes if not fix.remove]
    return fixed(text, added) if added else text


def with_fix(text: str, checked: Checked, number: int) -> str:
    """The text after the remedy of the problem with this number (as in `problems`)."""
    problems = checked.problems
    fix = remedy(problems[number], text) if 0 <= number < len(problems) else None
    if fix is None or PurePath(fix.path).name != PurePath(checked.name).name:
        return text
    return fixed(text, [fix])
