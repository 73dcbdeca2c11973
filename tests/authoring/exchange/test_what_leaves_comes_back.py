"""What leaves for Moodle comes back as it was, but for what was named before."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import settings as examples

from leaderacademy.authoring.rules.exchange.blocks import carried, fitted
from leaderacademy.authoring.rules.exchange.carried import Carried, Entry, Refused
from leaderacademy.authoring.rules.exchange.gift_reading import read_gift
from leaderacademy.authoring.rules.exchange.gift_writing import write_gift
from leaderacademy.authoring.rules.exchange.losses import cannot_leave, losses, shown, words
from leaderacademy.authoring.rules.exchange.moodle_reading import read_moodle
from leaderacademy.authoring.rules.exchange.moodle_writing import write_moodle
from leaderacademy.config import ROOT
from leaderacademy.content.catalogue import Catalogue
from leaderacademy.content.parser import parse_question
from tests.authoring.exchange.moodle_gift import moodle_reads
from tests.authoring.exchange.questions import QUESTIONS
from tests.authoring.exchange.strict import complaints


@pytest.fixture(scope="module")
def course() -> list[Carried]:
    """Every question of the real course."""
    lessons = Catalogue(ROOT / "content").course().lessons
    return [carried(question) for lesson in lessons for question in lesson.questions]


def _ours(question: Carried) -> Carried:
    """The question as the course has it; what the course would not have is no example."""
    try:
        block = fitted(replace(question), [])
    except Refused:
        assume(False)
    try:
        ours = carried(parse_question(block, "lektion", "frage"))
    except ValueError:
        assume(False)
    assume(not cannot_leave(ours))
    return ours


def _back(entries: list[Entry]) -> Carried:
    (entry,) = (entry for entry in entries if entry.status != "skipped")
    assert entry.question is not None, entry.reasons
    return carried(parse_question(entry.block, "lektion", "frage"))


def _page(text: str) -> str:
    """What one sees: blanks that do not break are blanks, and an empty element is nothing."""
    made = re.sub(r"<(\w+)>\s*</\1>", "", shown(text))
    return re.sub(r"\s+", " ", made.replace("<p>", "").replace("</p>", " ")).strip()


def _seen(question: Carried) -> tuple[Any, ...]:
    """Everything a learner can see of it, but for what is named as lost."""
    choices = [(_page(c.text), c.right, _page(c.explanation)) for c in question.choices]
    pairs = [(_page(left), words(right)) for left, right in question.pairs]
    numbers = [(value, _page(text)) for value, text in question.wrong]
    texts = [_page(question.prompt), _page(question.general), _page(question.right_text)]
    steps = [words(step) for step in question.steps]
    bounds = question.low, question.high
    kind = question.kind
    choices = sorted(choices) if kind == "truefalse" else choices
    return kind, choices, pairs, numbers, texts, steps, bounds, _page(question.otherwise)


@given(QUESTIONS)
@examples(max_examples=120)
def test_gift_and_back(question: Carried) -> None:
    ours = _ours(question)
    made = write_gift([("Lektion", [ours])])
    assert _seen(_back(read_gift(made))) == _seen(ours)
    _moodle_understands(ours, made)


def _moodle_understands(ours: Carried, made: str) -> None:
    """A second reader, with the steps of Moodle's own, finds the same question."""
    ((kind, prompt, answers),) = moodle_reads(made)
    assert prompt == ours.prompt.strip()
    if ours.kind in ("single", "multi"):
        assert kind == ("multichoice" if ours.kind == "single" else "multianswer")
        wanted = [(c.right, c.text.strip(), c.explanation.strip()) for c in ours.choices]
        assert [(mark > 0, text, feedback) for mark, text, feedback in answers] == wanted
        assert abs(sum(mark for mark, *_ in answers if mark > 0) - 100) < 0.01
    elif ours.kind == "truefalse":
        assert (kind, answers[0][1]) == ("truefalse", str(ours.choices[0].right).upper())
    elif ours.kind == "number":
        middle, _, slack = answers[0][1].partition(":")
        assert kind == "numerical"
        assert Decimal(middle) - Decimal(slack) == ours.low
        assert len(answers) == 1 + len(ours.wrong) + bool(ours.otherwise)
    else:
        assert kind == "match"
        assert len(answers) == max(len(ours.pairs or ours.steps), 3)


def test_what_looks_like_marks_or_a_format_is_text() -> None:
    block = (
        "::: question anteil\nWie viele?\n\n- ( ) %50% der Kunden\n- (x) [html] alle\n"
        "- ( ) = keine\n:::\n"
    )
    ours = carried(parse_question(block, "lektion", "anteil"))
    made = write_gift([("Lektion", [ours])])
    _moodle_understands(ours, made)
    assert _seen(_back(read_gift(made))) == _seen(ours)


@given(QUESTIONS)
@examples(max_examples=40)
def test_moodle_xml_and_back_and_moodle_has_nothing_to_say(question: Carried) -> None:
    ours = replace(_ours(question), hints=["Denken Sie an **acht** Personen."])
    made = write_moodle([("Kurs/Lektion", [ours])])
    assert complaints(made) == []
    back = _back(read_moodle(made))
    assert _seen(back) == _seen(ours)
    if ours.kind != "truefalse":
        assert back.hints == ours.hints


def test_the_whole_course_goes_out_without_a_word_from_moodle(course: list[Carried]) -> None:
    made = write_moodle([("Kurs/Lektion", course)])
    assert len(course) > 40
    assert complaints(made) == []
    back = [entry.question for entry in read_moodle(made) if entry.question]
    assert [_seen(question) for question in back] == [_seen(question) for question in course]


def test_the_whole_course_comes_back_from_gift(course: list[Carried]) -> None:
    back = [one.question for one in read_gift(write_gift([("Kurs", course)])) if one.question]
    assert [_seen(question) for question in back] == [_seen(question) for question in course]
    assert [question.id for question in back] == [question.id for question in course]


@pytest.mark.parametrize("count", range(1, 21))
def test_marks_of_several_right_answers_are_in_moodles_list(count: int) -> None:
    options = "\n".join(f"- [x] Antwort {number}" for number in range(count))
    block = f"::: question viele\nWas stimmt?\n\n{options}\n- [ ] Nichts\n:::\n"
    question = carried(parse_question(block, "lektion"))
    made = write_moodle([("Kurs", [question])])
    assert complaints(made) == []
    (_, entry) = read_moodle(made)
    assert (entry.status, entry.reasons) == ("taken", ())


def test_what_moodle_cannot_take_stays_here_and_says_so() -> None:
    options = "\n".join(f"- [x] Antwort {number}" for number in range(21))
    question = carried(parse_question(f"::: question zu-viele\nWas?\n\n{options}\n:::", "lektion"))
    assert "höchstens 20" in cannot_leave(question)


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        ('fraction="100"', "mark 99.0"),
        ("<hidden>0</hidden>", "lacks hidden"),
        ("<penalty>0.3333333</penalty>", "lacks penalty"),
        ('<generalfeedback format="html">', "without format"),
        ("<single>true</single>", "lacks single"),
        ("<idnumber>leader-erkennen</idnumber>", "idnumber"),
    ],
)
def test_the_strict_reader_can_complain(course: list[Carried], broken: str, complaint: str) -> None:
    made = write_moodle([("Kurs", course[:1])]).decode()
    assert broken in made
    instead = {
        'fraction="100"': 'fraction="99"',
        '<generalfeedback format="html">': "<generalfeedback>",
    }
    instead["<idnumber>leader-erkennen</idnumber>"] = f"<idnumber>{'x' * 101}</idnumber>"
    found = complaints(made.replace(broken, instead.get(broken, "")).encode())
    assert any(complaint in one for one in found), found


def test_losses_are_named_before(course: list[Carried]) -> None:
    order = next(question for question in course if question.kind == "order")
    assert any("Zuordnung von Nummern" in text for text in losses(order, "gift"))
    assert not any("Zuordnung" in text for text in losses(order, "xml"))
    assert any("Verwechslungen" in text for text in losses(order, "xml"))
    single = next(question for question in course if question.kind == "single")
    assert losses(single, "gift") == []
    hinted = replace(single, hints=["Ein Wink"], flawed=1, unit="%", prompt="![Boot](boot.webp)")
    told = " ".join(losses(hinted, "gift"))
    assert all(word in told for word in ("Hinweise", "fehlerhafte", "Einheit", "Bilder"))
    assert "Hinweise" not in " ".join(losses(hinted, "xml"))
