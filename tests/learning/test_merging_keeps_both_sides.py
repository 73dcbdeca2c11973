"""Signing in on a device with progress of its own: nothing is lost on either side."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.learning.models import Answer, Attempt, LessonState
from leaderacademy.learning.service.answers import Submitted, save_answers
from leaderacademy.learning.service.attempts import prepare, record_attempt
from leaderacademy.learning.service.merging import merge_learner
from leaderacademy.learning.service.state import learner_state, progress_of
from leaderacademy.learning.service.visits import record_visit

NOW = clock.now()


def attempt(person: int, client_id: str, question_id: str = "leader-erkennen") -> None:
    course = catalogue.course()
    question: Any = course.find_question(question_id)
    right = [option.key for option in question.options if option.right]
    record_attempt(person, prepare(course, question, right), client_id, NOW)
    session.commit()


def save(person: int, minutes: int, **texts: str) -> None:
    submitted = {key: Submitted(text) for key, text in texts.items()}
    save_answers(person, catalogue.course(), submitted, NOW + timedelta(minutes=minutes))
    session.commit()


def visit(person: int, slug: str, position: str, minutes: int) -> None:
    lesson = catalogue.course().find_lesson(slug)
    assert lesson is not None
    record_visit(
        session.connection(),
        person,
        lesson,
        lesson.digest,
        position,
        NOW + timedelta(minutes=minutes),
    )
    session.commit()


def merge(person: int, into: int) -> None:
    merge_learner(person, into, NOW + timedelta(hours=1))
    session.commit()
    session.expire_all()


def answers(person: int) -> dict[str, Answer]:
    rows = session.scalars(select(Answer).where(Answer.person_id == person)).all()
    return {row.field_key: row for row in rows}


def left_behind(person: int) -> int:
    return sum(
        session.scalar(select(func.count()).where(model.person_id == person)) or 0
        for model in (Attempt, Answer, LessonState)
    )


def test_attempts_of_both_sides_are_kept(person: int, other_person: int) -> None:
    attempt(person, "client-aaaa")
    attempt(other_person, "client-bbbb", "chefsache-texte")
    merge(person, other_person)
    state = learner_state(other_person)
    assert set(state.attempts) == {"leader-erkennen", "chefsache-texte"}
    assert left_behind(person) == 0


def test_the_same_client_id_on_both_sides_keeps_both_attempts(
    person: int, other_person: int
) -> None:
    attempt(person, "client-aaaa")
    attempt(other_person, "client-aaaa")
    merge(person, other_person)
    assert learner_state(other_person).attempts["leader-erkennen"].tries == 2


def test_what_only_one_side_filled_is_taken(person: int, other_person: int) -> None:
    save(person, 1, st_leader="Chefin")
    save(other_person, 2, g10_sign="40 %")
    merge(person, other_person)
    found = answers(other_person)
    assert (found["st_leader"].value, found["g10_sign"].value) == ("Chefin", "40 %")
    assert left_behind(person) == 0


def test_the_newer_answer_wins_and_the_older_one_waits(person: int, other_person: int) -> None:
    save(person, 5, st_leader="vom Telefon, neu")
    save(other_person, 1, st_leader="aus dem Konto, alt")
    merge(person, other_person)
    row = answers(other_person)["st_leader"]
    assert row.value == "vom Telefon, neu"
    assert [(o["value"], o["from"]) for o in row.others] == [("aus dem Konto, alt", "device")]


def test_the_account_wins_when_it_is_newer(person: int, other_person: int) -> None:
    save(person, 1, st_leader="vom Telefon, alt")
    save(other_person, 5, st_leader="aus dem Konto, neu")
    merge(person, other_person)
    row = answers(other_person)["st_leader"]
    assert row.value == "aus dem Konto, neu"
    assert [other["value"] for other in row.others] == ["vom Telefon, alt"]


def test_an_emptied_field_does_not_win(person: int, other_person: int) -> None:
    save(other_person, 1, st_leader="Chefin")
    save(person, 2, st_leader="x")
    answers(person)["st_leader"].value = None
    session.commit()
    merge(person, other_person)
    row = answers(other_person)["st_leader"]
    assert (row.value, row.others) == ("Chefin", [])


def test_the_same_answer_is_no_conflict(person: int, other_person: int) -> None:
    save(person, 1, st_leader="Chefin")
    save(other_person, 2, st_leader="Chefin")
    merge(person, other_person)
    assert answers(other_person)["st_leader"].others == []


def test_a_form_opened_before_the_merge_overwrites_nothing(person: int, other_person: int) -> None:
    save(person, 5, st_leader="neu")
    save(other_person, 1, st_leader="alt")
    before = answers(other_person)["st_leader"].version
    merge(person, other_person)
    assert answers(other_person)["st_leader"].version > before


def test_the_later_position_and_the_earlier_completion_are_kept(
    person: int, other_person: int
) -> None:
    visit(person, "im-takt", "frage-a", 5)
    visit(other_person, "im-takt", "frage-b", 1)
    for number, (who, days) in enumerate(((person, 1), (other_person, 2))):
        row = session.get(LessonState, (who, "im-takt"))
        assert row is not None
        row.completed_at, row.completed_steps = NOW + timedelta(days=days), [f"s{number}"]
    session.commit()
    merge(person, other_person)
    found = learner_state(other_person).visits["im-takt"]
    assert found.position == "frage-a"
    assert found.completed_at == NOW + timedelta(days=1)
    assert found.completed_steps == ("s0",)


def test_two_halves_of_a_lesson_make_it_complete(person: int, other_person: int) -> None:
    attempt(person, "client-aaaa")
    attempt(person, "client-bbbb", "bleibt-bei-ihnen")
    attempt(other_person, "client-cccc", "chefsache-texte")
    course = catalogue.course()
    question: Any = course.find_question("gelegenheiten-nachsteuern")
    record_attempt(other_person, prepare(course, question, "40"), "client-dddd", NOW)
    save(other_person, 1, st_leader="Chefin", g10_statement="Ein Satz, der reicht.", g10_sign="4")
    assert not progress_of(course, learner_state(other_person)).lesson("wer-steuert").done
    merge(person, other_person)
    state = learner_state(other_person)
    assert progress_of(course, state).lesson("wer-steuert").done
    assert state.visits["wer-steuert"].completed_at == NOW + timedelta(hours=1)


def test_merging_nothing_changes_nothing(person: int, other_person: int) -> None:
    save(other_person, 1, st_leader="Chefin")
    merge(person, other_person)
    assert answers(other_person)["st_leader"].version == 1
