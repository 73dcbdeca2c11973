"""Pages are kept ready, and never shown to somebody else or after something changed."""

from typing import Any

from flask import Flask
from sqlalchemy import text

from leaderacademy.content.catalogue import catalogue
from leaderacademy.core.database import is_postgresql, session
from leaderacademy.learning.service.state import NOTHING, learner_state, progress_of
from leaderacademy.learning.views.preview import preview_page
from tests.learning.conftest import EditableCourse

HARBOUR = "/kurs/wer-steuert/uebungen/mein-hafen"


def test_every_page_shows_a_change_at_once(
    learner: Any, visit: Any, submit: Any, answer: Any, editable: EditableCourse
) -> None:
    for path in ("/kurs", "/kurs/wer-steuert", "/logbuch", "/logbuch/strategie"):
        visit(learner, path)
    submit(learner, visit(learner, "/kurs/wer-steuert"), HARBOUR, st_leader="Chefin vom Dienst")
    for path in ("/kurs/wer-steuert", "/logbuch", "/logbuch/strategie"):
        assert "Chefin vom Dienst" in visit(learner, path).html
    answer(learner, "wer-steuert", "leader-erkennen")
    assert visit(learner, "/kurs/wer-steuert").select(".verdict")
    assert "1 von 63" in visit(learner, "/kurs").text
    editable.edit("010", "Eine Rolle ohne Türschild", "Eine Rolle ohne Schild")
    assert "Eine Rolle ohne Schild" in visit(learner, "/kurs/wer-steuert").text


def test_the_page_of_one_is_not_the_page_of_another(
    learner: Any, other_learner: Any, client: Any, visit: Any
) -> None:
    for path in ("/kurs", "/kurs/wer-steuert", "/logbuch", "/glossar"):
        assert "Ada Beispiel" in visit(learner, path).html
        assert "Bert Beispiel" in visit(other_learner, path).html
        assert "Beispiel" not in visit(client, path).one("nav.site-nav").text_content()


def test_the_token_in_a_kept_form_is_the_visitors_own(
    learner: Any, client: Any, visit: Any
) -> None:
    tokens = {
        visitor: visit(visitor, "/kurs/wer-steuert").select("[name=csrf_token]")[0].get("value")
        for visitor in (learner, client)
    }
    assert tokens[learner] != tokens[client]
    again = visit(learner, "/kurs/wer-steuert").select("[name=csrf_token]")[0].get("value")
    assert again == tokens[learner]


def test_what_a_preview_imagines_is_nobodys_progress(app: Flask, client: Any, visit: Any) -> None:
    course = catalogue.course()
    lesson = course.lessons[0]
    NOTHING._progress.clear()  # as in a process in which nobody has asked yet
    with app.test_request_context():
        assert "verdict" in preview_page(course, lesson, wrong=True)
    assert progress_of(course, NOTHING).done_steps == 0
    assert "12 Lektionen, 70 Minuten" in visit(client, "/kurs").text.replace("\u00a0", " ")


def test_equal_states_are_equal_in_whatever_order_the_database_finds_them(
    app: Flask, learner: Any, visit: Any, submit: Any, answer: Any
) -> None:
    """PostgreSQL changes its plan as it likes, and with prepared statements from one connection to
    the other: what was kept would not be found again."""
    if not is_postgresql():
        return  # SQLite has one plan for each schema
    for slug, number in (("wer-steuert", 0), ("wer-steuert", 1), ("im-takt", 0)):
        lesson = catalogue.course().find_lesson(slug)
        assert lesson is not None
        answer(learner, slug, lesson.questions[number].id)
    submit(learner, visit(learner, "/kurs/wer-steuert"), HARBOUR, st_leader="Chefin", st_why="So")
    who = learner.person_id
    # The row that was written first stands last in the table now.
    for table in ("answer", "lesson_state", "attempt"):
        first = f"SELECT min(ctid) FROM {table} WHERE person_id = {who}"  # noqa: S608
        again = f"UPDATE {table} SET person_id = {who} WHERE ctid = ({first})"  # noqa: S608
        session.execute(text(again))
    session.commit()
    stamps = set()
    for by_index in ("on", "off"):
        for way in ("enable_indexscan", "enable_bitmapscan"):
            session.execute(text(f"SET LOCAL {way} = {by_index}"))
        session.execute(text(f"SET LOCAL enable_seqscan = {'off' if by_index == 'on' else 'on'}"))
        stamps.add(learner_state(who).stamp)
        session.rollback()
    assert len(stamps) == 1
