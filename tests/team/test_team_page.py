"""The shared team page: what was chosen and nothing else, until its end, for who has the link."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from leaderacademy.accounts.service import get_person, managing, merge
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import clock
from leaderacademy.core.audit import Actor
from leaderacademy.core.database import session
from leaderacademy.learning.service.state import learner_state
from leaderacademy.privacy.service import collect, delete_person
from leaderacademy.team.models import TeamLink
from leaderacademy.team.rules.shared import CONTENTS, FIELDS, UNTIL
from leaderacademy.team.service.sharing import ensure_link
from tests.pages import Visitor
from tests.statements import counted
from tests.team.pages import MARKS, SECRET, fill

ALL = tuple(CONTENTS)


def share(learner: Any, *chosen: str, **more: str) -> str:
    """Choose, and give back the path of the link."""
    page = learner.visit("/teamseite")
    fields: dict[str, Any] = {FIELDS: list(chosen), **more}
    learner.submit(page, "teamseite-form", status=200, **fields)
    return link(learner)


def link(learner: Any) -> str:
    (anchor,) = learner.visit("/teamseite").select(".team-link a")
    return "/team/" + anchor.get("href").rpartition("/")[2]


def test_the_course_offers_what_the_page_knows(app: Flask) -> None:
    field = catalogue.course().find_field(FIELDS)
    assert field is not None
    assert tuple(option.value for option in field.options) == ALL


@pytest.mark.parametrize("chosen", [*[(one,) for one in ALL], ALL], ids=lambda c: "+".join(c)[:40])
def test_never_more_than_was_chosen(app: Flask, learner: Any, chosen: tuple[str, ...]) -> None:
    fill(learner.person_id)
    html = Visitor(app).visit(share(learner, *chosen)).html.replace("\u00a0", " ")
    for name, marks in MARKS.items():
        for mark in marks:
            assert (mark in html) == (name in chosen), (mark, chosen)
    assert not [secret for secret in SECRET if secret in html]


def test_a_learner_sees_the_defaults_ticked_but_not_money(learner: Any) -> None:
    boxes = learner.visit("/teamseite").select(f"input[name={FIELDS}]")
    ticked = {box.get("value") for box in boxes if box.get("checked") is not None}
    assert ticked == set(ALL) - {"Geldbeträge"}


def test_nothing_is_shown_before_somebody_chose(app: Flask, learner: Any) -> None:
    fill(learner.person_id, **{UNTIL: "2999-01-01"})
    ensure_link(learner.person_id, clock.now())
    session.commit()
    html = Visitor(app).visit(link_of(learner.person_id)).html
    assert "MARK" not in html
    assert "noch nichts eingetragen" in html


def link_of(person_id: int) -> str:
    token = session.scalar(select(TeamLink.token).where(TeamLink.person_id == person_id))
    session.remove()
    return f"/team/{token}"


def test_a_link_without_a_readable_end_is_closed(app: Flask, learner: Any) -> None:
    fill(learner.person_id, **{UNTIL: {"raw": "bald"}, FIELDS: list(ALL)})
    ensure_link(learner.person_id, clock.now())
    session.commit()
    Visitor(app).visit(link_of(learner.person_id), 410)


def test_it_is_kept_out_of_search_engines_and_caches(app: Flask, learner: Any) -> None:
    fill(learner.person_id)
    path = share(learner, *ALL)
    response = Visitor(app).get(path)
    assert response.headers["X-Robots-Tag"].startswith("noindex")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in response.headers
    html = response.get_data(as_text=True)
    assert 'name="robots" content="noindex' in html
    assert "Disallow: /team/" in Visitor(app).get("/robots.txt").get_data(as_text=True)
    assert not [part for part in html.split('"') if part.startswith(("http://", "https://"))]


def test_the_page_shows_today_and_not_the_day_of_sharing(
    app: Flask, learner: Any, submit: Any
) -> None:
    fill(learner.person_id)
    path = share(learner, "Richtung und Warum")
    submit(learner, learner.visit("/logbuch/team"), "form-richtung", tm_direction="Neue Richtung!")
    assert Visitor(app).visit(path).one("h1").text_content() == "Neue Richtung!"


def test_it_ends_on_its_day_and_opens_again_when_extended(
    app: Flask, learner: Any, moved_clock: Any
) -> None:
    fill(learner.person_id)
    path = share(learner, "Richtung und Warum")
    moved_clock.forward(days=90)
    Visitor(app).visit(path)
    moved_clock.forward(days=1)
    over = Visitor(app).visit(path, 410)
    assert "abgelaufen" in over.one("h1").text_content()
    assert "MARK" not in over.html
    page = learner.visit("/teamseite")
    assert "Ihre Freigabe ist abgelaufen" in page.text
    day = (clock.now().date().replace(day=1)).replace(year=clock.now().year + 1).isoformat()
    learner.submit(page, "teamseite-form", status=200, **{UNTIL: day})
    assert "MARKRICHTUNG" in Visitor(app).visit(path).html


def test_revoked_and_renewed_links_show_nothing_any_more(app: Flask, learner: Any) -> None:
    fill(learner.person_id)
    first = share(learner, "Richtung und Warum")
    learner.submit(learner.visit("/teamseite"), "neuer-link", status=200)
    second = link(learner)
    assert second != first
    over = Visitor(app).visit(first, 410)
    assert "gilt nicht mehr" in over.one("h1").text_content()
    assert "MARKRICHTUNG" in Visitor(app).visit(second).html
    learner.submit(learner.visit("/teamseite"), "zurueckziehen", status=200)
    Visitor(app).visit(second, 410)
    assert not learner.visit("/teamseite").select(".team-link")
    Visitor(app).visit("/team/gibt-es-nicht", 404)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({FIELDS: None}, "mindestens einen Teil"),
        ({UNTIL: ""}, "Bis wann gilt der Link?"),
        ({UNTIL: "irgendwann"}, "ist kein Datum"),
        ({UNTIL: "2020-01-01"}, "zu früh"),
        ({UNTIL: "2999-01-01"}, "zu spät"),
    ],
)
def test_a_bad_choice_is_told_and_makes_no_link(
    learner: Any, fields: dict[str, Any], said: str
) -> None:
    page = learner.visit("/teamseite")
    page = learner.submit(page, "teamseite-form", status=422, **fields)
    assert said in page.text
    if fields.get(UNTIL):
        assert page.one(f"#{UNTIL}").get("value") == fields[UNTIL]
    assert session.scalars(select(TeamLink)).all() == []


def test_the_choice_stands_in_the_logbook_and_comes_from_there(learner: Any, submit: Any) -> None:
    fill(learner.person_id)
    share(learner, "Ampel")
    state = learner_state(learner.person_id)
    assert state.values[FIELDS] == ["Ampel"]
    submit(learner, learner.visit("/logbuch/team"), "form-teilen", **{FIELDS: ["Mannschaft"]})
    boxes = learner.visit("/teamseite").select(f"input[name={FIELDS}]")
    assert [b.get("value") for b in boxes if b.get("checked") is not None] == ["Mannschaft"]


def test_two_windows_do_not_overwrite_each_other(learner: Any) -> None:
    early, late = learner.visit("/teamseite"), learner.visit("/teamseite")
    learner.submit(early, "teamseite-form", **{FIELDS: ["Ampel"]})
    early = learner.visit("/teamseite")
    learner.submit(early, "teamseite-form", **{FIELDS: ["Mannschaft"]})
    page = learner.submit(late, "teamseite-form", **{FIELDS: list(ALL)})
    assert "in einem anderen Fenster geändert" in page.text
    assert learner_state(learner.person_id).values[FIELDS] == ["Mannschaft"]


def test_nobody_else_sees_renews_or_revokes_it(
    app: Flask, learner: Any, other_learner: Any, client: Any
) -> None:
    fill(learner.person_id)
    path = share(learner, *ALL)
    for stranger in (other_learner, client):
        page = stranger.visit("/teamseite")
        assert path not in page.html
        assert "MARK" not in stranger.visit("/teamseite/vorschau").html
        csrf = page.one("#teamseite-form input[name=csrf_token]").get("value")
        for act in ("neuer-link", "zurueckziehen"):
            assert stranger.post(f"/teamseite/{act}", {"csrf_token": csrf}).status_code == 404
    Visitor(app).visit(path)


def test_the_preview_is_what_the_team_sees(app: Flask, learner: Any) -> None:
    fill(learner.person_id)
    path = share(learner, *ALL)
    seen = Visitor(app).visit(path).one("main").text_content()
    assert learner.visit("/teamseite/vorschau").one("main").text_content() == seen


def test_hostile_words_stay_words(app: Flask, learner: Any) -> None:
    evil = "<script>alert(1)</script>\u202e שלום 🚢 " + "x" * 5_000
    fill(learner.person_id, tm_direction=evil, tm_crew=[{"name": evil, "task": "=1+1"}])
    page = Visitor(app).visit(share(learner, *ALL))
    assert "<script>alert" not in page.html
    assert "\u202e" not in page.html
    assert "x" * 5_000 in page.html


def test_merging_deletion_and_export(app: Flask, learner: Any, other_learner: Any) -> None:
    fill(learner.person_id)
    first, second = share(learner, "Ampel"), share(other_learner, "Ampel")
    merge(learner.person_id, other_learner.person_id, clock.now())
    session.commit()
    Visitor(app).visit(first, 410)
    Visitor(app).visit(second)
    exported = collect(get_person(other_learner.person_id))["team"]["team_links"]
    assert [bool(one["withdrawn_at"]) for one in exported] == [True, False]
    delete_person(other_learner.person_id, clock.now())
    session.commit()
    assert session.scalars(select(TeamLink)).all() == []
    Visitor(app).visit(second, 404)


def test_two_clicks_make_one_link(app: Flask, learner: Any) -> None:
    for _ in range(2):
        ensure_link(learner.person_id, clock.now())
        session.commit()
    assert len(session.scalars(select(TeamLink)).all()) == 1


def test_it_costs_few_queries(app: Flask, learner: Any) -> None:
    fill(learner.person_id)
    path = share(learner, *ALL)
    for visitor, page, most in ((Visitor(app), path, 3), (learner, "/teamseite", 4)):
        with counted(app) as statements:
            assert visitor.get(page).status_code == 200
        assert len(statements) <= most, statements


def test_of_a_deactivated_account_it_is_closed_and_opens_again(app: Flask, learner: Any) -> None:
    fill(learner.person_id)
    path, nobody = share(learner, *ALL), Actor(None, "Tina")
    managing.deactivate(learner.person_id, clock.now(), nobody)
    session.commit()
    session.remove()
    page = Visitor(app).visit(path, 410)
    assert page.one("h1").text_content() == "Diese Teamseite ist zurzeit geschlossen"
    assert "MARK" not in page.html
    assert "gesperrt" not in page.text  # that is nobody's business
    managing.reactivate(learner.person_id, clock.now(), nobody)
    session.commit()
    session.remove()
    assert "MARK" in Visitor(app).visit(path).html
