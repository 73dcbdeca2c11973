"""A trainer's name on drafts and versions: in the export, and gone after deletion."""

from typing import Any

from leaderacademy.accounts.models import Person
from leaderacademy.authoring.models import AtDesk, Draft, LessonVersion
from leaderacademy.authoring.rules.documents import Document
from leaderacademy.authoring.service.drafts import open_desk, save_draft
from leaderacademy.authoring.service.history import add_version
from leaderacademy.authoring.service.people import export_person, move_author
from leaderacademy.authoring.service.presence import note_presence
from leaderacademy.authoring.service.previews import share
from leaderacademy.core import clock
from leaderacademy.core.audit import Actor
from leaderacademy.core.database import session
from leaderacademy.privacy.service import collect, delete_person

LESSON = Document("lektionen", "wer-steuert", "lessons/010-wer-steuert.md")


def _work(trainer: Any) -> Actor:
    now, actor = clock.now(), Actor(trainer.person_id, "Tina Trainer")
    add_version(LESSON, "Text.\n", "published", actor, now, "Klarer gesagt")
    save_draft(LESSON, open_desk(LESSON).text + "Mehr.\n", open_desk(LESSON).digest, actor, now)
    share(LESSON, actor, now)
    note_presence(LESSON, actor, now)
    session.commit()
    return actor


def test_the_export_names_what_somebody_published(trainer: Any) -> None:
    _work(trainer)
    person = session.get(Person, trainer.person_id)
    assert person is not None
    (version,) = collect(person)["authoring"]["versions"]
    assert version["document"] == "lektionen/wer-steuert"
    assert version["note"] == "Klarer gesagt"
    assert len(collect(person)["authoring"]["drafts"]) == 1
    assert collect(person)["authoring"]["open"][0]["document"] == "lektionen/wer-steuert"


def test_after_a_deletion_the_text_stays_without_the_name(trainer: Any) -> None:
    _work(trainer)
    delete_person(trainer.person_id, clock.now())
    session.commit()
    version = session.query(LessonVersion).one()
    assert (version.author_id, version.author) == (None, "gelöschtes Konto")
    assert session.query(AtDesk).count() == 0
    assert session.query(Draft).filter(Draft.author != "gelöschtes Konto").count() == 0


def test_two_people_who_turn_out_to_be_one_have_one_name(trainer: Any, learner: Any) -> None:
    _work(trainer)
    move_author(trainer.person_id, learner.person_id, clock.now())
    session.commit()
    assert export_person(learner.person_id)["versions"]
    assert not export_person(trainer.person_id)["versions"]
