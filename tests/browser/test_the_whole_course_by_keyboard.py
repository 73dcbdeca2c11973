"""Somebody new takes the whole course without touching a mouse."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from leaderacademy.content.course import (
    ChoiceQuestion,
    Course,
    Exercise,
    Lesson,
    MatchQuestion,
    OrderQuestion,
    Question,
)
from tests.browser.answers import entries_of, right_number, right_options
from tests.browser.keyboard import Keyboard


def test_somebody_new_finishes_all_lessons_with_the_keyboard_only(
    browse: Callable[..., Page], course: Course
) -> None:
    page = browse()
    hands = Keyboard(page)
    page.goto("/")
    hands.follow(f'main a[href="/kurs/{course.lessons[0].slug}"]')
    for lesson in course.lessons:
        take(hands, course, lesson)
        hands.follow("#weiter .btn-main")
    expect(page).to_have_url("/kurs#geschafft")
    expect(page.locator("#geschafft h2")).to_have_text("Sie sind am Ziel")
    hands.follow('#geschafft a[href="/training"]')
    expect(page.locator("h1")).to_be_visible()
    assert page.url.endswith("/training")


def take(hands: Keyboard, course: Course, lesson: Lesson) -> None:
    """One lesson: every question, then the exercise."""
    assert hands.page.url.endswith(f"/kurs/{lesson.slug}")
    for question in lesson.questions:
        answer(hands, question)
    for exercise in lesson.exercises:
        write(hands, course, exercise)
    rail = hands.page.locator("#schritte")
    expect(rail).to_contain_text("Diese Lektion ist fertig.")


def answer(hands: Keyboard, question: Question) -> None:
    section = f"#frage-{question.id}"
    give(hands, section, question)
    hands.activate(f"{section} .actions button")
    verdict = hands.page.locator(f"{section}-urteil")
    # The verdict takes the focus, so the next Tab goes on from there.
    expect(verdict).to_be_focused()
    expect(verdict).to_contain_text("Richtig.")


def give(hands: Keyboard, section: str, question: Question) -> None:
    if isinstance(question, ChoiceQuestion):
        for key in right_options(question):
            hands.tick(f'{section} [name=answer][value="{key}"]')
    elif isinstance(question, MatchQuestion):
        for left in question.lefts:
            hands.choose(f'{section} [name="pair-{left.key}"]', question.pairs[left.key])
    elif isinstance(question, OrderQuestion):
        sort(hands, section, question)
    else:
        hands.type(f"{section} [name=answer]", right_number(question))


def sort(hands: Keyboard, section: str, question: OrderQuestion) -> None:
    """Move one item after the other up to its place with the buttons beside it."""
    shown = hands.page.locator(f"{section} .order select")
    for place, item in enumerate(question.items):
        name = f"place-{item.key}"
        now = shown.evaluate_all("all => all.map(one => one.name)").index(name)
        if now == place:
            continue
        hands.reach(f'{section} li:has([name="{name}"]) [data-move="-1"]')
        for _ in range(now - place):
            hands.press("Enter")
    names = shown.evaluate_all("all => all.map(one => one.name)")
    assert names == [f"place-{item.key}" for item in question.items]


def write(hands: Keyboard, course: Course, exercise: Exercise) -> None:
    form = f"#uebung-{exercise.id}-form"
    for entry in entries_of(course, exercise):
        hands.fill(form, entry)
    expect(hands.page.locator(f"{form} [data-saved]")).to_contain_text("Gespeichert")


def test_nothing_on_a_lesson_catches_the_focus(browse: Callable[..., Page], course: Course) -> None:
    page = browse()
    page.goto(f"/kurs/{course.lessons[0].slug}")
    last = page.evaluate(
        "() => [...document.querySelectorAll('footer a')].pop().getAttribute('href')"
    )
    Keyboard(page).reach(f'footer a[href="{last}"]')


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_first_tab_leads_past_the_head(browse: Callable[..., Page], key: str) -> None:
    page = browse()
    page.goto("/kurs")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    if key == "Enter":
        page.keyboard.press(key)
        expect(page.locator("#inhalt")).to_be_focused()
