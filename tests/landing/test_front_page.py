"""The front page: every text, one click to lesson 1, no cookie, one query, made once."""

from collections.abc import Iterator
from typing import Any

from flask import Flask

from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Texts
from tests.statements import counted

MOST_BYTES = 45 * 1024
# Names for the program, not texts for a reader.
NOT_SHOWN = {"key", "source", "first", "last", "minutes"}


def _leaves(texts: Any) -> Iterator[str]:
    if isinstance(texts, Texts):
        for key in texts:
            if key not in NOT_SHOWN:
                yield from _leaves(texts[key])
    elif isinstance(texts, list | tuple):
        for text in texts:
            yield from _leaves(text)
    elif isinstance(texts, str):
        yield " ".join(texts.split())


def test_every_text_of_the_landing_file_is_on_the_page(client: Any, visit: Any) -> None:
    page = visit(client, "/")
    spoken = page.text + " ".join(str(e.get("aria-label")) for e in page.select("[aria-label]"))
    missing = [text for text in _leaves(catalogue.course().landing) if text not in spoken]
    assert not missing


def test_the_first_lesson_is_one_click_away(client: Any, visit: Any) -> None:
    page = visit(client, "/")
    first = catalogue.course().lessons[0]
    starts = page.select("a.btn-main")
    assert [start.get("href") for start in starts] == [f"/kurs/{first.slug}"] * 2
    visit(client, f"/kurs/{first.slug}")


def test_every_lesson_is_listed_with_its_minutes(client: Any, visit: Any) -> None:
    page = visit(client, "/")
    listed = [a.get("href") for a in page.select(".legs-wide a")]
    assert listed == [f"/kurs/{lesson.slug}" for lesson in catalogue.course().lessons]


def test_the_phone_shows_windows_on_the_one_drawing_of_the_route(client: Any, visit: Any) -> None:
    page = visit(client, "/")
    assert len(page.select("#strecke")) == 1
    assert [use.get("href") for use in page.select(".legs-strip use")] == ["#strecke"] * 3


def test_the_first_sentence_of_the_self_check_leads_to_it(client: Any, visit: Any) -> None:
    page = visit(client, "/")
    form = page.form("/selbst-check")
    assert len(form.cssselect("input[type=radio][name=s0]")) == 4
    answer = client.get("/selbst-check?s0=2")
    assert answer.status_code == 200


def test_reading_the_front_page_sets_no_cookie_and_asks_one_query(app: Flask, client: Any) -> None:
    for _ in range(2):
        with counted(app) as queries:
            response = client.get("/")
        assert "Set-Cookie" not in response.headers
        assert len([q for q in queries if q.lstrip().upper().startswith("SELECT")]) <= 1


def test_the_page_is_small_enough_for_a_bad_connection(client: Any) -> None:
    response = client.get("/", headers={"Accept-Encoding": "br"})
    assert response.headers["Content-Encoding"] == "br"
    assert len(response.get_data()) <= MOST_BYTES


def test_who_has_the_page_is_told_so_instead_of_sent_it_again(client: Any) -> None:
    tag = client.get("/").headers["ETag"]
    again = client.get("/", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert not again.get_data()


def test_a_page_without_texts_is_missing_not_broken(client: Any, visit: Any, tmp_path: Any) -> None:
    from leaderacademy.config import ROOT

    catalogue.open(tmp_path)
    try:
        visit(client, "/", 404)
    finally:
        catalogue.open(ROOT / "content")


def test_what_belongs_to_one_person_is_not_kept_for_others(
    client: Any, learner: Any, visit: Any
) -> None:
    mine = visit(learner, "/")
    assert "Ada Beispiel" in mine.text
    assert "ETag" not in mine.response.headers
    assert "Ada Beispiel" not in visit(client, "/").text
