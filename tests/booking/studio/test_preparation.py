"""The trainer prepares by what the group is stuck on, and sees only what learners allowed."""

from dataclasses import replace
from typing import Any

from leaderacademy.booking.service.preparation import preparation_of
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Question
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.learning.models import Attempt
from leaderacademy.learning.service.attempts import _keep_version
from tests.booking import shop
from tests.booking.studio import desk

LESSON = "wer-steuert"


def _questions() -> list[Question]:
    lesson = catalogue.course().find_lesson(LESSON)
    assert lesson is not None
    return [block for block in lesson.blocks if isinstance(block, Question)]


def _answered(person_id: int, *rights: bool) -> None:
    now = clock.now()
    for question, right in zip(_questions(), rights, strict=False):
        _keep_version(session.connection(), question, now)
        session.add(
            Attempt(
                person_id=person_id,
                lesson=LESSON,
                question_id=question.id,
                digest=question.digest,
                answer=[],
                right=right,
                client_id=f"{person_id}-{question.id}-{right}",
                created_at=now,
            )
        )
    session.commit()


def _booked(training: Any, who: Any, company: str, **more: Any) -> Any:
    details = replace(shop.DETAILS, company=company, **more)
    return desk.sell(training, details, person_id=who.person_id)


def test_only_who_allowed_it_is_counted(learner: Any, other_learner: Any) -> None:
    training = shop.open_training()
    _booked(training, learner, "Offen GmbH", share_progress=True)
    _booked(training, other_learner, "Still GmbH")
    _answered(learner.person_id, False, True)
    _answered(other_learner.person_id, False, False)
    sheet = preparation_of(training.id, catalogue.course())
    assert list(sheet.names.values()) == ["Offen GmbH"]
    (standing,) = sheet.group.learners
    assert standing.done == 2
    first, _ = _questions()[:2]
    wrong = [one for one in sheet.group.hurdles if one.step.kind == "question"]
    assert [(one.step.id, one.stuck, one.tried) for one in wrong] == [(first.id, 1, 1)]
    # The lesson was begun and its exercise left open.
    assert [one.lesson.slug for one in sheet.group.hurdles if one.step.kind == "exercise"] == [
        LESSON
    ]


def test_a_question_answered_right_later_is_no_hurdle(learner: Any) -> None:
    training = shop.open_training()
    _booked(training, learner, "Offen GmbH", share_progress=True)
    _answered(learner.person_id, False)
    _answered(learner.person_id, True)
    hurdles = preparation_of(training.id, catalogue.course()).group.hurdles
    assert not [one for one in hurdles if one.step.kind == "question"]


def test_the_sheet_tells_hurdles_wishes_and_documents(trainer: Any, learner: Any) -> None:
    training = shop.open_training()
    booking = _booked(
        training,
        learner,
        "Offen GmbH",
        share_progress=True,
        share_documents=("zielbaum",),
        notes="Bitte vegetarisch",
    )
    _answered(learner.person_id, False)
    page = trainer.visit(f"/studio/termine/{training.key}/vorbereitung")
    assert "1 von 1" in page.text
    assert "Bitte vegetarisch" in page.text
    link = page.one(".doc-links a").get("href")
    assert link.endswith(f"/vorbereitung/{booking.id}/zielbaum.pdf")
    soon = trainer.visit(link, 202)
    assert "wird gezeichnet" in soon.text
    assert soon.response.headers["Refresh"]


def test_nothing_is_told_that_nobody_allowed(trainer: Any, learner: Any) -> None:
    training = shop.open_training()
    _booked(training, learner, "Still GmbH")
    _answered(learner.person_id, False)
    page = trainer.visit(f"/studio/termine/{training.key}/vorbereitung")
    assert "Niemand hat bei der Buchung erlaubt" in page.text
    assert "Woran die Gruppe" not in page.text


def test_a_document_opens_only_where_it_was_ticked(trainer: Any, learner: Any) -> None:
    training, other = shop.open_training(), shop.open_training(place="Köln")
    booking = _booked(training, learner, "Offen GmbH", share_documents=("zielbaum",))
    for key, number, name in (
        (training.key, booking.id, "strategie"),
        (training.key, booking.id, "unfug"),
        (training.key, 999, "zielbaum"),
        (other.key, booking.id, "zielbaum"),
    ):
        address = f"/studio/termine/{key}/vorbereitung/{number}/{name}.pdf"
        assert trainer.get(address).status_code == 404


def test_a_consent_that_is_taken_back_or_over_shows_nothing_more(
    trainer: Any, learner: Any, other_learner: Any
) -> None:
    training = shop.open_training()
    booking = _booked(
        training, learner, "Offen GmbH", share_progress=True, share_documents=("zielbaum",)
    )
    _booked(training, other_learner, "Auch Offen GmbH", share_progress=True)
    _answered(learner.person_id, False)
    trainer.submit(trainer.visit(f"/studio/buchungen/{booking.id}"), "einblick", 200)
    sheet = f"/studio/termine/{training.key}/vorbereitung"
    page = trainer.visit(sheet)
    assert "Auch Offen GmbH" in page.one("#stand ~ table").text_content()
    assert not page.select(".doc-links")
    assert trainer.get(f"{sheet}/{booking.id}/zielbaum.pdf").status_code == 404
    desk.begin(training)
    assert len(preparation_of(training.id, catalogue.course(), over=True).group.learners) == 0


def test_the_consent_the_privacy_page_and_the_studio_say_the_same(
    trainer: Any, client: Any, learner: Any
) -> None:
    training = shop.open_training()
    checkout = client.visit(f"/training/{training.key}/buchen").text
    assert "wie weit ich im Kurs bin und an welchen Fragen und Übungen ich hänge" in checkout
    assert "die Trainerin darf sie vorab öffnen" in checkout
    privacy = client.visit("/datenschutz").text
    assert "wie weit Sie im Kurs sind und bei welchen Fragen Ihre letzte Antwort" in privacy
    assert "In diesen Summen zeigen wir Gruppen unter fünf Personen niemandem" in privacy
    account = trainer.visit(f"/studio/konten/{learner.person_id}").text
    assert "Nur wer es bei der Buchung eines Live-Trainings erlaubt hat" in account
