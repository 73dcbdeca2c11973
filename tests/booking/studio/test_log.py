"""The audit log: who did what and when, by kind and person; it outlives who acted."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from leaderacademy.accounts.models import Person
from leaderacademy.booking.rules.acts import act_in_words
from leaderacademy.booking.views.studio import log
from leaderacademy.config import ROOT
from leaderacademy.core import clock
from leaderacademy.core.audit import Actor, AuditEntry, note_action
from leaderacademy.core.database import session
from leaderacademy.privacy import service as privacy
from tests.booking import shop
from tests.booking.studio import desk


def _acts(count: int, who: str = "Tina Trainer", action: str = "voucher-off") -> None:
    for number in range(count):
        note_action(action, "voucher:1", f"{who} {number}.", Actor(None, who), clock.now())
    session.commit()


def test_it_says_who_did_what_in_german(trainer: Any) -> None:
    training = shop.open_training()
    trainer.submit(trainer.visit(f"/studio/termine/{training.key}"), "stand")
    (row,) = trainer.visit("/studio/protokoll").select("tbody tr")
    said = " ".join(row.text_content().split())
    assert "Tina Trainer" in said
    assert "Termin geschlossen" in said


def test_it_is_narrowed_by_kind_and_person(trainer: Any) -> None:
    _acts(2)
    _acts(1, who="Bert Büro")
    _acts(1, action="voucher-on")
    for query, count in (
        ("", 4),
        ("?art=voucher-off", 3),
        ("?wer=Bert+Büro", 1),
        ("?art=voucher-on&wer=Bert+Büro", 0),
        ("?art=unfug", 4),
        ("?wer=%00&vor=x", 4),
    ):
        assert len(trainer.visit(f"/studio/protokoll{query}").select("tbody tr")) == count, query


def test_older_entries_are_a_click_away(trainer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "PAGE", 2)
    _acts(5)
    page, seen = trainer.visit("/studio/protokoll?art=voucher-off"), []
    while True:
        seen += [row.cssselect("td")[3].text_content().strip() for row in page.select("tbody tr")]
        if not page.select("a[rel=next]"):
            break
        page = trainer.visit(page.one("a[rel=next]").get("href"))
    assert seen == [f"Tina Trainer {number}." for number in (4, 3, 2, 1, 0)]


def test_a_deleted_trainers_name_is_forgotten_and_the_act_stays(trainer: Any, app: Any) -> None:
    training = shop.open_training()
    trainer.submit(trainer.visit(f"/studio/termine/{training.key}"), "stand")
    told = privacy.collect(session.get_one(Person, trainer.person_id))
    assert [act["action"] for act in told["acts"]] == ["training-closed"]
    privacy.delete_person(trainer.person_id, clock.now())
    session.commit()
    (entry,) = session.scalars(select(AuditEntry)).all()
    assert (entry.actor, entry.actor_id) == ("gelöschtes Konto", None)
    assert desk.acts() == ["training-closed"]


def test_every_act_in_the_source_has_german_words() -> None:
    source = "\n".join(file.read_text() for file in (ROOT / "leaderacademy").rglob("*.py"))
    acts = set(re.findall(r'note_action\(\s*(?:\*\()?"([a-z-]+)"', source))
    assert len(acts) > 30
    assert {act for act in acts if act_in_words(act) == act} == set()
