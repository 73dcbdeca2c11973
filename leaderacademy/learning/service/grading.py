"""Verdicts over many attempts: every distinct answer to every version is graded once."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

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

    def tries(self, rows: Sequence[Any]) -> list[Try]:
        """Attempts (question_id, digest, answer as text, right, confidence, created_at) as the
        rules want them."""
        self._read(row.digest for row in rows)
        return [self._try(row) for row in rows]

    def _try(self, row: Any) -> Try:
        _, _, question_id, digest, text, right, confidence, moment = row
        found = self._known.get((digest, text, right))
        if found is None:
            answer = json.loads(text)
            found = self._grade(question_id, digest, answer, right)
            self._known[digest, text, right] = found
            self.answers[question_id, digest, found.key] = (answer, found)
        day = moment.astimezone(BERLIN).date()
        return Try(question_id, digest, *found, confidence == "sure", day)

    def _read(self, digests: Iterable[str]) -> None:
        new = set(digests) - self._questions.keys()
        if new:
            self._questions |= dict.fromkeys(new) | questions_as_asked(new)

    def _grade(self, question_id: str, digest: str, answer: Any, right: bool) -> Graded:
        question = self._questions[digest]
        text = canonical(answer)
        try:
            if isinstance(question, ChoiceQuestion):
                text = answer_text(answer)
                verdict = question.grade(answer, flawed=self._flawed.get(question_id, ()))
            elif question is not None:
                verdict = question.grade(answer)
            else:
                return Graded(_key(f"{text}!{right}"), right, True)
        except BadAnswer:
            # This version can no longer be read as it was: what was said then stands.
            return Graded(_key(f"{text}!{right}"), right, True)
        return Graded(_key(text), verdict.right, verdict.counts)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
