"""What is still missing stands on a briefing, not on the page that goes to the team."""

from datetime import date

import pytest
from flask import Flask

from leaderacademy.content.catalogue import catalogue
from leaderacademy.logbook.service.papers import Paper


@pytest.mark.parametrize(("key", "told"), [("briefing", True), ("team", False)])
def test_what_is_missing_is_told_only_where_somebody_must_know(
    app: Flask, key: str, told: bool
) -> None:
    course = catalogue.course()
    document = course.logbook.document(key)
    assert document is not None
    paper = Paper(course, document, {"tm_direction": "Nach Norden."}, {}, date(2027, 1, 11))
    template = app.jinja_env.get_template("logbook/pdf/document.html")
    around = {"size": "", "overlong": (), "whole": False, "history": None, "strip": None}
    with app.app_context():
        html = template.render(
            paper=paper, owner="Lotsen-Metallbau GmbH", editions={key: ""}, firmness={}, **around
        )
    assert ("Was noch fehlt" in html) == told
    assert "Lotsen-Metallbau GmbH" in html
