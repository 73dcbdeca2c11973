"""After two devices became one, the overview and the Logbuch say what waits for a decision."""

from typing import Any

from leaderacademy.accounts.service import merge
from leaderacademy.core import clock
from leaderacademy.core.database import session
from tests.logbook.test_files import fill


def test_what_waits_is_named_and_told_apart_by_its_time(
    learner: Any, other_learner: Any, moved_clock: Any
) -> None:
    assert "zwei Fassungen" not in learner.visit("/kurs").text
    fill(other_learner.person_id, st_leader="Vom Telefon")
    moved_clock.forward(minutes=90)
    fill(learner.person_id, st_leader="Vom Schreibtisch")
    merge(other_learner.person_id, learner.person_id, clock.now())
    session.commit()
    for path in ("/kurs", "/logbuch"):
        page = learner.visit(path)
        assert "zwei Fassungen" in page.text
        assert page.select('.note a[href="/logbuch/strategie#feld-st_leader"]')
    note = page.one("#feld-st_leader-fassungen")
    heads = [head.text_content() for head in note.cssselect("h3")]
    assert heads[0].startswith("Gilt jetzt: spätere Fassung, ")
    assert heads[1].startswith("Wartet: frühere Fassung, ")
