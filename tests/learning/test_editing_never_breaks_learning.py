"""The edit matrix: a trainer edits the course while somebody is in the middle of it.

After every edit: progress does not fall without a visible reason, what was complete stays
complete, every old answer can be read as it was asked, and the page says what changed.
"""

from collections.abc import Callable
from typing import Any

import pytest

from leaderacademy.core.database import session
from leaderacademy.learning.models import Attempt, LessonState
from leaderacademy.learning.rules import words
from leaderacademy.learning.rules.progress import CourseProgress
from leaderacademy.learning.service.review import asked_questions
from leaderacademy.learning.service.state import learner_state, progress_of
from tests.learning.conftest import EditableCourse, given
from tests.learning.test_the_way_through_the_course import finish

PROMPT = "Wer ist in einem Unternehmen der Marketing-Leader?"
OPTION = "Wer Marketing am Unternehmensziel misst"
DONE = ["wer-steuert", "im-takt"]
NEW_QUESTION = """
::: question ganz-neu
Ist diese Frage neu?

- (x) Ja
  > Richtig.
- ( ) Nein
  > Doch, sie ist neu.
:::
"""


def progress(person: int, online: EditableCourse) -> CourseProgress:
    found = progress_of(online.course, learner_state(person))
    session.remove()
    return found


def said(page: Any) -> str:
    return " ".join(page.text.replace("\u00a0", " ").split())


@pytest.fixture
def halfway(learner: Any, visit: Any, editable: EditableCourse) -> Any:
    """Two lessons complete, the third begun, all three visited a while ago."""
    finish(learner.person_id, DONE)
    page = visit(learner, "/kurs/ziele-mit-kurs")
    learner.submit(page, "/kurs/ziele-mit-kurs/fragen/kurs-test", **given("kurs-test"))
    for slug in DONE:
        _visit_is_noted(learner, visit, slug)
    return learner


def _visit_is_noted(learner: Any, visit: Any, slug: str) -> None:
    page = visit(learner, f"/kurs/{slug}")
    token = page.select("input[name=csrf_token]")[0].get("value")
    shown = page.one("[data-lesson]").get("data-shown")
    learner.post(f"/kurs/{slug}/stand", data={"csrf_token": token, "shown": shown})


def move(online: EditableCourse, block: str, start: str, target: str) -> None:
    """Move a block from one lesson to the end of another."""
    source = online.block(start, block)
    online.change(start, lambda text: text.replace(source, ""))
    online.change(target, lambda text: f"{text.rstrip()}\n\n{source}")


def split(online: EditableCourse) -> None:
    """Half of lesson 1 becomes a lesson of its own."""
    second, exercise = online.block("010", "chefsache-texte"), online.block("010", "mein-hafen")
    head = online.file("010").read_text().split("---")[1].replace("Wer steuert", "Wohin steuert")
    online.change("010", lambda text: text.replace(second, "").replace(exercise, ""))
    text = f"---{head}---\n\nDer zweite Teil.\n\n{second}\n\n{exercise}"
    online.write("015-zweiter-teil.md", text)


def merge_lessons(online: EditableCourse) -> None:
    """Lesson 2 becomes part of lesson 1."""
    text = online.file("020").read_text()
    body = text[text.index("::: remember") :]
    online.change("010", lambda text: f"{text.rstrip()}\n\n{body}")
    online.remove("020")


def swap_options(online: EditableCourse) -> None:
    block = online.block("010", "leader-erkennen")
    head, *options = block.removesuffix(":::\n").split("\n- ")
    turned = "\n- ".join([head, *reversed([option.rstrip("\n") for option in options])])
    online.change("010", lambda text: text.replace(block, f"{turned}\n:::\n"))


def other_is_right(online: EditableCourse) -> None:
    online.edit("010", f"- (x) {OPTION}", f"- ( ) {OPTION}")
    online.edit("010", "- ( ) Wer die meisten", "- (x) Wer die meisten")


EDITS: dict[str, Callable[[EditableCourse], Any]] = {
    "typo in the prompt": lambda c: c.edit("010", PROMPT, PROMPT.replace("der Mark", "der  Mark")),
    "another prompt": lambda c: c.edit("010", PROMPT, "Wer ist bei Ihnen der Marketing-Leader?"),
    "typo in an option": lambda c: c.edit("010", OPTION, "Wer das Marketing am Ziel misst"),
    "options in another order": swap_options,
    "another option is right": other_is_right,
    "an option turned out flawed": lambda c: (
        c.edit("010", f"- (x) {OPTION}", f"- (~) {OPTION}")
        or c.edit("010", "- ( ) Wer die meisten", "- (x) Wer die meisten")
    ),
    "lessons in another order": lambda c: c.rename("020", "005-im-takt.md"),
    "a lesson inserted before": lambda c: c.write("005-davor.md", _new_lesson(c)),
    "a lesson renamed, its slug kept": lambda c: (
        c.edit("010", "---\n", "---\nslug: wer-steuert\n")
        or c.rename("010", "010-wer-fuehrt-hier.md")
    ),
    "a lesson renamed altogether": lambda c: c.rename("010", "010-wer-fuehrt-hier.md"),
    "a lesson split in two": split,
    "two lessons merged": merge_lessons,
    "a question deleted": lambda c: c.change(
        "010", lambda text: text.replace(c.block("010", "leader-erkennen"), "")
    ),
    "a question added": lambda c: c.change(
        "010", lambda text: text.replace("::: exercise", f"{NEW_QUESTION.strip()}\n\n::: exercise")
    ),
    "a question moved to another lesson": lambda c: move(c, "leader-erkennen", "010", "030"),
    "a lesson with Logbuch fields deleted": lambda c: c.remove("010"),
    "a lesson taken offline": lambda c: c.edit("010", "status: published", "status: draft"),
    "a file broken in the middle of work": lambda c: c.edit("010", "::: exercise", "::: exercize"),
}


def _new_lesson(online: EditableCourse) -> str:
    head = online.file("010").read_text().split("---")[1].replace("Wer steuert", "Was zuvor kommt")
    return f"---{head}---\n\nEin neuer Anfang.\n\n{NEW_QUESTION}"


@pytest.mark.parametrize("edit", EDITS)
def test_progress_does_not_fall_without_a_visible_reason(
    halfway: Any, visit: Any, editable: EditableCourse, edit: str
) -> None:
    before = progress(halfway.person_id, editable)
    EDITS[edit](editable)
    after = progress(halfway.person_id, editable)
    page = visit(halfway, "/kurs")
    assert after.done_steps <= after.total_steps
    if after.done_steps < before.done_steps:
        assert after.retired >= before.done_steps - after.done_steps
        assert words.retired(after).replace("\u00a0", " ") in said(page)
    kept = {lesson.plan.slug for lesson in after.lessons}
    for lesson in before.lessons:
        if lesson.done and lesson.plan.slug in kept:
            assert after.lesson(lesson.plan.slug).done, lesson.plan.slug


@pytest.mark.parametrize("edit", EDITS)
def test_the_old_answer_stays_readable_as_it_was_asked(
    halfway: Any, visit: Any, editable: EditableCourse, edit: str
) -> None:
    EDITS[edit](editable)
    text = said(visit(halfway, "/kurs/wer-steuert/fragen/leader-erkennen"))
    assert PROMPT in text
    assert OPTION in text
    assert "Richtig" in text
    assert session.query(Attempt).filter_by(right=True).count() >= 9
    session.remove()


@pytest.mark.parametrize("edit", EDITS)
def test_every_page_still_opens_and_can_be_worked_on(
    halfway: Any, visit: Any, editable: EditableCourse, edit: str
) -> None:
    EDITS[edit](editable)
    for lesson in editable.course.lessons[:5]:
        page = visit(halfway, f"/kurs/{lesson.slug}")
        for question in lesson.questions[:2]:
            action = f"/kurs/{lesson.slug}/fragen/{question.id}"
            again = visit(halfway, f"/kurs/{lesson.slug}?neu={question.id}")
            page = halfway.submit(again, action, status=200, **given(question.id))
            assert page.select(f"#frage-{question.id} .verdict-good")
    visit(halfway, "/logbuch")


def test_a_changed_question_says_so_and_shows_the_answer_given(
    halfway: Any, visit: Any, editable: EditableCourse
) -> None:
    editable.edit("010", PROMPT, "Wer ist bei Ihnen der Marketing-Leader?")
    section = visit(halfway, "/kurs/wer-steuert").one("#frage-leader-erkennen")
    text = " ".join(section.text_content().split())
    assert "Diese Frage wurde seit Ihrer Antwort geändert" in text
    assert PROMPT in text
    assert OPTION in text
    assert section.cssselect("button.btn-ink"), "it may be answered anew"


def test_what_changed_since_the_last_visit_is_marked(
    halfway: Any, visit: Any, editable: EditableCourse, moved_clock: Any
) -> None:
    moved_clock.forward(days=3)
    editable.edit("010", "Fehlt diese Vorgabe, erfindet jede Abteilung", "Ohne sie erfindet jede")
    page = visit(halfway, "/kurs/wer-steuert")
    assert "1 Stelle in dieser Lektion" in said(page)
    assert len(page.select("p.changed")) == 2
    _visit_is_noted(halfway, visit, "wer-steuert")
    assert "1 Stelle in dieser Lektion" in said(visit(halfway, "/kurs/wer-steuert"))
    moved_clock.forward(days=1)
    assert not visit(halfway, "/kurs/wer-steuert").select("p.changed")


def test_an_added_question_is_new_and_the_lesson_stays_done(
    halfway: Any, visit: Any, editable: EditableCourse
) -> None:
    EDITS["a question added"](editable)
    page = visit(halfway, "/kurs/wer-steuert")
    assert "eu seit Ihrem Abschluss: 1 Frage" in said(page)
    assert progress(halfway.person_id, editable).lesson("wer-steuert").done


def test_a_flawed_option_counts_for_nobody(
    learner: Any, visit: Any, editable: EditableCourse
) -> None:
    page = visit(learner, "/kurs/wer-steuert")
    wrong = next(o for o in editable.course.find_question("leader-erkennen").options if not o.right)  # type: ignore[union-attr]
    action = "/kurs/wer-steuert/fragen/leader-erkennen"
    learner.submit(page, action, answer=wrong.key)
    editable.edit("010", "- ( ) Wer die meisten", "- (~) Wer die meisten")
    text = said(visit(learner, "/kurs/wer-steuert"))
    assert "Noch nicht." not in text
    text = said(visit(learner, "/kurs/wer-steuert/fragen/leader-erkennen"))
    assert "Noch nicht richtig" not in text
    assert "Zählt nicht: Diese Antwort war missverständlich gestellt" in text
    (asked,) = asked_questions(learner.person_id, editable.course)
    assert asked.right, "it is not asked again as a wrong one"


def test_published_while_the_page_is_open_grades_what_was_shown(
    learner: Any, visit: Any, editable: EditableCourse
) -> None:
    page = visit(learner, "/kurs/wer-steuert")
    shown = given("leader-erkennen")
    other_is_right(editable)
    editable.edit("010", OPTION, "Etwas ganz anderes")
    action = "/kurs/wer-steuert/fragen/leader-erkennen"
    answered = learner.submit(page, action, status=200, **shown)
    assert session.query(Attempt).one().right
    section = answered.one("#frage-leader-erkennen")
    assert "Diese Frage wurde seit Ihrer Antwort geändert" in section.text_content()
    assert "Richtig." in section.cssselect("details[open]")[0].text_content()
    state = session.get(LessonState, (learner.person_id, "wer-steuert"))
    assert state is not None
    assert state.seen_blocks == [], "nobody has seen the new version yet"


def test_a_version_unknown_to_the_server_is_asked_again_with_the_answer_kept(
    learner: Any, visit: Any, editable: EditableCourse
) -> None:
    page = visit(learner, "/kurs/wer-steuert")
    action = "/kurs/wer-steuert/fragen/gelegenheiten-nachsteuern"
    answered = learner.submit(page, action, status=422, digest="0" * 16, answer="40")
    section = answered.one("#frage-gelegenheiten-nachsteuern")
    assert "wurde geändert, während Sie antworteten" in section.text_content()
    assert section.cssselect(".number input")[0].get("value") == "40"
    assert session.query(Attempt).count() == 0


def test_a_question_deleted_while_the_page_is_open_still_takes_the_answer(
    learner: Any, visit: Any, editable: EditableCourse
) -> None:
    page = visit(learner, "/kurs/wer-steuert")
    shown = given("leader-erkennen")
    EDITS["a question deleted"](editable)
    action = "/kurs/wer-steuert/fragen/leader-erkennen"
    learner.submit(page, action, status=200, **shown)
    assert session.query(Attempt).count() == 1


def test_a_restored_version_finds_its_answers_again(
    halfway: Any, visit: Any, editable: EditableCourse
) -> None:
    original = editable.file("010").read_text()
    other_is_right(editable)
    editable.edit("010", PROMPT, "Eine ganz andere Frage?")
    assert "seit Ihrer Antwort geändert" in said(visit(halfway, "/kurs/wer-steuert"))
    editable.change("010", lambda _text: original)
    page = visit(halfway, "/kurs/wer-steuert")
    assert "seit Ihrer Antwort geändert" not in said(page)
    assert page.select("#frage-leader-erkennen .verdict-good")


def test_answers_of_a_deleted_field_stay(
    halfway: Any, visit: Any, editable: EditableCourse
) -> None:
    editable.remove("010")
    values = learner_state(halfway.person_id).values
    session.remove()
    assert values["st_leader"]
    assert "Ein Text, der lang genug ist." in visit(halfway, "/logbuch/strategie").html
