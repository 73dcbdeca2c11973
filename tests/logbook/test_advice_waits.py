"""„fehlt noch“ and „Bitte ergänzen Sie“ stand only where somebody has begun."""

from datetime import date
from typing import Any

from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Field
from leaderacademy.content.fields.values import check_value, default_value, fill_level
from leaderacademy.logbook.rules.example import example_of
from leaderacademy.logbook.rules.missing import remarks_of

TODAY = date(2026, 11, 27)


def field(key: str) -> Field:
    found = catalogue.course().find_field(key)
    assert found is not None
    return found


def told(key: str, value: Any) -> list[str]:
    return [one.text for one in check_value(field(key), value, {}, TODAY)]


def shown(visitor: Any, document: str) -> list[str]:
    page = visitor.visit("/logbuch")
    marks = page.select(f"#{document} .missing:not([hidden])")
    return [str(mark.get("id")).removesuffix("-fehlt") for mark in marks]


def test_rows_that_hold_only_what_the_course_put_there_are_not_advised_on(app: Any) -> None:
    untouched = default_value(field("st_kpis"), {}, TODAY)
    assert told("st_kpis", untouched) == []
    begun = [{**untouched[0], "target": "6"}, *untouched[1:]]
    found = check_value(field("st_kpis"), begun, {}, TODAY)
    assert {one.row for one in found} == {1}
    assert {one.kind for one in found} == {"hint"}, "a lack is no mistake"


def test_a_row_of_a_document_says_all_it_lacks_in_one_sentence(app: Any) -> None:
    values = {"st_kpis": [{"name": "Anfragen", "target": "6"}]}
    remarks = remarks_of([field("st_kpis")], values, TODAY)
    (lack,) = [one.text for one in remarks if one.text.startswith("Bitte ergänzen")]
    assert lack == (
        "Bitte ergänzen Sie „Der heutige Wert ist …“, „heute“ und „Woher kommt die Zahl?“."
    )


def test_missing_points_name_their_criteria(app: Any) -> None:
    scores = [{"criterion": "Ziel verstanden", "points": "2"}, {"criterion": "Verständlich"}]
    texts = told("offers", [{"of_name": "A", "of_scores": scores}])
    assert "Bitte ergänzen Sie „Punkte“ bei „Verständlich“." in texts
    assert not any("„Ziel verstanden“" in text for text in texts)


def test_only_required_fields_of_a_begun_lesson_are_missing(client: Any) -> None:
    assert shown(client, "strategie") == []
    form = "dokument-strategie-form"
    client.submit(client.visit("/logbuch"), form, status=200, rs_budget_year="6000")
    assert shown(client, "strategie") == [
        f"feld-{key}"
        for key in ("rs_hours_boss", "rs_rule_metric", "rs_rule_threshold", "rs_rule_date",
                    "rs_rule_action")
    ]  # fmt: skip
    page = client.visit("/logbuch")
    assert not page.select("#strategie .field-error")


def test_nothing_filled_is_empty_and_a_grid_without_offers_says_so(app: Any) -> None:
    logbook = catalogue.course().logbook
    document = logbook.document("abschluss")
    assert document is not None
    assert fill_level(document, {"sc_before": [1, None]}).state == "leer"
    offers = logbook.document("angebote")
    assert offers is not None
    values = dict(example_of(logbook, TODAY).values)
    assert fill_level(offers, values).note == ""
    level = fill_level(offers, {**values, "offers": None})
    assert (level.state, level.note) == ("ausgelaufen", "noch kein Angebot eingetragen")


def test_a_field_without_a_letter_has_no_disc(client: Any) -> None:
    form = "dokument-zielbaum-form"
    page = client.submit(client.visit("/logbuch"), form, status=200, g10_statement="Ein Hafen.")
    assert not page.select(".disc-full.disc-none")
    assert page.select(".disc-none")


def test_the_example_is_checked_in_the_middle_of_its_quarter(app: Any) -> None:
    values = example_of(catalogue.course().logbook, TODAY).values
    assert (values["gq_date"], values["rs_rule_date"]) == ("2027-03-31", "2027-02-14")
