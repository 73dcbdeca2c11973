"""The pages of insight: for trainers only, about nobody in particular, quick."""

from typing import Any

import pytest
from flask import Flask

from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import ChoiceQuestion
from leaderacademy.core.database import session
from tests.insight.conftest import ASKED, SLUG, answers, new_people
from tests.statements import counted as statements_of

PAGES = ("/studio/auswertung", f"/studio/auswertung/{SLUG}", f"/studio/auswertung/{SLUG}/{ASKED}")


def said(page: Any) -> str:
    return page.text.replace("\u00a0", " ")


@pytest.mark.parametrize("path", PAGES)
def test_a_learner_may_not_open_it(learner: Any, visit: Any, path: str) -> None:
    visit(learner, path, 403)


@pytest.mark.parametrize("path", PAGES)
def test_without_any_answer_the_pages_say_so(trainer: Any, visit: Any, path: str) -> None:
    page = visit(trainer, path)
    assert "Stand:" in page.text
    assert "Auswertung" in page.one("nav[aria-label=Studio]").text_content()


@pytest.mark.parametrize("path", ["/studio/auswertung/nein", f"/studio/auswertung/{SLUG}/nein"])
def test_what_is_not_there_is_not_found(trainer: Any, visit: Any, path: str) -> None:
    visit(trainer, path, 404)


def test_the_worst_spot_stands_on_top_with_its_line(
    class_of_forty: list[int], counted: Any, trainer: Any, visit: Any
) -> None:
    counted()
    page = visit(trainer, PAGES[0])
    spots = page.select(".ins-spots li")
    assert len(spots) == 2
    first = spots[0]
    assert "Hier hören 30 % aller auf" in first.text_content().replace("\u00a0", " ")
    assert first.cssselect(f"a[href^='/studio/lektionen/{SLUG}#zeile-']")
    assert "liegen 45 % daneben" in spots[1].text_content().replace("\u00a0", " ")
    row = page.select("#lektionen ~ table tbody tr")[0].text_content().replace("\u00a0", " ")
    assert "70 %" in row
    assert "6 Min." in row


def test_the_lesson_says_where_readers_stop(
    class_of_forty: list[int], counted: Any, trainer: Any, visit: Any
) -> None:
    counted()
    page = visit(trainer, PAGES[1])
    rows = {
        row.cssselect("th")[0].text_content().split("\u00a0 ")[1].strip(): row
        for row in page.select("#weg ~ table tbody tr")
    }
    stopped = rows["Frage\u00a01"].cssselect("td")
    assert "100" in stopped[0].text_content()
    assert stopped[1].text_content() == "12"
    assert "70" in rows["Frage\u00a02"].cssselect("td")[0].text_content()
    assert page.select("svg.ins-way .ins-steep")


def test_the_question_says_what_was_chosen(
    class_of_forty: list[int], counted: Any, trainer: Any, visit: Any
) -> None:
    counted()
    page = visit(trainer, PAGES[2])
    rows = [
        [cell.text_content().replace("\u00a0", " ").strip() for cell in row.cssselect("td")]
        for row in page.select("#antworten ~ table tbody tr")
    ]
    assert rows == [["30 %", "12"], ["55 %", "22"], ["0 %", "0"], ["15 %", "6"]]
    text = said(page)
    assert "Sicher, aber falsch31 %" in text
    assert "40 bis 69 %" in text
    tries = page.select("#versuche ~ table tbody td")
    assert [cell.text_content() for cell in tries] == ["22", "6", "0", "0", "12"]


def test_few_people_stay_hidden(app: Flask, counted: Any, trainer: Any, visit: Any) -> None:
    people = new_people(14)
    for place, person in enumerate(people):
        answers(person, ASKED, 0 if place < 3 else 1)
    session.commit()
    counted()
    page = visit(trainer, PAGES[2])
    rows = [
        row.cssselect("td")[1].text_content() for row in page.select("#antworten ~ table tbody tr")
    ]
    assert rows == ["verborgen", "verborgen", "0", "0"]
    assert "über 64 %" in said(page)
    text = said(visit(trainer, PAGES[0]))
    assert "Noch fällt keine Stelle auf" in text


def test_the_page_counts_the_little_that_is_new(
    class_of_forty: list[int], trainer: Any, visit: Any
) -> None:
    assert "22" in visit(trainer, PAGES[2]).one("#antworten ~ table").text_content()


@pytest.mark.parametrize("path", PAGES)
def test_at_most_eight_statements(
    app: Flask, class_of_forty: list[int], counted: Any, trainer: Any, path: str
) -> None:
    counted()
    with statements_of(app) as statements:
        assert trainer.get(path).status_code == 200
    assert len(statements) <= 8, statements


@pytest.mark.parametrize(
    ("days", "chosen"), [("30", "30 Tage"), ("7", "90 Tage"), ("x", "90 Tage")]
)
def test_the_funnel_has_a_period(trainer: Any, visit: Any, days: str, chosen: str) -> None:
    page = visit(trainer, f"/studio/auswertung?tage={days}")
    assert page.one(".ins-days [aria-current]").text_content() == chosen


def test_the_funnel_counts_first_answers(
    class_of_forty: list[int], counted: Any, trainer: Any, visit: Any
) -> None:
    counted()
    rows = visit(trainer, PAGES[0]).select("#weg ~ table tbody tr")
    assert [row.cssselect("td")[-1].text_content() for row in rows] == ["0", "40", "0", "0"]


def test_few_people_with_many_answers_stay_hidden_in_the_sum_of_a_lesson(
    app: Flask, counted: Any, trainer: Any, visit: Any
) -> None:
    lesson = catalogue.course().find_lesson(SLUG)
    assert lesson is not None
    four = new_people(4)
    for question in lesson.questions:
        if isinstance(question, ChoiceQuestion):
            for one in four:
                answers(one, question.id, 0)
    session.commit()
    counted()
    page = visit(trainer, PAGES[1])
    begun, _, _, first_try = [one.text_content() for one in page.select(".ins-figures dd")]
    assert (begun, first_try) == ("unter\u00a05", "zu wenige")


def test_each_heading_has_a_line_of_its_own(trainer: Any, visit: Any) -> None:
    page = visit(trainer, PAGES[1])
    links = [one.get("href") for one in page.select("#weg ~ table a")]
    lines = [int(one.rpartition("-")[2]) for one in links]
    assert len(set(lines)) == len(lines)
    assert lines == sorted(lines)
    assert catalogue.folder is not None
    text = (catalogue.folder / "lessons" / "010-wer-steuert.md").read_text().split("\n")
    places = [one.text_content() for one in page.select("#weg ~ table tbody th")]
    for place, line in zip(places, lines, strict=True):
        if "„" in place:
            assert text[line - 1].startswith("## ")
