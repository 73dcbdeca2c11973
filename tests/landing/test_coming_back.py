"""Who has begun is led on from the front page, not to the beginning."""

from typing import Any

from tests.certificates.conftest import finish
from tests.learning.conftest import answer_question


def starts(visitor: Any) -> set[tuple[str, str]]:
    links = visitor.visit("/").select("a.btn-main")
    return {(a.get("href"), a.text_content().replace("\u00a0", " ").strip()) for a in links}


def test_who_has_begun_goes_on(client: Any, learner: Any) -> None:
    assert starts(learner) == {("/kurs/wer-steuert", "Kurs starten")}
    answer_question(client, "wer-steuert", "leader-erkennen")
    ((address, text),) = starts(client)
    assert text == "Weiter: Lektion 1"
    assert address.startswith("/kurs/wer-steuert")


def test_who_has_finished_goes_to_the_course(learner: Any) -> None:
    finish(learner)
    assert starts(learner) == {("/kurs", "Zu Ihrem Kurs")}
    assert learner.visit("/kurs").select('main a[href="/glossar"]')
