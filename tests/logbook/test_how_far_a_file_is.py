"""Who waits for a file sees which document is being drawn, with JavaScript and without."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from leaderacademy.core import clock
from leaderacademy.core.database import session, start_writing
from leaderacademy.core.jobs import run_due
from leaderacademy.logbook import jobs
from leaderacademy.logbook.models.documents import ReadyFile

from .test_files import fill

FRAGMENT = {"X-Fragment": "1"}


def drawn(count: int) -> None:
    session.execute(update(ReadyFile).values(drawn=count))
    session.commit()


def test_the_document_at_hand_is_named(learner: Any) -> None:
    fill(learner.person_id)
    page = learner.visit("/logbuch.pdf")
    assert "Gleich geht es los." in page.text
    assert "Refresh" not in page.response.headers, "it would reload under the script's hands"
    assert 'content="1; url=/logbuch.pdf"' in page.response.get_data(as_text=True)
    for count, words in (
        (0, "Dokument 1 von 6: Zielbaum"),
        (2, "Dokument 3 von 6: Agenturbriefing"),
        (6, "Alle Dokumente sind gezeichnet."),
    ):
        drawn(count)
        page = learner.visit("/logbuch.pdf")
        assert words in page.text.replace("\u00a0", " ")
        bar = page.one("#stand progress")
        assert (bar.get("value"), bar.get("max")) == (str(count), "7")


def test_a_script_gets_the_step_alone_and_hears_when_the_file_is_there(learner: Any) -> None:
    fill(learner.person_id)
    learner.visit("/logbuch/team.pdf")
    drawn(0)
    step = learner.get("/logbuch/team.pdf", headers=FRAGMENT)
    text = step.get_data(as_text=True)
    assert step.headers["Cache-Control"] == "no-store"
    assert text.lstrip().startswith('<div class="doc-step" id="stand">')
    assert "Das Dokument wird gezeichnet." in text
    session.execute(update(ReadyFile).values(made_at=clock.now(), content=b"%PDF"))
    session.commit()
    ready = learner.get("/logbuch/team.pdf", headers=FRAGMENT)
    assert (ready.status_code, ready.data) == (204, b"")


def test_a_problem_is_shown_and_asking_for_the_step_does_not_try_again(learner: Any) -> None:
    fill(learner.person_id)
    learner.visit("/logbuch/team.pdf")
    session.execute(update(ReadyFile).values(problem="Es fehlt Pango."))
    session.commit()
    text = learner.get("/logbuch/team.pdf", headers=FRAGMENT).get_data(as_text=True)
    assert "Es fehlt Pango." in text
    assert 'id="stand"' not in text


def test_the_job_tells_while_it_draws(
    app: Flask, learner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(learner.person_id)
    learner.visit("/logbuch.pdf")
    session.remove()
    seen: list[str] = []

    def draw(*arguments: Any) -> bytes:
        for count in (1, 2):
            arguments[-1](count)
            step = learner.get("/logbuch.pdf", headers=FRAGMENT).get_data(as_text=True)
            start_writing()  # that page ends only with the context around this job
            seen.append(step.partition("von")[0].rpartition("Dokument")[2].strip("\u00a0 &nbsp;"))
        return b"%PDF"

    monkeypatch.setattr(jobs, "render_file", draw)
    with app.app_context():
        run_due(clock.now())
    assert seen == ["2", "3"]
