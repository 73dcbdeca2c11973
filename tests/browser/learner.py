"""Somebody who learns with a mouse or a finger, with or without JavaScript."""

from playwright.sync_api import Locator, Page, expect

from leaderacademy.content.course import ChoiceQuestion, Course, Exercise, Lesson, OrderQuestion
from tests.browser.answers import ANY, Entry, entries_of, form_answer, wrong_option


class Learner:
    """Answers questions and writes exercises on the lesson that is open."""

    def __init__(self, page: Page, course: Course) -> None:
        self.page = page
        self.course = course

    def open(self, slug: str) -> Lesson:
        self.page.goto(f"/kurs/{slug}")
        lesson = self.course.find_lesson(slug)
        assert lesson is not None
        return lesson

    def answer(self, question_id: str, *, right: bool = True, wait: bool = True) -> None:
        """Answer a question and wait for the verdict."""
        question = self.course.find_question(question_id)
        assert question is not None
        section = self.page.locator(f"#frage-{question_id}")
        given = form_answer(question)
        if not right:
            assert isinstance(question, ChoiceQuestion)
            given = {"answer": [wrong_option(question)]}
        for name, values in given.items():
            _put(section, name, values, ordered=isinstance(question, OrderQuestion))
        section.get_by_role("button", name="Antwort prüfen").click()
        if wait:
            verdict = self.page.locator(f"#frage-{question_id}-urteil")
            expect(verdict).to_contain_text("Richtig." if right else "Noch nicht.")

    def write(self, exercise: Exercise) -> Locator:
        """Fill the core fields; what depends on saved rows is left out and counted by the form."""
        form = self.page.locator(f"#uebung-{exercise.id}-form")
        for entry in entries_of(self.course, exercise):
            fill(form, entry)
        return form

    def press_save(self, exercise: Exercise) -> None:
        """The button, as without JavaScript; a full page follows."""
        form = self.page.locator(f"#uebung-{exercise.id}-form")
        form.locator(".logpage-foot button").click()
        expect(self.saved(exercise.id)).to_contain_text("Gespeichert")

    def saved(self, exercise_id: str) -> Locator:
        return self.page.locator(f"#uebung-{exercise_id}-form [data-saved]")


def _put(section: Locator, name: str, values: list[str], *, ordered: bool) -> None:
    controls = section.locator(f'[name="{name}"]')
    if name != "answer":
        controls.select_option(values[0])
        if ordered:
            expect(controls).to_have_value(values[0])
    elif controls.first.get_attribute("type") in ("radio", "checkbox"):
        for value in values:
            section.locator(f'[name=answer][value="{value}"]').check()
    else:
        controls.fill(values[0])


def fill(form: Locator, entry: Entry) -> None:
    """Put one entry into its control; a select without any possibility yet is left alone."""
    controls = form.locator(f'[name="{entry.name}"]')
    if entry.kind == "choices":
        controls.first.check()
    elif entry.kind == "choice" and controls.first.get_attribute("type") == "radio":
        wanted = controls.first
        if entry.text != ANY:
            wanted = form.locator(f'[name="{entry.name}"][value="{entry.text}"]')
        wanted.check()
    elif entry.kind == "choice":
        _choose(controls, entry.text)
    else:
        controls.fill(entry.text)


def _choose(control: Locator, text: str) -> None:
    if text != ANY:
        control.select_option(text)
    elif control.locator("option").count() > 1 and not control.input_value():
        control.select_option(index=1)
