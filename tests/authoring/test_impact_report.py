"""The edit matrix, before it happens: whom each edit concerns, replayed from what is stored.

Ada has completed the lesson. Bert and Carla have begun: Bert answered right, Carla wrong. Dora
did only the exercise. Everybody else has done nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, render_template_string

from leaderacademy.authoring.rules.impact import ImpactReport
from leaderacademy.authoring.rules.impact_words import summary
from leaderacademy.authoring.service.impact import report_on
from leaderacademy.config import ROOT
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Lesson
from leaderacademy.content.parser import parse_lesson
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.learning.models import Answer
from leaderacademy.learning.service.attempts import prepare, record_attempt
from leaderacademy.learning.service.statistics import count_step
from leaderacademy.learning.service.visits import record_visit
from tests.learning.conftest import new_person
from tests.learning.test_the_way_through_the_course import finish, right_answer

FILE = "010-wer-steuert.md"
TEXT = (ROOT / "content" / "lessons" / FILE).read_text()
ASKED, SECOND, NUMBER = "leader-erkennen", "chefsache-texte", "gelegenheiten-nachsteuern"
PROMPT = "Wer ist in einem Unternehmen der Marketing-Leader?"
RIGHT, WRONG = "Wer Marketing am Unternehmensziel misst", "Wer die meisten Beiträge"
NEW = "::: question ganz-neu\nNeu?\n\n- (x) Ja\n  > Ja.\n- ( ) Nein\n  > Doch.\n:::\n\n"


def parsed(text: str, path: str = FILE) -> Lesson:
    lesson = parse_lesson(text, path).lesson
    assert lesson is not None
    return lesson


def answer(person: int, question_id: str, given: Any = None) -> None:
    question = catalogue.course().find_question(question_id)
    assert question is not None
    graded = prepare(catalogue.course(), question, given or right_answer(question))
    record_attempt(person, graded, f"client-{question_id}"[:64], clock.now())


def fill(person: int, *keys: str) -> None:
    for key in keys:
        values = {"value": "Ein Text.", "version": 1, "saved_at": clock.now(), "others": []}
        session.add(Answer(person_id=person, field_key=key, **values))


@pytest.fixture
def people(app: Flask) -> None:
    ada, bert, carla, dora = (new_person() for _ in range(4))
    finish(ada, ["wer-steuert"])
    answer(bert, ASKED)
    answer(bert, SECOND)
    answer(carla, ASKED, [wrong_key()])
    fill(dora, "st_leader", "g10_statement", "g10_sign")
    lesson = catalogue.course().find_lesson("wer-steuert")
    assert lesson is not None
    for person in (bert, carla, dora):
        record_visit(session.connection(), person, lesson, lesson.digest, None, clock.now())
    session.commit()
    session.remove()


def replaced(*pairs: tuple[str, str]) -> Callable[[], str]:
    def edit() -> str:
        text = TEXT
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new, 1)
        return text

    return edit


def block(question_id: str) -> str:
    start = TEXT.index(f"::: question {question_id}")
    return TEXT[start : TEXT.index("\n:::\n", start) + 5]


def turned() -> str:
    """The options of the first question the other way round."""
    head, *options = block(ASKED).removesuffix(":::\n").split("\n- ")
    swapped = "\n- ".join([head, *reversed([option.rstrip("\n") for option in options])])
    return TEXT.replace(block(ASKED), f"{swapped}\n:::\n")


@dataclass(frozen=True)
class Expected:
    """`change` of the first question; how many lose, read „geändert“, or get another verdict."""

    change: str = ""
    losing: int = 0
    told: int = 0
    righted: int = 0
    differ: int = 0
    says: str = ""


EXERCISE = "- st_leader\n- g10_statement\n- g10_sign\n"
CASES: dict[str, tuple[Callable[[], str], Expected]] = {
    "nothing but blanks": (replaced((PROMPT, PROMPT.replace(" der ", "  der "))), Expected()),
    "a typo in the text around": (
        replaced(("Fehlt diese Vorgabe", "Fehlt die Vorgabe")),
        Expected(says="4 Lernende sehen beim nächsten Besuch 1 geänderte Stelle markiert."),
    ),
    "another prompt": (
        replaced((PROMPT, "Wer ist bei Ihnen der Marketing-Leader?")),
        Expected("words", told=3, says="Jede Antwort behält ihr Urteil."),
    ),
    "a typo in the right option": (
        replaced((RIGHT, "Wer Marketing am Ziel misst")),
        Expected("words", told=3),
    ),
    "options in another order": (turned, Expected("words", told=3)),
    "another option is right": (
        replaced((f"(x) {RIGHT}", f"( ) {RIGHT}"), (f"( ) {WRONG}", f"(x) {WRONG}")),
        Expected(
            "solution",
            told=3,
            differ=3,
            says="Die richtige Antwort ändert sich: Alte Versuche behalten ihr Urteil.",
        ),
    ),
    "a wrong option turned out flawed": (
        replaced((f"( ) {WRONG}", f"(~) {WRONG}")),
        Expected("flawed", told=3, righted=1, says="1 Antwort, bisher „noch nicht“, zählt"),
    ),
    "the right option turned out flawed": (
        replaced((f"(x) {RIGHT}", f"(~) {RIGHT}"), ("( ) Wer am längsten", "(x) Wer am längsten")),
        Expected("flawed", told=3),
    ),
    "several answers instead of one": (
        lambda: TEXT.replace(
            block(ASKED), block(ASKED).replace("- ( )", "- [ ]").replace("- (x)", "- [x]")
        ),
        Expected("kind", told=3, says="Die Art der Frage ändert sich"),
    ),
    "a question deleted": (
        lambda: TEXT.replace(block(ASKED), ""),
        Expected("removed", losing=2, says="Die Frage entfällt."),
    ),
    "a question added": (
        replaced(("::: exercise", f"{NEW}::: exercise")),
        Expected("added", says="1 Person hat die Lektion abgeschlossen."),
    ),
    "another number": (
        replaced(("= 40", "= 41")),
        Expected("solution", told=1, differ=1),
    ),
    "two questions changed": (
        replaced((PROMPT, "Wer?"), ("schreibt die Texte selbst.", "schreibt alles selbst.")),
        Expected("words", told=3),
    ),
    "the exercise wants one more field": (
        replaced((EXERCISE, f"{EXERCISE}- g10_date\n"), ("Ergänzend:\n\n- g10_date\n", "")),
        Expected(losing=1),
    ),
    "the exercise deleted": (
        lambda: TEXT[: TEXT.index("::: exercise")],
        Expected(losing=1),
    ),
    "taken offline": (
        replaced(("status: published", "status: draft")),
        Expected("removed", losing=4, says="4 Lernende haben hier schon Schritte erledigt."),
    ),
    "planned for later": (
        replaced(("status: published", "status: published\npublish_at: 2090-01-04")),
        Expected("removed", losing=4),
    ),
    "another address": (
        replaced(("---\n", "---\nslug: wer-fuehrt\n")),
        Expected(says="Die Adresse der Lektion ändert sich."),
    ),
    "another address and one step more": (
        replaced(("---\n", "---\nslug: wer-fuehrt\n"), ("::: exercise", f"{NEW}::: exercise")),
        Expected("added", losing=1),
    ),
}


def said(report: ImpactReport) -> str:
    parts = [report.summary, *report.sentences]
    parts += [sentence for question in report.questions for sentence in question.sentences]
    return " ".join(parts).replace("\u00a0", " ")


@pytest.mark.parametrize("case", CASES)
def test_the_report_says_whom_an_edit_concerns(people: None, case: str) -> None:
    edit, expected = CASES[case]
    report = report_on(parsed(TEXT), parsed(edit()), clock.now())
    first = report.questions[0] if report.questions else None
    assert (first.change if first else "") == expected.change
    assert (report.losing, report.told) == (expected.losing, expected.told)
    assert (first.counts.righted if first else 0) == expected.righted
    assert (first.counts.differ if first else 0) == expected.differ
    assert expected.says in said(report)
    assert f"4 Lernende waren schon hier; {expected.losing} verlier" in said(report)


@pytest.mark.parametrize("case", ["a question deleted", "taken offline", "two questions changed"])
def test_with_very_many_attempts_the_report_says_the_same(
    people: None, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leaderacademy.learning.service.replaying.MANY_ATTEMPTS", 0)
    count_step(catalogue.course(), clock.now())
    session.commit()
    edit, expected = CASES[case]
    report = report_on(parsed(TEXT), parsed(edit()), clock.now())
    assert (report.losing, report.told) == (expected.losing, expected.told)
    assert report.questions[0].change == expected.change
    # Not one by one any more: at least as many as read of any one question.
    assert "mindestens 3 sehen" in summary(4, 0, 3, at_least=True)


def test_a_question_that_stands_in_another_lesson_now_is_not_lost(people: None) -> None:
    other = "kurs-test"  # a question of lesson 3
    text = TEXT.replace(ASKED, other)
    session.expire_all()
    person = new_person()
    answer(person, other)
    session.commit()
    gone = parsed(text.replace(block(ASKED).replace(ASKED, other), ""))
    report = report_on(parsed(text), gone, clock.now())
    assert report.questions[0].change == "moved away"
    assert report.losing == 0
    assert "jede Antwort zählt dort weiter" in said(report)


def test_a_question_that_came_from_another_lesson_keeps_its_answers(people: None) -> None:
    shorter = parsed(TEXT.replace(block(ASKED), ""))
    report = report_on(shorter, parsed(TEXT), clock.now())
    assert report.questions[0].change == "moved here"
    assert report.questions[0].counts.answered == 3
    assert report.harmless


def test_a_restored_version_finds_its_answers_again(people: None) -> None:
    edited = parsed(TEXT.replace(PROMPT, "Wer?"))
    report = report_on(edited, parsed(TEXT), clock.now())
    assert report.told == 0
    assert report.harmless


def test_an_option_that_counts_again_says_so(people: None) -> None:
    flawed = parsed(TEXT.replace(f"( ) {WRONG}", f"(~) {WRONG}"))
    report = report_on(flawed, parsed(TEXT), clock.now())
    assert report.questions[0].counts.unrighted == 1
    assert "1 Antwort gilt dadurch wieder als falsch." in said(report)
    assert not report.harmless


def test_a_new_lesson_concerns_nobody(app: Flask) -> None:
    report = report_on(None, _new(), clock.now())
    assert "niemanden" in report.summary
    assert "Die Lektion ist neu." in said(report)


def _new() -> Lesson:
    head = TEXT.split("---")[1]
    return parsed(f"---{head}---\n\nNeu.\n\n{NEW}", "900-neu.md")


def test_only_the_latest_answer_is_replayed(people: None) -> None:
    person = new_person()
    answer(person, ASKED, [wrong_key()])
    question = catalogue.course().find_question(ASKED)
    assert question is not None
    graded = prepare(catalogue.course(), question, right_answer(question))
    record_attempt(person, graded, "client-again", clock.now() + timedelta(minutes=1))
    session.commit()
    edit, _expected = CASES["a wrong option turned out flawed"]
    report = report_on(parsed(TEXT), parsed(edit()), clock.now())
    assert report.questions[0].counts.answered == 4
    assert report.questions[0].counts.righted == 1


def wrong_key() -> str:
    question: Any = catalogue.course().find_question(ASKED)
    return str(next(o.key for o in question.options if o.text.startswith("Wer die m")))


def test_the_report_is_readable_as_html(people: None, app: Flask) -> None:
    edit, _expected = CASES["a question deleted"]
    report = report_on(parsed(TEXT), parsed(edit()), clock.now())
    with app.test_request_context():
        html = render_template_string(
            '{% from "authoring/impact.html" import impact %}{{ impact(report) }}', report=report
        )
    assert "2 verlieren Fortschritt" in html
    assert "leader-erkennen" in html
