"""Progress by tables: what is done, what is missing, where to go on, and in which words."""

from datetime import UTC, datetime

import pytest

from leaderacademy.learning.rules import words
from leaderacademy.learning.rules.progress import (
    CourseProgress,
    LessonPlan,
    StagePlan,
    Step,
    Visit,
    course_progress,
)

NOW = datetime(2027, 2, 8, 13, 32, tzinfo=UTC)
STAGES = (StagePlan("A", "Richtung"), StagePlan("B", "Führung"))


def lesson(number: int, questions: int = 2, stage: str = "A") -> LessonPlan:
    steps = [Step(f"q{number}-{n}", "question", f"Frage {n}") for n in range(1, questions + 1)]
    steps.append(Step(f"e{number}", "exercise", "Übung"))
    return LessonPlan(f"l{number}", number, f"Lektion {number}", 5, stage, tuple(steps))


LESSONS = (lesson(1), lesson(2), lesson(3, stage="B"))
ALL = frozenset(step.id for plan in LESSONS for step in plan.steps)


def progress(
    done: set[str] | frozenset[str] = frozenset(),
    visits: dict[str, Visit] | None = None,
    whole: Visit | None = None,
    lessons: tuple[LessonPlan, ...] = LESSONS,
) -> CourseProgress:
    return course_progress(STAGES, lessons, frozenset(done), visits or {}, whole)


def test_nothing_is_done_at_the_beginning() -> None:
    fresh = progress()
    assert (fresh.done_steps, fresh.total_steps) == (0, 9)
    assert fresh.next is not None
    assert fresh.next.plan.slug == "l1"
    assert not fresh.started
    assert words.stage_state(fresh.stages[0]) == "noch nicht begonnen"
    assert words.lessons_done(fresh) == "0 von 3\u00a0Lektionen fertig"


@pytest.mark.parametrize(
    ("done", "words_of_lesson"),
    [
        (set(), "0 von 3\u00a0Schritten"),
        ({"q1-1"}, "1 von 3\u00a0Schritten; es fehlen: Frage\u00a02 und die Übung"),
        ({"q1-1", "q1-2"}, "2 von 3\u00a0Schritten; es fehlt: die Übung"),
        ({"q1-1", "q1-2", "e1"}, "Lektion fertig"),
    ],
)
def test_a_lesson_says_what_is_missing(done: set[str], words_of_lesson: str) -> None:
    assert words.steps_of_lesson(progress(done).lesson("l1")) == words_of_lesson


def test_few_missing_steps_are_named() -> None:
    assert (
        words.summary(progress(ALL - {"e2"}))
        == "8 von 9 Schritten; es fehlt: Übung in Lektion\u00a02."
    )


def test_many_missing_steps_are_told_by_lesson_and_time() -> None:
    text = words.summary(progress({"q1-1", "q1-2", "e1"}))
    assert text == (
        "3 von 9 Schritten. Vor Ihnen liegen 10\u00a0Minuten; "
        "in Etappe\u00a0A fehlt noch Lektion\u00a02."
    )


def test_a_leg_says_which_lesson_is_missing() -> None:
    state = words.stage_state(progress({"q1-1", "q1-2", "e1"}).stages[0])
    assert state == "1 von 2 fertig, es fehlt: Lektion\u00a02"


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ([4], "Lektion\u00a04"),
        ([4, 5], "Lektion\u00a04 und 5"),
        ([1, 2, 4], "Lektion\u00a01, 2 und 4"),
        ([5, 6, 7, 8], "Lektion\u00a05 bis\u00a08"),
    ],
)
def test_lessons_are_enumerated(numbers: list[int], text: str) -> None:
    plans = tuple(lesson(number) for number in numbers)
    assert words.lesson_numbers(progress(lessons=plans).lessons) == text


def test_on_goes_where_the_learner_was_last() -> None:
    visits = {
        "l1": Visit(seen_at=NOW.replace(hour=9)),
        "l2": Visit(seen_at=NOW.replace(hour=11)),
    }
    found = progress(visits=visits).next
    assert found is not None
    assert found.plan.slug == "l2"


def test_on_goes_to_the_first_open_lesson_when_the_last_one_is_done() -> None:
    done = {step.id for step in LESSONS[1].steps}
    found = progress(done, {"l2": Visit(seen_at=NOW)}).next
    assert found is not None
    assert found.plan.slug == "l1"


def test_new_steps_do_not_reopen_a_completed_lesson() -> None:
    visit = Visit(completed_at=NOW, completed_steps=("q1-1", "e1"))
    found = progress({"q1-1", "e1"}, {"l1": visit}).lesson("l1")
    assert found.done
    assert (found.done_steps, found.total_steps) == (2, 2)
    assert words.news_of_lesson(found) == "neu seit Ihrem Abschluss: 1\u00a0Frage"


def test_a_new_step_counts_once_it_is_done() -> None:
    visit = Visit(completed_at=NOW, completed_steps=("q1-1", "e1"))
    found = progress({"q1-1", "q1-2", "e1"}, {"l1": visit}).lesson("l1")
    assert (found.done_steps, found.total_steps) == (3, 3)
    assert words.news_of_lesson(found) == ""


def test_steps_that_left_the_course_are_told() -> None:
    assert words.retired(progress({"q1-1", "gone"})) == (
        "Ein Schritt, den Sie erledigt haben, gehört nicht mehr zum Kurs. "
        "Ihre Antwort bleibt gespeichert."
    )
    two = words.retired(progress({"gone", "gone-too"}))
    assert two.startswith("2\u00a0Schritte")
    assert words.retired(progress({"q1-1"})) == ""


def test_the_course_has_an_end() -> None:
    end = progress(ALL)
    assert end.complete
    assert end.finished
    assert end.next is None
    assert words.lessons_done(end) == "Alle 3\u00a0Lektionen fertig"
    assert words.summary(end) == "9 von 9 Schritten."
    assert words.stage_state(end.stages[0]) == "fertig"


def test_a_lesson_added_later_does_not_take_the_end_back() -> None:
    whole = Visit(completed_at=NOW, completed_steps=("l1", "l2", "l3"))
    later = progress(ALL, whole=whole, lessons=(*LESSONS, lesson(4, stage="B")))
    assert later.finished
    assert not later.complete
    assert [found.plan.slug for found in later.new_lessons] == ["l4"]
    assert later.next is not None
    assert later.next.plan.slug == "l4"


def test_a_lesson_without_steps_is_done_once_it_was_read() -> None:
    bare = LessonPlan("bare", 1, "Nur Text", 3, "A", ())
    assert not progress(lessons=(bare,)).lesson("bare").done
    read = progress(visits={"bare": Visit(seen_at=NOW)}, lessons=(bare,))
    assert read.lesson("bare").done


def test_an_unknown_lesson_has_no_progress() -> None:
    with pytest.raises(KeyError):
        progress().lesson("nowhere")


def test_a_course_without_lessons_is_not_complete() -> None:
    empty = progress(lessons=())
    assert not empty.complete
    assert not empty.finished
    assert empty.next is None
