"""Exercises over HTTP: typed fields, advice in whole sentences, rows without JavaScript."""

from typing import Any

import pytest
from sqlalchemy import select

from leaderacademy.core.database import session
from leaderacademy.learning.models import Answer

HARBOUR = "/kurs/wer-steuert/uebungen/mein-hafen"
GOAL = "/kurs/ziele-mit-kurs/uebungen/mein-jahresziel"


def values() -> dict[str, Any]:
    rows = session.execute(select(Answer.field_key, Answer.value)).all()
    session.remove()
    return {row.field_key: row.value for row in rows}


def words(element: Any) -> str:
    return " ".join(element.text_content().replace("\u00a0", " ").split())


def advice(page: Any, name: str) -> str:
    return words(page.one(f"#feld-{name}-rat"))


def test_a_saved_exercise_shows_when_it_was_saved(client: Any, visit: Any, submit: Any) -> None:
    page = visit(client, "/kurs/wer-steuert")
    assert "Noch nichts gespeichert" in words(page.one("#uebung-mein-hafen [data-saved]"))
    page = submit(client, page, HARBOUR, st_leader="Geschäftsführerin")
    assert "Gespeichert " in words(page.one("#uebung-mein-hafen .saved-saved"))
    assert page.one("#feld-st_leader").get("value") == "Geschäftsführerin"


def test_defaults_are_shown_but_only_kept_when_somebody_saves(
    client: Any, visit: Any, submit: Any
) -> None:
    page = visit(client, "/kurs/wer-steuert")
    proposed = page.one("#feld-g10_date").get("value")
    assert proposed
    assert values() == {}
    submit(client, page, HARBOUR, st_leader="Chefin")
    assert values() == {"g10_date": proposed, "st_leader": "Chefin"}


def test_advice_comes_as_whole_sentences_after_saving(client: Any, visit: Any, submit: Any) -> None:
    page = visit(client, "/kurs/wer-steuert")
    assert advice(page, "g10_sign") == ""
    page = submit(client, page, HARBOUR, g10_sign="viel Umsatz")
    assert advice(page, "g10_sign") == "An welcher Zahl würden Außenstehende es merken?"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("gy_base", "so einige"),
        ("gy_date", "31.02.2027"),
        ("gy_metric", "x" * 5000),
        ("gy_benefit", "Zeile\n" * 6000 + "Ende"),
    ],
)
def test_what_cannot_be_used_is_explained_and_kept(
    client: Any, visit: Any, submit: Any, field: str, typed: str
) -> None:
    page = submit(client, visit(client, "/kurs/ziele-mit-kurs"), GOAL, **{field: typed})
    assert len(advice(page, field)) > 20
    control = page.one(f"#feld-{field}")
    assert (control.get("value") or control.text_content().strip()) == typed
    again = submit(client, page, GOAL)
    assert not again.select(".conflict")


def test_german_numbers_dates_and_money_come_back_as_typed(
    client: Any, visit: Any, submit: Any
) -> None:
    page = visit(client, "/kurs/ziele-mit-kurs")
    page = submit(client, page, GOAL, gy_base="1.234,5", gy_target="2000", gy_date="2027-12-31")
    assert page.one("#feld-gy_base").get("value") == "1.234,5"
    assert page.one("#feld-gy_date").get("type") == "date"
    assert values()["gy_base"] == "1234.5"
    money = visit(client, "/kurs/fuenf-gruende")
    action = money.one("section.logpage form").get("action")
    submit(client, money, action, rs_budget_year="6.000,50 €")
    assert values()["rs_budget_year"] == 600050


def test_the_sentence_of_the_year_builds_itself(client: Any, visit: Any, submit: Any) -> None:
    page = submit(
        client,
        visit(client, "/kurs/ziele-mit-kurs"),
        GOAL,
        gy_metric="Anfragen von Hausverwaltungen",
        gy_unit="pro Monat",
        gy_base="2",
        gy_target="6",
        gy_date="2027-12-31",
        gy_owner="Vertriebsleitung",
        gy_benefit="jedes Jahr mindestens sieben dazukommen",
    )
    sentence = words(page.one("#satz-gy_sentence"))
    assert "Anfragen von Hausverwaltungen von 2 auf 6 pro Monat" in sentence
    assert "Es fehlt noch: R" in sentence
    full = [words(disc) for disc in page.select("#uebung-mein-jahresziel .disc-full")]
    assert full == ["K", "U", "S"]
    assert page.one("#feld-gy_reach-fehlt").get("hidden") is None


def test_rows_are_added_without_javascript(client: Any, visit: Any) -> None:
    page = visit(client, "/kurs/kleine-schritte")
    form = page.one("section.logpage form")
    rows = len(page.select('[data-rows="steps"] > li'))
    data = dict(form.form_values()) | {"steps.0.action": "Liste schreiben", "op": "steps.add"}
    response = client.post(form.get("action"), data=data)
    address, _, target = response.headers["Location"].partition("#")
    page = visit(client, address)
    assert len(page.select('[data-rows="steps"] > li')) == rows + 1
    assert page.one(f"#{target}") is not None
    assert page.one("#feld-steps-0-action").text_content().strip() == "Liste schreiben"


@pytest.mark.parametrize(
    ("op", "after"),
    [
        ("parked_ideas.0.remove", ["Zwei", "Drei"]),
        ("parked_ideas.1.up", ["Zwei", "Eins", "Drei"]),
        ("parked_ideas.1.down", ["Eins", "Drei", "Zwei"]),
    ],
)
def test_rows_move_without_javascript(client: Any, visit: Any, op: str, after: list[str]) -> None:
    page = visit(client, "/kurs/zielbaum?zeilen=parked_ideas-3")
    form = page.one("section.logpage form")
    typed = {f"parked_ideas.{n}": text for n, text in enumerate(["Eins", "Zwei", "Drei"])}
    client.post(form.get("action"), data=dict(form.form_values()) | typed | {"op": op})
    assert values()["parked_ideas"] == after


def test_enter_saves_and_does_not_press_a_button_for_rows(client: Any, visit: Any) -> None:
    page = visit(client, "/kurs/kleine-schritte")
    first = page.select("section.logpage form button")[0]
    assert first.get("name") is None


def test_a_choice_offers_the_rows_of_another_list(client: Any, visit: Any, submit: Any) -> None:
    page = visit(client, "/kurs/kleine-schritte")
    action = page.one("section.logpage form").get("action")
    page = submit(client, page, action, **{"steps.0.action": "Fünf Projekte auswählen"})
    options = [option.text_content() for option in page.select("#feld-step_first option")]
    assert "Fünf Projekte auswählen" in options


def test_only_the_fields_of_the_exercise_are_taken(client: Any, visit: Any) -> None:
    form = visit(client, "/kurs/wer-steuert").form(HARBOUR)
    data = dict(form.form_values()) | {"base.gy_metric": "0-0000000000", "gy_metric": "fremd"}
    client.post(HARBOUR, data=data)
    assert "gy_metric" not in values()


def test_an_unknown_exercise_is_not_found(client: Any, visit: Any) -> None:
    token = visit(client, "/kurs/wer-steuert").select("input[name=csrf_token]")[0].get("value")
    response = client.post("/kurs/wer-steuert/uebungen/nix", data={"csrf_token": token})
    client.checked(response, 404)


def test_a_body_that_is_too_large_is_refused_in_german(client: Any, visit: Any) -> None:
    form = visit(client, "/kurs/wer-steuert").form(HARBOUR)
    data = dict(form.form_values()) | {"g10_statement": "x" * 300_000}
    page = client.checked(client.post(HARBOUR, data=data), 413)
    assert "256 KB" in page.text
    assert values() == {}


def test_nobody_else_sees_my_logbook(
    learner: Any, other_learner: Any, visit: Any, submit: Any
) -> None:
    submit(learner, visit(learner, "/kurs/wer-steuert"), HARBOUR, st_leader="Ganz geheim")
    for path in ("/kurs/wer-steuert", "/logbuch", "/logbuch/strategie", "/kurs"):
        assert "Ganz geheim" not in visit(other_learner, path).html


def test_a_script_gets_the_exercise_and_what_changed_around_it(client: Any, visit: Any) -> None:
    form = visit(client, "/kurs/wer-steuert").form(HARBOUR)
    data = dict(form.form_values()) | {"st_leader": "Chefin"}
    html = client.post(HARBOUR, data=data, headers={"X-Fragment": "1"}).get_data(as_text=True)
    assert "<html" not in html
    for part in ("uebung-mein-hafen", "base-st_leader", "schritte", "weiter"):
        assert f'id="{part}"' in html
