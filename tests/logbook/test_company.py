"""The company on the documents: typed by anybody, kept through a merge, exported, forgotten."""

from typing import Any

from leaderacademy.accounts.models import Person
from leaderacademy.accounts.service import get_person, merge
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.privacy.service import collect

PAGE = "/logbuch/unternehmen"


def name(visitor: Any, company: str, status: int = 200) -> Any:
    return visitor.submit(visitor.visit(PAGE), "unternehmen-form", status=status, company=company)


def test_anybody_may_name_the_company_and_sees_it_again(client: Any, other_learner: Any) -> None:
    page = name(client, "  Lotsen-Metallbau\u202e GmbH ")
    assert "„Lotsen-Metallbau GmbH“" in page.text
    assert client.visit(PAGE).one("#company").get("value") == "Lotsen-Metallbau GmbH"
    assert other_learner.visit(PAGE).one("#company").get("value") == ""
    assert "nennen niemanden" in name(client, "").text


def test_a_name_that_is_too_long_is_told_and_kept_in_the_field(client: Any) -> None:
    page = name(client, "x" * 121, status=422)
    assert "Platz ist für 120" in page.text
    assert page.one("#company").get("value") == "x" * 121


def test_a_merge_keeps_the_name_and_the_export_has_it(learner: Any, other_learner: Any) -> None:
    name(learner, "Lotsen-Metallbau GmbH")
    merge(learner.person_id, other_learner.person_id, clock.now())
    session.commit()
    person = get_person(other_learner.person_id)
    assert collect(person)["person"]["company"] == "Lotsen-Metallbau GmbH"
    session.add(newer := Person(created_at=clock.now(), company="Andere"))
    session.flush()
    merge(newer.id, other_learner.person_id, clock.now())
    session.commit()
    assert get_person(other_learner.person_id).company == "Lotsen-Metallbau GmbH"
