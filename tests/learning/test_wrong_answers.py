"""Every question of the course can be seen as after a wrong answer."""

from leaderacademy.config import ROOT
from leaderacademy.content.catalogue import Catalogue
from leaderacademy.content.course import NumberQuestion, Option
from leaderacademy.learning.rules.wrong_answers import wrong_answer


def test_there_is_a_wrong_answer_to_every_question_of_the_course() -> None:
    course = Catalogue(ROOT / "content").course()
    questions = [question for lesson in course.lessons for question in lesson.questions]
    assert {question.kind for question in questions} >= {"single", "multi", "order", "match"}
    for question in questions:
        answer = wrong_answer(question)
        assert answer is not None, question.id
        assert not question.grade(answer).right, question.id


def test_an_explained_mistake_is_preferred() -> None:
    course = Catalogue(ROOT / "content").course()
    for lesson in course.lessons:
        for question in lesson.questions:
            answer = wrong_answer(question)
            assert answer is not None
            verdict = question.grade(answer)
            assert any(note.text for note in verdict.notes) or verdict.general, question.id
            assert isinstance(question, NumberQuestion) or not isinstance(question, Option)
