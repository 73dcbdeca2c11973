"""What somebody may take along: everything, readable without this program."""

import json
from typing import Any

from leaderacademy.core.database import session
from leaderacademy.learning.service import export_person
from tests.learning.conftest import EditableCourse


def test_everything_is_in_it_as_it_was_asked(
    learner: Any, visit: Any, submit: Any, answer: Any, editable: EditableCourse
) -> None:
    answer(learner, "wer-steuert", "leader-erkennen")
    answer(learner, "ziele-mit-kurs", "kurs-buchstaben")
    page = visit(learner, "/kurs/wer-steuert")
    submit(learner, page, "/kurs/wer-steuert/uebungen/mein-hafen", st_leader="Chefin")
    editable.edit("010", "Wer ist in einem Unternehmen der Marketing-Leader?", "Neu gefragt?")
    exported = export_person(learner.person_id)
    session.remove()
    first, second = exported["attempts"]
    assert first["question"] == "Wer ist in einem Unternehmen der Marketing-Leader?"
    assert first["answer"] == ["Wer Marketing am Unternehmensziel misst"]
    assert first["right"] is True
    assert "→" in second["answer"][0]
    leader = next(row for row in exported["logbook"] if row["field"] == "st_leader")
    assert (leader["label"], leader["text"]) == ("Marketing-Leader ist bei uns", "Chefin")
    assert exported["lessons"][0]["seen_at"]
    assert json.loads(json.dumps(exported)) == exported


def test_nothing_of_anybody_else_is_in_it(learner: Any, other_learner: Any, answer: Any) -> None:
    answer(learner, "wer-steuert", "leader-erkennen")
    exported = export_person(other_learner.person_id)
    session.remove()
    assert exported == {"attempts": [], "logbook": [], "lessons": [], "review_links": []}
