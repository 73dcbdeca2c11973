"""A page asks the database at most four times: person, attempts, answers, lessons."""

from typing import Any

import pytest
from flask import Flask

from leaderacademy.content.catalogue import catalogue
from tests.statements import counted


@pytest.fixture
def busy_learner(learner: Any, visit: Any, submit: Any, answer: Any) -> Any:
    """Somebody signed in, with answers in several lessons."""
    for slug in ("wer-steuert", "im-takt"):
        lesson = catalogue.course().find_lesson(slug)
        assert lesson is not None
        for question in lesson.questions:
            answer(learner, slug, question.id)
        form = visit(learner, f"/kurs/{slug}").one("section.logpage form").get("action")
        submit(learner, visit(learner, f"/kurs/{slug}"), form)
    return learner


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/kurs/wer-steuert", 4),
        ("/kurs/zielbaum", 4),
        ("/kurs", 4),
        ("/logbuch", 4),
        ("/logbuch/zielbaum", 4),
        ("/selbst-check", 4),
        ("/glossar", 1),
        ("/quellen", 1),
    ],
)
def test_signed_in(app: Flask, busy_learner: Any, path: str, most: int) -> None:
    with counted(app) as asked:
        assert busy_learner.get(path).status_code == 200
    assert len(asked) <= most, asked


@pytest.mark.parametrize("path", ["/kurs/wer-steuert", "/kurs", "/logbuch", "/glossar"])
def test_somebody_new_costs_no_query(app: Flask, client: Any, path: str) -> None:
    with counted(app) as asked:
        assert client.get(path).status_code == 200
    assert asked == []
