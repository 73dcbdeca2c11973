"""Verdicts over many attempts: every distinct answer to every version is graded once."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from leaderacademy.content.course import BadAnswer, ChoiceQuestion, Course, Question
from leaderacademy.learning.rules.answers import canonical
from leaderacademy.learning.rules.statistics import Try, answer_text
from leaderacademy.learning.service.attempts import questions_as_asked

BERLIN = ZoneInfo("Europe/Berlin")
Flawed = Mapping[str, Sequence[str]]


class Graded(NamedTuple):
    """An answer with its key among the answers to this version, and its verdict."""

    key: str
    right: bool
    counts: bool


def flawed_of(course: Course) -> dict[str, list[str]]:
    """The options that count for nobody today, by question."""
    return {
        question.id: sorted(question.flawed_keys)
        for lesson in course.lessons
        for question in lesson.questions
        if isinstance(question, ChoiceQuestion) and question.flawed_keys
    }


class Grader:
    """Grades with the options that are flawed now; remembers what it has seen."""

    def __init__(self, flawed: Flawed) -> None:
        self._flawed = flawed
        self._questions: dict[str, Question | None] = {}
        self._known: dict[tuple[str, str, bool], Graded] = {}
        # By question, digest and key: the answer itself and its verdict.
        self.answers: dict[tuple[str, str, str], tuple[Any, Graded]] = {}

    def tries(self, rows: Sequence[Row[Any]]) -> list[Try]:
        """Attempts (question_id, digest, answer, right, confidence, created_at) as the rules
        want them."""
        self._read(row.digest for row in rows)
        return [self._try(row) for row in rows]

    def _try(self, row: Row[Any]) -> Try:
        known = (row.digest, canonical(row.answer), row.right)
        found = self._known.get(known)
        if found is None:
            found = self._known[known] = self._grade(row)
        self.answers[row.question_id, row.digest, found.key] = (row.answer, found)
        day = row.created_at.astimezone(BERLIN).date()
        sure = row.confidence == "sure"
        return Try(row.question_id, row.digest, *found, sure, day)

    def _read(self, digests: Iterable[str]) -> None:
        new = set(digests) - self._questions.keys()
        if new:
            self._questions |= dict.fromkeys(new) | questions_as_asked(new)

    def _grade(self, row: Row[Any]) -> Graded:
        question = self._questions[row.digest]
        text = canonical(row.answer)
        try:
            if isinstance(question, ChoiceQuestion):
                text = answer_text(row.answer)
                flawed = self._flawed.get(row.question_id, ())
                verdict = question.grade(row.answer, flawed=flawed)
            elif question is not None:
                verdict = question.grade(row.answer)
            else:
                return Graded(_key(f"{text}!{row.right}"), row.right, True)
        except BadAnswer:
            # This version can no longer be read as it was: what was said then stands.
            return Graded(_key(f"{text}!{row.right}"), row.right, True)
        return Graded(_key(text), verdict.right, verdict.counts)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
