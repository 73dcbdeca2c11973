"""Small rules of wording: the headline in lines, sources in short, legs in words."""

import pytest

from leaderacademy.content.course import Course, Lesson, Stage, Texts
from leaderacademy.landing.rules.legs import Leg, heading_lines, legs_of
from leaderacademy.landing.rules.sources import short_form
from leaderacademy.landing.rules.together import company_of, together_of


@pytest.mark.parametrize(
    ("heading", "lines"),
    [
        ("Ihr Marketing hat einen Leader: Sie.", ("Ihr Marketing hat einen Leader:", "Sie.")),
        ("Ohne Doppelpunkt", ("Ohne Doppelpunkt",)),
    ],
)
def test_what_follows_the_colon_stands_alone(heading: str, lines: tuple[str, ...]) -> None:
    assert heading_lines(heading) == lines


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Sull, D., Homkes, R., Sull, C. (2015): Why Strategy Execution", "Sull u.\u00a0a., 2015"),
        ("Doran, G. T. (1981): There’s a S.M.A.R.T. Way", "Doran, 1981"),
        (
            "BetterBriefs Project mit Partners (2021): 80 %",
            "BetterBriefs Project mit Partners, 2021",
        ),
        ("Orbit Media: 11. jährliche Umfrage (2024). Mehr", "Orbit Media"),
        ("§ 7 UWG. Einwilligung", "§ 7 UWG"),
    ],
)
def test_a_source_is_named_by_who_and_when(text: str, short: str) -> None:
    assert short_form(text) == short


def _lesson(number: int, stage: str, minutes: int) -> Lesson:
    return Lesson(slug=f"l{number}", title="", minutes=minutes, stage=stage, number=number)


def test_a_leg_knows_its_place_on_the_drawing() -> None:
    course = Course(
        stages=(Stage("A", "Eins", "kurz"), Stage("B", "Zwei"), Stage("C", "leer")),
        lessons=(_lesson(1, "A", 5), _lesson(2, "A", 5), _lesson(3, "B", 10)),
    )
    first, second = legs_of(course)
    assert (first.minutes, first.first, first.last) == (10, 1, 2)
    assert (first.count_words, second.count_words) == ("Zwei Lektionen", "Eine Lektion")
    assert first.window == "56.0 22 503.0 126"
    assert second.window == "511.0 22 503.0 126"
    assert first.bar == "M74.0 142.9h227.5v3h-227.5z"
    assert first.text == "kurz"


def test_many_lessons_are_counted_in_figures() -> None:
    leg = Leg("A", "", "", tuple(_lesson(n, "A", 1) for n in range(1, 13)))
    assert leg.count_words == "12 Lektionen"


def test_the_invitation_leaves_out_what_is_still_open() -> None:
    facts = (
        Texts({"key": "group", "text": "6 bis 10 Teilnehmende, verschiedene Branchen"}),
        Texts({"key": "time", "text": "[UHRZEIT]"}),
    )
    closing = Texts({"text": "Lieber gemeinsam? Das Training hilft."})
    course = Course(
        landing=Texts({"closing": closing}),
        training=Texts({"facts": facts}),
        example_company="Ein erfundener Betrieb, die „Lotsen GmbH“.",
    )
    together = together_of(course)
    assert (together.heading, together.text) == ("Lieber gemeinsam?", "Das Training hilft.")
    assert together.facts == "6 bis 10 Teilnehmende."
    assert company_of(course) == "Lotsen GmbH"
    assert together_of(Course(landing=course.landing)).facts == ""
    assert company_of(Course(example_company="Ein Betrieb")) == "Ein Betrieb"
