"""The HTML of a question in every state: made once per state and shared by all who are in it."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from leaderacademy.content.course import (
    BadAnswer,
    ChoiceQuestion,
    Course,
    Lesson,
    MatchQuestion,
    Note,
    OrderQuestion,
    Question,
    Verdict,
)
from leaderacademy.core.kept import Kept
from leaderacademy.learning.forms.question import QuestionForm
from leaderacademy.learning.rules.answers import canonical
from leaderacademy.learning.rules.asked import KINDS, answer_in_words
from leaderacademy.learning.service.attempts import grade
from leaderacademy.learning.service.state import LastAttempt
from leaderacademy.learning.views.rendering import filled, render

# What differs between two learners in the same state is put in afterwards.
CSRF_PLACE = "\ue000csrf\ue000"
AFTER_PLACE = "\ue000after\ue000"
TRIES_PLACE = "\ue000tries\ue000"


@dataclass(frozen=True)
class Earlier:
    """An answer to a former version of the question."""

    question: Question
    words: list[Markup]
    verdict: Verdict


@dataclass(frozen=True)
class ShownQuestion:
    """Everything the template of a question needs."""

    lesson: Lesson
    question: Question
    number: int
    total: int
    following: str  # anchor of what comes next
    attempts: int = 0
    verdict: Verdict | None = None
    graded: bool = False  # the controls show the graded answer
    chosen: frozenset[str] = frozenset()
    order: tuple[str, ...] = ()
    pairs: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    number_text: str = ""
    confidence: str = ""
    changed: bool = False
    earlier: Earlier | None = None
    earlier_open: bool = False
    error: str = ""
    update: bool = False

    @property
    def kind(self) -> str:
        return KINDS[self.question.kind]

    def note(self, key: str) -> Note | None:
        """What grading says about one option, item or pair."""
        notes = self.verdict.notes if self.verdict else ()
        return next((note for note in notes if note.target == key), None)

    @property
    def whole_note(self) -> Note | None:
        return self.note("")

    @property
    def where_explained(self) -> str:
        """Where the explanations of a wrong answer stand."""
        told = [note for note in self.verdict.notes if note.text] if self.verdict else []
        if not told or self.whole_note:
            return ""
        if self.question.kind in ("single", "truefalse"):
            return "Der Hinweis steht unter Ihrer Antwort."
        place = "Antwort" if self.question.kind == "multi" else "Zeile"
        if len(told) == 1:
            return f"Der Hinweis steht unter der {place}."
        return f"Die Hinweise stehen unter den {place}{'en' if place == 'Antwort' else 'n'}."

    @property
    def mixed(self) -> tuple[Any, ...]:
        """Items to be ordered, or the right side of a match, as they are shown."""
        question = self.question
        if isinstance(question, OrderQuestion) and self.order:
            items = {item.key: item for item in question.items}
            return tuple(items[key] for key in self.order if key in items)
        if isinstance(question, OrderQuestion | MatchQuestion):
            return question.shuffled(question.digest)
        return ()


def question_html(
    course: Course,
    lesson: Lesson,
    question: Question,
    attempt: LastAttempt | None,
    csrf: Markup,
    *,
    again: bool = False,
    earlier: Question | None = None,
    form: QuestionForm | None = None,
    error: str = "",
    update: bool = False,
) -> Markup:
    """The question as this learner sees it now."""

    def make() -> Markup:
        shown = shown_question(
            course, lesson, question, attempt, again, earlier, form, error, update
        )
        return render("learning/question.html", shown=shown)

    if form is not None or earlier is not None:
        html = make()
    else:
        html = _questions.get(_state(course, lesson, question, attempt, (again, update)), make)
    number, tries = (attempt.id, attempt.tries) if attempt else (0, 0)
    return filled(html, {CSRF_PLACE: csrf, AFTER_PLACE: str(number), TRIES_PLACE: str(tries)})


_questions = Kept[Markup](1024)


def _state(
    course: Course,
    lesson: Lesson,
    question: Question,
    attempt: LastAttempt | None,
    shown_how: tuple[bool, bool],
) -> Hashable:
    """The state of a question; equal states have the same HTML, whoever is in them."""
    given = None
    if attempt is not None:
        answer = canonical(attempt.answer)
        given = (attempt.digest, answer, attempt.confidence, attempt.tries > 1)
    return (course.digest, lesson.slug, question.id, given, shown_how)


def shown_question(
    course: Course,
    lesson: Lesson,
    question: Question,
    attempt: LastAttempt | None,
    again: bool,
    earlier: Question | None,
    form: QuestionForm | None,
    error: str,
    update: bool,
) -> ShownQuestion:
    """What the templates of a question need; its explanations once the attempt is of today's
    version."""
    steps = lesson.steps
    following = steps[steps.index(question.id) + 1 :]
    current = attempt is not None and attempt.digest == question.digest
    verdict = _verdict(course, question, attempt) if current else None
    answer = attempt.answer if attempt and verdict and not again and form is None else None
    controls = _typed(form) if form is not None else _given(question, answer)
    return ShownQuestion(
        lesson=lesson,
        question=question,
        number=[known.id for known in lesson.questions].index(question.id) + 1,
        total=len(lesson.questions),
        following=anchor(lesson, following[0]) if following else "weiter",
        attempts=attempt.tries if attempt else 0,
        verdict=None if error else verdict,  # it belongs to another answer than the refused one
        graded=answer is not None,
        confidence=(attempt.confidence or "") if attempt and answer is not None else "",
        changed=attempt is not None and verdict is None,
        earlier=_earlier(course, earlier, attempt),
        earlier_open=update,
        error=error,
        update=update,
        **controls,
    )


def anchor(lesson: Lesson, step: str) -> str:
    """The id of a question or an exercise on its page."""
    if any(exercise.id == step for exercise in lesson.exercises):
        return f"uebung-{step}"
    return f"frage-{step}"


def _verdict(course: Course, question: Question, attempt: LastAttempt | None) -> Verdict | None:
    try:
        return grade(course, question, attempt.answer) if attempt else None
    except BadAnswer:
        return None  # the same digest, yet another reading of it: ask again


def _earlier(
    course: Course, question: Question | None, attempt: LastAttempt | None
) -> Earlier | None:
    if question is None or attempt is None:
        return None
    verdict = _verdict(course, question, attempt)
    words = answer_in_words(question, attempt.answer)
    return Earlier(question, words, verdict) if verdict else None


def _given(question: Question, answer: Any) -> dict[str, Any]:
    if answer is None:
        return {}
    if isinstance(question, ChoiceQuestion):
        return {"chosen": frozenset(answer)}
    if isinstance(question, OrderQuestion):
        return {"order": tuple(answer)}
    if isinstance(question, MatchQuestion):
        return {"pairs": dict(answer)}
    return {"number_text": str(answer)}


def _typed(form: QuestionForm) -> dict[str, Any]:
    return {
        "chosen": frozenset(form.chosen),
        "pairs": form.pairs,
        "places": form.places,
        "number_text": form.chosen[0] if form.chosen else "",
    }
