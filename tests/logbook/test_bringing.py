"""Documents for the trainer's preparation sheet: what was chosen, in words, nothing private."""

from typing import Any

from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import clock
from leaderacademy.logbook.service.bringing import documents_of
from tests.logbook.test_files import fill


def test_only_the_chosen_documents_in_the_order_of_the_logbook(learner: Any) -> None:
    fill(learner.person_id)
    found = documents_of(
        learner.person_id, ("briefing", "zielbaum", "fremd"), catalogue.course(), clock.now()
    )
    assert [one.key for one in found] == ["zielbaum", "briefing"]
    first = found[0]
    assert first.sections[0][0] == "Hafen"
    assert dict(first.sections[0][1])["Daran merkt man die Ankunft"].startswith("40 % des Umsatzes")


def test_what_is_only_for_its_owner_is_not_brought(learner: Any, other_learner: Any) -> None:
    fill(
        learner.person_id, tm_takt_people=["Name A", "Name B", "Name C"], br_customer_value=123_400
    )
    course, now = catalogue.course(), clock.now()
    text = str(documents_of(learner.person_id, ("team", "briefing"), course, now))
    assert "Name A" not in text
    assert "1.234" not in text
    assert documents_of(other_learner.person_id, ("team",), course, now) == ()
    fill(other_learner.person_id, br_customer_value=123_400, br_customer_value_visible="ja")
    assert "1.234" in str(documents_of(other_learner.person_id, ("briefing",), course, now))
