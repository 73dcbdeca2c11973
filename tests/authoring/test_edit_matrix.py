"""The edit matrix through the editor: whatever a trainer publishes, learners keep what they did."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from leaderacademy.learning.rules import words
from tests.authoring.conftest import Desk
from tests.learning.conftest import EditableCourse, given
from tests.learning.test_editing_never_breaks_learning import (
    DONE,
    NEW_QUESTION,
    OPTION,
    PROMPT,
    move,
    other_is_right,
    progress,
    said,
    swap_options,
)
from tests.learning.test_the_way_through_the_course import finish

SLUGS = {"010": "wer-steuert", "020": "im-takt", "030": "ziele-mit-kurs"}


class Studio(EditableCourse):
    """The course as a trainer changes it in the browser; `publish` sends what was changed."""

    def __init__(self, folder: Path, trainer: Any) -> None:
        super().__init__(folder)
        self.trainer = trainer
        self.texts: dict[str, str] = {}

    def change(self, start: str, edit: Callable[[str], str]) -> None:
        slug = SLUGS.get(start, start)
        text = self.texts.get(slug) or self.desk(slug).text
        self.texts[slug] = edit(text)

    def desk(self, slug: str) -> Desk:
        return Desk(self.trainer, f"/studio/lektionen/{slug}")

    def publish(self) -> None:
        """All drafts together, as a trainer would tick them."""
        for slug, text in self.texts.items():
            self.desk(slug).save(text)
        first, *others = self.texts
        self.desk(first).publish(together=others)
        self.texts.clear()

    def first(self, slug: str) -> None:
        page = self.trainer.visit("/studio/lektionen")
        rest = [row.get("data-slug") for row in page.select("tbody tr")]
        order = ",".join([slug, *(one for one in rest if one != slug)])
        self.trainer.submit(page, "reihenfolge", 200, order=order)

    def create(self, title: str, text: str) -> str:
        page = self.trainer.visit("/studio/lektionen")
        new = self.trainer.submit(page, "neue-lektion", 200, title=title, stage="A")
        slug = str(new.response.request.path.rsplit("/", 1)[1])
        head = self.desk(slug).text.partition("\n---\n\n")[0]
        self.texts[slug] = f"{head}\n---\n\n{text}"
        return slug


def insert_before(studio: Studio) -> None:
    slug = studio.create("Was zuvor kommt", f"Ein neuer Anfang.\n{NEW_QUESTION}")
    studio.publish()
    studio.first(slug)


def split(studio: Studio) -> None:
    second = studio.block("010", "chefsache-texte")
    exercise = studio.block("010", "mein-hafen")
    studio.change("010", lambda text: text.replace(second, "").replace(exercise, ""))
    studio.create("Zweiter Teil", f"Der zweite Teil.\n\n{second}\n\n{exercise}")
    studio.publish()


def merge_two(studio: Studio) -> None:
    text = studio.desk("im-takt").text
    body = text[text.index("::: remember") :]
    studio.change("020", lambda text: text.replace(body, ""))
    studio.change("010", lambda text: f"{text.rstrip()}\n\n{body}")
    studio.publish()
    withdraw(studio, "im-takt")


def restore(studio: Studio) -> None:
    other_is_right(studio)
    studio.edit("010", PROMPT, "Eine ganz andere Frage?")
    studio.publish()
    history = studio.trainer.visit("/studio/lektionen/wer-steuert/verlauf")
    oldest = history.select("tbody th a")[-1].get("href").partition("#")[0]
    studio.trainer.submit(studio.trainer.visit(oldest), "wiederherstellen", 200)
    studio.desk("wer-steuert").publish()


def withdraw(studio: Studio, slug: str = "wer-steuert") -> None:
    page = studio.trainer.visit(f"/studio/lektionen/{slug}/veroeffentlichen")
    studio.trainer.submit(page, "zurueckziehen", 200)


EDITS: dict[str, Callable[[Studio], Any]] = {
    "typo in the prompt": lambda c: c.edit("010", PROMPT, PROMPT.replace("einem", "einen")),
    "typo in an option": lambda c: c.edit("010", OPTION, "Wer das Marketing am Ziel misst"),
    "options in another order": swap_options,
    "another option is right": other_is_right,
    "an option turned out flawed": lambda c: (
        c.edit("010", f"- (x) {OPTION}", f"- (~) {OPTION}")
        or c.edit("010", "- ( ) Wer die meisten", "- (x) Wer die meisten")
    ),
    "lessons in another order": lambda c: c.first("im-takt"),
    "a lesson inserted before": insert_before,
    "a lesson renamed": lambda c: c.edit("010", "Wer steuert hier eigentlich?", "Wer führt hier?"),
    "a lesson split in two": split,
    "two lessons merged": merge_two,
    "a question deleted": lambda c: c.change(
        "010", lambda text: text.replace(c.block("010", "leader-erkennen"), "")
    ),
    "a question moved to another lesson": lambda c: move(c, "leader-erkennen", "010", "030"),
    "a lesson withdrawn": withdraw,
    "a version restored": restore,
}


@pytest.fixture
def studio(trainer: Any, course_files: Path) -> Studio:
    return Studio(course_files, trainer)


@pytest.mark.parametrize("edit", EDITS)
def test_whatever_is_published_learners_keep_what_they_did(
    learner: Any, visit: Any, studio: Studio, edit: str
) -> None:
    finish(learner.person_id, DONE)
    page = visit(learner, "/kurs/ziele-mit-kurs")
    learner.submit(page, "/kurs/ziele-mit-kurs/fragen/kurs-test", **given("kurs-test"))
    before = progress(learner.person_id, studio)

    EDITS[edit](studio)
    if studio.texts:
        studio.publish()

    after = progress(learner.person_id, studio)
    overview = said(visit(learner, "/kurs"))
    if after.done_steps < before.done_steps:
        assert after.retired >= before.done_steps - after.done_steps
        assert words.retired(after).replace("\u00a0", " ") in overview
    kept = {lesson.plan.slug for lesson in after.lessons}
    for lesson in before.lessons:
        if lesson.done and lesson.plan.slug in kept:
            assert after.lesson(lesson.plan.slug).done, lesson.plan.slug
    answered = said(visit(learner, "/kurs/wer-steuert/fragen/leader-erkennen"))
    assert PROMPT in answered
    assert OPTION in answered
    assert "Richtig" in answered or "Zählt nicht" in answered
    for lesson in studio.course.lessons[:3]:
        visit(learner, f"/kurs/{lesson.slug}")


def test_an_address_that_others_name_is_not_changed(studio: Studio) -> None:
    studio.edit("010", "---\n", "---\nslug: wer-fuehrt\n")
    studio.desk("wer-steuert").save(studio.texts["wer-steuert"])
    said_why = studio.desk("wer-steuert").publish(409).text
    assert "Die Lektion „wer-steuert“" in said_why


def test_a_question_moves_only_when_both_lessons_go_online_together(studio: Studio) -> None:
    move(studio, "mein-hafen", "010", "030")
    for slug, text in studio.texts.items():
        studio.desk(slug).save(text)
    assert "gibt es schon" in studio.desk("ziele-mit-kurs").publish(409).text
    assert "füllt keine Übung" in studio.desk("wer-steuert").publish(409).text
    studio.desk("wer-steuert").publish(together="ziele-mit-kurs")
    assert studio.course.find_exercise("mein-hafen").lesson == "ziele-mit-kurs"  # type: ignore[union-attr]
