"""The people who see the pages: what they did before somebody looks over their shoulder."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from leaderacademy.content.course import Course
from tests.browser.learner import Learner

PASSWORD = "vier Boote im Nebel"


def become_learner(page: Page, course: Course) -> None:
    """Answers of every kind, a page of the Logbuch, both self-checks, an account."""
    learner = Learner(page, course)
    lesson = learner.open("wer-steuert")
    learner.answer(lesson.questions[0].id, right=False)
    for question in lesson.questions[1:]:
        learner.answer(question.id)
    learner.write(lesson.exercises[0])
    expect(learner.saved(lesson.exercises[0].id)).to_contain_text("Gespeichert")
    for question in learner.open("ziele-mit-kurs").questions:
        learner.answer(question.id)
    for when, points in (("vorher", 1), ("nachher", 2)):
        page.goto(f"/selbst-check?noch-einmal={when}")
        for index in range(10):
            page.locator(f"label:has(#s{index}-{points})").click()
        page.get_by_role("button", name="Ergebnis zeigen").click()
        expect(page.locator(".result-score")).to_contain_text(str(points * 10))
    page.goto("/registrieren")
    page.get_by_label("Ihr Name").fill("Lena Lernt")
    page.get_by_label("E-Mail", exact=True).fill("lena@example.org")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.locator("main .btn-main").click()
    expect(page.locator("h1")).to_have_text("Fast geschafft")


def become_walker(page: Page) -> None:
    """Somebody with a step in the goal tree."""
    page.goto("/logbuch/zielbaum?offen=ruderschlaege")
    page.locator('[name="steps.0.action"]').fill("Fotos holen")
    page.locator("#form-ruderschlaege .logpage-foot button").click()
    expect(page.locator("#ruderschlaege-text")).to_contain_text("Fotos holen")


def become_graduate(page: Page, course: Course, database: Path) -> None:
    """Somebody who finished the course three days ago; time is written, not waited for."""
    become_walker(page)
    then = f"{datetime.now(UTC) - timedelta(days=3):%Y-%m-%d %H:%M:%S.%f}"
    with closing(sqlite3.connect(database, timeout=20)) as rows, rows:
        (person,) = rows.execute("SELECT max(person_id) FROM answer").fetchone()
        rows.executemany(
            """INSERT INTO lesson_state (person_id, lesson, seen_blocks, completed_steps,
                 completed_at) VALUES (?, ?, '[]', '[]', ?)""",
            [(person, slug, then) for slug in ("", *(one.slug for one in course.lessons))],
        )
        rows.executemany(
            """INSERT INTO attempt (person_id, lesson, question_id, digest, answer, "right",
                 client_id, created_at) VALUES (?, ?, ?, ?, '""', 0, ?, ?)""",
            [
                (person, lesson.slug, one.id, one.digest, f"then-{one.id}", then)
                for lesson in course.lessons[:3]
                for one in lesson.questions
            ],
        )


def become_trainer(page: Page, link: str) -> None:
    """Set up the trainer's account with the link that the first start prints."""
    page.goto(link)
    page.get_by_label("Ihr Name").fill("Tina Trainer")
    page.get_by_label("E-Mail", exact=True).fill("tina@example.org")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Konto einrichten").click()
    page.goto("/studio")
    expect(page.locator("h1")).to_be_visible()
