"""RFC 8058: one POST without cookie or token ends all mails; the link in a mail never expires."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.nudges.service.consent import end_consent, find_current
from leaderacademy.privacy.service import delete_person
from tests.nudges.conftest import (
    MORNING,
    completed,
    mails,
    new_learner,
    new_wish,
    night,
    wishes,
    work,
)

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
Outbox = Callable[[], list[EmailMessage]]


@pytest.fixture
def path(app: Flask, learner: Any) -> str:
    session.add(new_wish(learner.person_id, "ada@example.org", clock.now(), token="abc"))
    session.commit()
    session.remove()
    return "/kursnachrichten/abc/abmelden"


def test_the_mail_carries_both_headers_whole(app: Flask, outbox: Outbox, tmp_path: Path) -> None:
    completed(new_learner(days=2, token="t" * 22), "im-takt")
    night()
    work()
    (message,) = outbox()
    assert message["List-Unsubscribe"] == f"<https://a.example/kursnachrichten/{'t' * 22}/abmelden>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (file,) = (tmp_path / "mail").glob("*.eml")
    raw = file.read_bytes()
    assert b"\nList-Unsubscribe: <https://a.example/" in raw, "not encoded"


def test_a_mail_program_unsubscribes_with_one_post(client: Any, path: str) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example"}
    page = client.checked(client.post(path, ONE_CLICK, headers=foreign))
    assert "Sie bekommen keine Kursnachrichten" in page.text
    assert "Set-Cookie" not in page.response.headers
    assert [wish.ended_by for wish in wishes()] == ["one-click"]


def test_the_same_post_again_and_for_unknown_addresses_is_answered_kindly(
    client: Any, path: str
) -> None:
    for address in (path, path, "/kursnachrichten/nie-gewesen/abmelden"):
        assert client.post(address, ONE_CLICK).status_code == 200


def test_multipart_is_taken_too(client: Any, path: str) -> None:
    answer = client.post(path, ONE_CLICK, content_type="multipart/form-data")
    assert answer.status_code == 200
    assert wishes()[0].ended_at is not None


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"List-Unsubscribe": "one-click"},
        {"List-Unsubscribe": ["One-Click", "One-Click"]},
        {**ONE_CLICK, "wahl": "all"},
        {"wahl": "none"},
    ],
)
def test_any_other_body_needs_the_token_of_a_form(client: Any, path: str, body: Any) -> None:
    assert client.post(path, body).status_code == 400
    assert wishes()[0].ended_at is None


def test_no_other_address_takes_the_one_click_body(client: Any, path: str) -> None:
    assert client.post("/kursnachrichten/abc", ONE_CLICK).status_code == 400
    assert client.post("/abmelden", ONE_CLICK).status_code == 400


def test_only_one_view_is_marked(app: Flask) -> None:
    marked = [n for n, view in app.view_functions.items() if getattr(view, "one_click", False)]
    assert marked == ["nudges.unsubscribe"]


def test_looking_changes_nothing_and_shows_a_button(client: Any, path: str) -> None:
    page = client.visit(path)
    assert wishes()[0].ended_at is None
    assert page.response.headers["X-Robots-Tag"] == "noindex"
    assert "ada@example.org" not in page.text, "the link tells nobody whose it is"
    page = client.submit(page, "off-form", status=200)
    assert "Sie bekommen keine Kursnachrichten" in page.text
    assert wishes()[0].ended_by == "person"


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("review", "Zurzeit kommen nur Fragen zum Wiederholen."),
        ("pause", "kommt nichts"),
        ("none", "keine Kursnachrichten"),
    ],
)
def test_the_page_offers_a_pause_only_reviews_or_none(
    client: Any, path: str, choice: str, words: str
) -> None:
    page = client.submit(
        client.visit("/kursnachrichten/abc"), "choice-form", status=200, wahl=choice
    )
    assert words in page.text


def test_a_choice_nobody_offered_changes_nothing(client: Any, path: str) -> None:
    client.submit(client.visit("/kursnachrichten/abc"), "choice-form", wahl="weekly")
    assert (wishes()[0].scope, wishes()[0].ended_at) == ("all", None)


def test_the_link_of_an_old_mail_ends_todays_mails_years_later(
    app: Flask, client: Any, path: str, moved_clock: Any, learner: Any
) -> None:
    wish = find_current(learner.person_id)
    assert wish is not None
    end_consent(wish, "person", clock.now())
    session.add(new_wish(learner.person_id, "ada@example.org", clock.now(), token="neu"))
    session.commit()
    moved_clock.forward(days=900)
    assert client.post(path, ONE_CLICK).status_code == 200
    assert [wish.ended_by for wish in wishes()] == ["person", "one-click"]


def test_after_the_account_is_gone_the_answer_is_friendly(
    client: Any, path: str, learner: Any
) -> None:
    delete_person(learner.person_id, clock.now())
    session.commit()
    session.remove()
    assert "Sie bekommen keine Kursnachrichten" in client.visit(path).text
    assert client.post(path, ONE_CLICK).status_code == 200


def test_off_stops_a_letter_that_waits_in_the_outbox(app: Flask, outbox: Outbox) -> None:
    from leaderacademy.core import jobs

    someone = new_learner(days=2)
    completed(someone, "im-takt")
    night()
    # The worker writes the letter, then somebody unsubscribes before it is handed over.
    jobs.run_due(MORNING + timedelta(hours=3), limit=1)
    assert [mail.state for mail in mails()] == ["written"]
    wish = find_current(someone)
    assert wish is not None
    end_consent(wish, "person", MORNING)
    session.commit()
    session.remove()
    work(hours=24)
    assert outbox() == []
    assert [(mail.state, mail.reason) for mail in mails()] == [("skipped", "ended")]
