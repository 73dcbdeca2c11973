"""The team answers without a name; its owner sees answers together, marks them, and the quote."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from leaderacademy.accounts.service import get_person, managing, merge
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import clock
from leaderacademy.core.audit import Actor
from leaderacademy.core.database import session
from leaderacademy.learning.service.state import learner_state
from leaderacademy.privacy.service import collect, delete_person
from leaderacademy.team.models import TaktAnswer, TaktRound
from leaderacademy.team.rules.takt import (
    Measured,
    answer_problem,
    chart,
    clean_answer,
    may_show,
    measured,
    quote,
)
from leaderacademy.team.service import merge_team
from leaderacademy.team.service.takt import begin_round
from tests.pages import Visitor
from tests.statements import counted


def begun(owner: Any) -> str:
    """The path of the link for the team."""
    page = owner.submit(owner.visit("/takt-test"), "takt-starten", status=200)
    (link,) = [one.get("href") for one in page.select("a") if "/takt/" in one.get("href")]
    return "/takt/" + str(link).rpartition("/")[2]


def answered(app: Flask, path: str, *texts: str) -> None:
    for text in texts:
        member = Visitor(app)
        page = member.submit(member.visit(path), "takt-form", status=200, text=text)
        assert "Danke" in page.text


def logged(owner: Any) -> Any:
    value = learner_state(owner.person_id).values.get("tm_takt_results")
    session.remove()
    return value


THREE = ("Balkone im bewohnten Haus", "Treppen & Geländer", "günstige Preise")


def test_answers_show_together_after_the_end_and_hits_make_the_quote(
    app: Flask, learner: Any
) -> None:
    path = begun(learner)
    answered(app, path, *THREE)
    assert "Balkone" not in learner.visit("/takt-test").text
    page = learner.submit(learner.visit("/takt-test"), "/takt-test/beenden", status=200)
    assert all(text in page.text for text in THREE)
    boxes = page.select("#takt-auswerten input[name=hit]")
    hits = [box.get("value") for box in boxes if "günstige" not in box.getparent().text_content()]
    page = learner.submit(page, "takt-auswerten", status=200, hit=hits)
    assert "66,7 %" in page.text
    (row,) = logged(learner)
    assert (row["asked"], row["knew"]) == ("3", "2")
    page = learner.submit(page, "takt-auswerten", status=200, hit=hits[:1])
    (row,) = logged(learner)
    assert row["knew"] == "1", "marked again, the row is replaced and not doubled"


def test_fewer_than_three_answers_show_nothing(app: Flask, learner: Any) -> None:
    path = begun(learner)
    answered(app, path, *THREE[:2])
    running = learner.visit("/takt-test")
    page = learner.submit(running, "/takt-test/beenden", status=422)
    assert "sehen Sie keine davon" in page.text
    Visitor(app).visit(path)
    page = learner.submit(page, "/takt-test/beenden", status=200)
    Visitor(app).visit(path, 410)
    assert "keine drei Antworten" in page.text
    assert "Balkone" not in page.html
    assert not page.select("#takt-auswerten")
    assert "Balkone" not in str(collect(get_person(learner.person_id)))
    session.remove()


def test_before_the_end_it_is_told_only_whether_there_are_enough(app: Flask, learner: Any) -> None:
    path = begun(learner)
    for count, said in ((2, "Noch sind keine drei"), (2, "Drei Antworten oder mehr")):
        answered(app, path, *THREE[:count])
        page = learner.visit("/takt-test")
        assert said in page.text
        assert page.select("[data-copy]")[0].get("data-copy", "").endswith(path)
    assert "4" not in page.one("main form").text_content()


def test_nothing_about_who_or_when_is_kept(app: Flask, learner: Any) -> None:
    path = begun(learner)
    answered(app, path, "Eine Antwort")
    assert set(TaktAnswer.__table__.columns.keys()) == {"place", "round_id", "text", "hit"}
    member = Visitor(app)
    answer = member.get(path)
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_double_click_is_one_answer(app: Flask, learner: Any) -> None:
    page = Visitor(app).visit(begun(learner))
    form = page.form("takt-form")
    data = {**dict(form.form_values()), "text": "Balkone"}
    with ThreadPoolExecutor(4) as pool:
        browsers = [app.test_client(use_cookies=False) for _ in range(4)]
        posts = [pool.submit(one.post, form.get("action"), data=data) for one in browsers]
    assert {post.result().status_code for post in posts} == {200}
    assert len(session.scalars(select(TaktAnswer)).all()) == 1


def test_two_clicks_begin_one_round(app: Flask, learner: Any) -> None:
    for _ in range(2):
        begin_round(learner.person_id, clock.now())
        session.commit()
    assert len(session.scalars(select(TaktRound)).all()) == 1


def test_the_link_ends_with_the_round_and_after_a_week(
    app: Flask, learner: Any, moved_clock: Any
) -> None:
    path = begun(learner)
    member = Visitor(app)
    page = member.visit(path)
    moved_clock.forward(days=8)
    over = member.submit(page, "takt-form", status=410, text="zu spät")
    assert "beendet" in over.text
    member.visit("/takt/gibt-es-nicht", 410)
    assert begun(learner) != path, "a new round has a new link"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "ein paar Worte"), ("x", "ein paar Worte"), ("y" * 10_000, "10000 Zeichen")],
)
def test_a_bad_answer_is_told_and_kept_in_the_field(
    app: Flask, learner: Any, typed: str, said: str
) -> None:
    member = Visitor(app)
    page = member.submit(member.visit(begun(learner)), "takt-form", status=422, text=typed)
    assert said in page.text
    assert page.one("#text").text_content().strip() == typed


def test_hostile_answers_stay_text(app: Flask, learner: Any) -> None:
    path = begun(learner)
    answered(app, path, "<script>alert(1)</script>", "\u202eedrehcs 🚢", "=HYPERLINK(1)")
    page = learner.submit(learner.visit("/takt-test"), "/takt-test/beenden", status=200)
    assert "<script>alert" not in page.html
    assert "\u202e" not in page.html
    assert "🚢" in page.text


def test_nobody_else_sees_ends_or_marks_it(app: Flask, learner: Any, other_learner: Any) -> None:
    path = begun(learner)
    answered(app, path, *THREE)
    assert path not in other_learner.visit("/takt-test").html
    csrf = other_learner.visit("/takt-test").select("input[name=csrf_token]")[0].get("value")
    other_learner.post("/takt-test/beenden", {"csrf_token": csrf})
    assert other_learner.post("/takt-test/auswerten", {"csrf_token": csrf}).status_code == 404
    answered(app, path, "läuft weiter")


def test_merging_deletion_and_export(app: Flask, learner: Any, other_learner: Any) -> None:
    answered(app, begun(learner), *THREE)
    begun(other_learner)
    merge(learner.person_id, other_learner.person_id, clock.now())
    session.commit()
    exported = collect(get_person(other_learner.person_id))["team"]["takt_tests"]
    assert len(exported) == 2
    assert any(len(one["answers_of_the_team"]) == 3 for one in exported)
    delete_person(other_learner.person_id, clock.now())
    session.commit()
    assert session.scalars(select(TaktRound)).all() == []
    assert session.scalars(select(TaktAnswer)).all() == []
    merge_team(1, 2, clock.now())


def test_pages_cost_few_queries(app: Flask, learner: Any) -> None:
    path = begun(learner)
    for visitor, page, most in ((learner, "/takt-test", 4), (Visitor(app), path, 1)):
        with counted(app) as statements:
            assert visitor.get(page).status_code == 200
        assert len(statements) <= most, statements


def test_the_course_still_has_the_field_that_takes_the_quote() -> None:
    field = catalogue.course().find_field("tm_takt_results")
    assert field is not None
    assert {column.key for column in field.columns} >= {"date", "asked", "knew"}


# --- rules --------------------------------------------------------------------------------


@given(st.integers(0, 60), st.booleans())
def test_answers_show_only_when_closed_and_at_least_three(count: int, closed: bool) -> None:
    assert may_show(count, closed) == (closed and count >= 3)


@pytest.mark.parametrize(
    ("knew", "asked", "percent"), [(3, 8, "37.5"), (2, 3, "66.7"), (0, 4, "0.0")]
)
def test_the_quote_has_one_decimal(knew: int, asked: int, percent: str) -> None:
    assert quote(knew, asked) == Decimal(percent)


def test_unreadable_rows_of_the_logbook_are_left_out() -> None:
    rows = [
        {"date": "2027-02-01", "asked": "4", "knew": "1"},
        {"date": "2027-01-01", "asked": "5", "knew": None},
        {"date": {"raw": "bald"}, "asked": "4", "knew": "1"},
        {"date": "2027-01-01", "asked": "0", "knew": "0"},
        {"date": "2027-01-01", "asked": "2", "knew": "3"},
        "kein",
    ]
    assert measured(rows) == (
        Measured(date(2027, 1, 1), 5, 0),
        Measured(date(2027, 2, 1), 4, 1),
    )
    assert measured({"raw": "x"}) == ()


def test_the_drawing_goes_from_left_to_right_and_up() -> None:
    drawn = chart([Measured(date(2027, 1, n), 4, n) for n in (1, 2, 4)])
    assert [p.x for p in drawn.points] == sorted(p.x for p in drawn.points)
    assert [p.y for p in drawn.points] == sorted((p.y for p in drawn.points), reverse=True)
    assert drawn.points[-1].y == drawn.levels[2][0]
    assert chart([]).line == ""


@given(st.text(max_size=400))
def test_a_cleaned_answer_is_one_line_without_hidden_signs(typed: str) -> None:
    clean = clean_answer(typed)
    assert clean == clean_answer(clean)
    assert "\n" not in clean
    assert "\u202e" not in clean
    assert bool(answer_problem(clean)) == (not 2 <= len(clean) <= 300)


def test_of_a_deactivated_account_it_takes_no_answers(app: Flask, learner: Any) -> None:
    path, member = begun(learner), Visitor(app)
    page = member.visit(path)
    managing.deactivate(learner.person_id, clock.now(), Actor(None, "Tina"))
    session.commit()
    session.remove()
    member.visit(path, 410)
    member.submit(page, "takt-form", 410, text="Balkone")
    assert session.scalars(select(TaktAnswer)).all() == []
    session.remove()
