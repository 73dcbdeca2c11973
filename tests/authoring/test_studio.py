"""The studio's first page: for trainers only, with problems, lessons and dates."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from leaderacademy.authoring import service
from leaderacademy.booking.rules.training import example_trainings
from leaderacademy.booking.service import add_training, upcoming_trainings
from leaderacademy.config import ROOT
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import clock
from leaderacademy.core.database import session


def _edit(file: Path, before: str, after: str) -> None:
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after, 1))


def test_a_learner_may_not_open_the_studio(learner: Any, visit: Any) -> None:
    visit(learner, "/studio", 403)


def test_a_stranger_is_asked_to_sign_in(client: Any) -> None:
    response = client.get("/studio")
    assert response.status_code == 303
    assert response.headers["Location"].startswith("/anmelden")


def test_a_trainer_sees_every_lesson_online(trainer: Any, visit: Any) -> None:
    page = visit(trainer, "/studio")
    lessons = catalogue.course().lessons
    for cell, where in (("th", "/studio/lektionen"), ("td[data-label=Datei]", "/kurs")):
        links = [a.get("href") for a in page.select(f"#lektionen {cell} a")]
        assert links == [f"{where}/{lesson.slug}" for lesson in lessons]
    assert page.one("#lektionen").text_content().count("veröffentlicht") == len(lessons)


def test_the_studio_is_not_for_search_engines(trainer: Any, visit: Any) -> None:
    page = visit(trainer, "/studio")
    assert page.one("meta[name=robots]").get("content") == "noindex"


def test_a_problem_of_a_broken_lesson_says_where_and_how_to_mend_it(
    trainer: Any, visit: Any, course_files: Path
) -> None:
    catalogue.course()
    lesson = next((course_files / "lessons").glob("030-*.md"))
    _edit(lesson, "stage: A", "stagee: A")
    catalogue.open(course_files)
    page = visit(trainer, "/studio")
    problems = catalogue.problems()
    assert problems
    shown = page.one("#probleme").text_content()
    for problem in problems:
        assert problem.text in shown
        assert problem.path in shown
        assert f"Zeile\u00a0{problem.line}, Spalte\u00a0{problem.column}" in shown
    assert page.select("#probleme .state-bad")
    assert page.select("#lektionen a.state-bad[href='#probleme']")


def test_a_draft_and_a_planned_lesson_are_told_apart(
    trainer: Any, visit: Any, course_files: Path
) -> None:
    lessons = course_files / "lessons"
    draft, planned = next(lessons.glob("110-*.md")), next(lessons.glob("120-*.md"))
    _edit(draft, "status: published", "status: draft")
    _edit(planned, "status: published", "status: published\npublish_at: 2090-01-04")
    catalogue.open(course_files)
    states = [row.text_content() for row in visit(trainer, "/studio").select("#lektionen tbody tr")]
    assert "Entwurf" in states[-2]
    assert "geplant ab 4.\u00a0Januar 2090" in states[-1]


def test_an_empty_folder_is_said_plainly(trainer: Any, visit: Any, tmp_path: Path) -> None:
    catalogue.open(tmp_path)
    try:
        page = visit(trainer, "/studio")
    finally:
        catalogue.open(ROOT / "content")
    assert "Es gibt noch keine Lektion." in page.text


def test_the_dates_show_how_many_seats_are_taken(
    trainer: Any, visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "date_sources", [upcoming_trainings])
    now = clock.now()
    first, second, third = [add_training(new, now) for new in example_trainings(now)]
    first.seats_taken, second.seats_taken, third.state = 3, second.seats, "closed"
    session.commit()
    rows = [row.text_content() for row in visit(trainer, "/studio").select("#termine tbody tr")]
    assert "3 von 10" in rows[0]
    assert "buchbar" in rows[0]
    assert "10 von 10" in rows[1]
    assert "ausgebucht" in rows[1]
    assert "geschlossen" in rows[2]


def test_without_dates_the_studio_says_how_to_add_one(
    trainer: Any, visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "date_sources", [lambda now: upcoming_trainings(now)])
    add_training(example_trainings(clock.now())[0], clock.now() - timedelta(days=1))
    session.rollback()
    assert "Neuen Termin anlegen" in visit(trainer, "/studio").text


def test_the_application_tells_the_studio_where_the_dates_come_from(app: Any) -> None:
    assert service.date_sources
