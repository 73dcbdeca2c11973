"""The check-in after 14 days: by a link that counts once, or on the own device."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from leaderacademy.accounts.service import get_person, managing, merge
from leaderacademy.core import clock
from leaderacademy.core.audit import Actor
from leaderacademy.core.database import session
from leaderacademy.learning.service.state import learner_state
from leaderacademy.privacy.service import collect, delete_person
from leaderacademy.team.models import CheckIn, CheckInLink
from tests.pages import Visitor
from tests.statements import counted
from tests.team.pages import OWN, TWO, fill, linked, steps


def rows_of(learner: Any) -> dict[str, Any]:
    found = learner_state(learner.person_id).values["steps"]
    session.remove()
    return {row["action"]: row for row in found}


def test_one_minute_by_a_link_without_an_account(app: Flask, learner: Any) -> None:
    fill(learner.person_id, steps=steps(*TWO))
    guest = Visitor(app)
    page = guest.visit(linked(learner))
    said = {"stand-0": "fertig", "stand-1": "unterwegs", "naechste": "Texte schreiben\n\n Probe "}
    page = guest.submit(page, "check-in-form", status=200, **said)
    assert page.one("h1").text_content() == "Eingetragen"
    assert "Fotos holen" in page.text
    rows = rows_of(learner)
    assert [row["status"] for row in rows.values()] == ["fertig", "unterwegs", "offen", "offen"]
    assert list(rows)[2:] == ["Texte schreiben", "Probe"]
    assert "Set-Cookie" not in guest.get(OWN).headers


def test_a_link_counts_once(app: Flask, learner: Any) -> None:
    fill(learner.person_id, steps=steps(*TWO))
    guest, path = Visitor(app), linked(learner)
    page = guest.visit(path)
    guest.visit(path)  # looking spends nothing: a mail scanner may look
    guest.submit(page, "check-in-form", status=200, **{"stand-0": "fertig"})
    over = guest.submit(page, "check-in-form", status=410, **{"stand-0": "streichen"})
    assert "schon eingetragen" in over.one("h1").text_content()
    assert "schon eingetragen" in guest.visit(path, 410).one("h1").text_content()
    assert rows_of(learner)["Fotos holen"]["status"] == "fertig"


def test_of_two_clicks_at_once_one_counts(app: Flask, learner: Any) -> None:
    fill(learner.person_id, steps=steps(*TWO))
    page = Visitor(app).visit(linked(learner))
    form = page.form("check-in-form")
    data = {**dict(form.form_values()), "stand-0": "fertig", "naechste": "Einmal"}
    with ThreadPoolExecutor(4) as pool:
        browsers = [app.test_client(use_cookies=False) for _ in range(4)]
        posts = [pool.submit(one.post, form.get("action"), data=data) for one in browsers]
        codes = sorted(post.result().status_code for post in posts)
    assert codes[0] == 200
    assert set(codes[1:]) <= {409, 410}
    assert len(session.scalars(select(CheckIn)).all()) == 1
    found = [row["action"] for row in learner_state(learner.person_id).values["steps"]]
    assert found.count("Einmal") == 1


def test_a_link_ends_after_14_days_and_with_its_person(
    app: Flask, learner: Any, moved_clock: Any
) -> None:
    fill(learner.person_id, steps=steps(*TWO))
    first = linked(learner)
    moved_clock.forward(days=15)
    assert "abgelaufen" in Visitor(app).visit(first, 410).text
    second = linked(learner)
    page = Visitor(app).visit(second)
    delete_person(learner.person_id, clock.now())
    session.commit()
    guest = Visitor(app)
    assert "gibt es nicht" in guest.visit(second, 410).text
    guest.submit(page, "check-in-form", status=410, **{"stand-0": "fertig"})
    guest.visit(f"{OWN}/irgendwas", 410)
    assert session.scalars(select(CheckInLink)).all() == []


def test_what_was_left_twice_is_halved_or_struck(learner: Any, moved_clock: Any) -> None:
    fill(learner.person_id, steps=steps(*TWO))
    page = learner.visit(OWN)
    assert "Blieb zweimal liegen" not in page.text
    learner.submit(page, "check-in-form", **{"stand-0": "offen", "stand-1": "offen"})
    moved_clock.forward(days=14)
    page = learner.visit(OWN)
    assert page.text.count("Blieb zweimal liegen") == 2
    assert not page.select("input[value=offen]")
    page = learner.submit(page, "check-in-form", status=422, **{"stand-0": "halbieren"})
    assert "Bitte entscheiden Sie" in page.text
    said = {"stand-0": "halbieren", "halb-0": "Ein Foto holen", "stand-1": "streichen"}
    page = learner.submit(page, "check-in-form", status=200, **said)
    assert "Ein Foto holen" in page.text
    rows = rows_of(learner)
    assert rows["Ein Foto holen"]["minutes"] == "15"
    assert rows["Kunden anrufen"]["status"] == "gestrichen"


def test_settled_steps_are_put_away_and_stay_in_the_data(learner: Any) -> None:
    fill(learner.person_id, steps=steps(("Alt", "fertig"), *TWO))
    page = learner.visit(OWN)
    learner.submit(page, "check-in-form", **{"stand-1": "fertig", "stand-2": "unterwegs"})
    assert list(rows_of(learner)) == ["Fotos holen", "Kunden anrufen"]
    kept = session.scalars(select(CheckIn)).one().outcome["put_away"]
    assert [row["action"] for row in kept] == ["Alt"]


def test_the_team_page_shows_the_last_check_in(app: Flask, learner: Any) -> None:
    fill(learner.person_id, steps=steps(*TWO), tm_share_fields=["nächste 14 Tage"])
    page = learner.submit(learner.visit(OWN), "check-in-form", **{"stand-0": "fertig"})
    assert "Letzter Check-in" in page.text
    team = learner.visit("/teamseite/vorschau")
    assert "Letzter Check-in" in team.text
    assert "Fotos holen" in team.text


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"stand-0": "unsinn"}, "Bitte wählen Sie"),
        ({"stand-0": None, "stand-1": None}, "Bitte wählen Sie"),
        ({"naechste": "eins\nzwei\ndrei\nvier"}, "höchstens drei"),
        ({"naechste": "x" * 10_000}, "höchstens 120"),
        ({"stand-0": "halbieren", "halb-0": "y" * 10_000}, "höchstens 120"),
    ],
)
def test_bad_input_is_told_and_nothing_typed_is_lost(
    learner: Any, said: dict[str, Any], told: str
) -> None:
    fill(learner.person_id, steps=steps(*TWO))
    before = rows_of(learner)
    page = learner.submit(learner.visit(OWN), "check-in-form", status=422, **said)
    assert told in page.text
    typed = said.get("naechste", "")
    assert page.one("#halb-0").get("value") == said.get("halb-0", "")
    assert page.one("#naechste").text_content().strip() == typed
    assert rows_of(learner) == before


def test_steps_changed_elsewhere_are_shown_again(learner: Any, submit: Any) -> None:
    fill(learner.person_id, steps=steps(*TWO))
    page = learner.visit(OWN)
    submit(
        learner, learner.visit("/logbuch/zielbaum"), "form-ruderschlaege",
        **{"steps.0.action": "Neu benannt"},
    )  # fmt: skip
    page = learner.submit(page, "check-in-form", status=409, naechste="Bleibt stehen")
    assert "inzwischen geändert" in page.text
    assert "Neu benannt" in page.text
    assert page.one("#naechste").text_content().strip() == "Bleibt stehen"
    assert "Bleibt stehen" not in rows_of(learner)


def test_hostile_steps_stay_text(learner: Any) -> None:
    evil = "<script>alert(1)</script> 🚢"
    fill(learner.person_id, steps=[{"action": evil}, *steps(*TWO), {"action": {"raw": "x"}}])
    page = learner.visit(OWN)
    assert "<script>alert" not in page.html
    said = {"stand-0": "halbieren", "halb-0": '=HYPERLINK("x")', "stand-1": "fertig"}
    learner.submit(page, "check-in-form", status=200, **said)
    assert '=HYPERLINK("x")' in rows_of(learner)


def test_without_steps_the_page_says_where_they_come_from(client: Any, learner: Any) -> None:
    for visitor in (client, learner):
        assert visitor.visit(OWN).select('main a[href="/kurs/kleine-schritte"]')


def test_nobody_else_is_asked_about_them(learner: Any, other_learner: Any, client: Any) -> None:
    fill(learner.person_id, steps=steps(*TWO))
    for stranger in (other_learner, client):
        page = stranger.visit(OWN)
        assert "Fotos holen" not in page.html
    csrf = client.visit("/takt-test").select("input[name=csrf_token]")[0].get("value")
    assert client.post(OWN, {"csrf_token": csrf, "stand-0": "fertig"}).status_code == 404
    assert rows_of(learner)["Fotos holen"]["status"] == "offen"


def test_merging_export_and_deletion(app: Flask, learner: Any, other_learner: Any) -> None:
    fill(learner.person_id, steps=steps(*TWO))
    path = linked(learner)
    page = learner.visit(OWN)
    learner.submit(page, "check-in-form", **{"stand-0": "fertig", "stand-1": "unterwegs"})
    merge(learner.person_id, other_learner.person_id, clock.now())
    session.commit()
    exported = collect(get_person(other_learner.person_id))["team"]
    assert exported["check_ins"][0]["done"] == ["Fotos holen"]
    assert len(exported["check_in_links"]) == 1
    assert path.rpartition("/")[2] not in str(exported)
    Visitor(app).visit(path)
    delete_person(other_learner.person_id, clock.now())
    session.commit()
    assert session.scalars(select(CheckIn)).all() == []


def test_the_pages_cost_few_queries(app: Flask, learner: Any) -> None:
    fill(learner.person_id, steps=steps(*TWO))
    path = linked(learner)
    for visitor, page, most in ((learner, OWN, 4), (Visitor(app), path, 3)):
        with counted(app) as statements:
            assert visitor.get(page).status_code == 200
        assert len(statements) <= most, statements


def test_of_a_deactivated_account_the_link_is_closed(app: Flask, learner: Any) -> None:
    fill(learner.person_id, steps=steps(*TWO))
    guest, path = Visitor(app), linked(learner)
    page = guest.visit(path)
    managing.deactivate(learner.person_id, clock.now(), Actor(None, "Tina"))
    session.commit()
    session.remove()
    for over in (
        guest.visit(path, 410),
        guest.submit(page, "check-in-form", 410, **{"stand-0": "fertig"}),
    ):
        assert over.one("h1").text_content() == "Dieser Check-in ist zurzeit geschlossen"
        assert not over.select("a[href='/check-in']")
    assert rows_of(learner)["Fotos holen"]["status"] == "offen"
