"""Two tabs or devices over HTTP: the later save is shown both versions."""

from typing import Any

HARBOUR = "/kurs/wer-steuert/uebungen/mein-hafen"


def _conflict(learner: Any, visit: Any, submit: Any) -> Any:
    submit(learner, visit(learner, "/kurs/wer-steuert"), HARBOUR, st_leader="Anfang")
    tab_a, tab_b = visit(learner, "/kurs/wer-steuert"), visit(learner, "/kurs/wer-steuert")
    submit(learner, tab_a, HARBOUR, st_leader="Fassung A")
    return submit(learner, tab_b, HARBOUR, st_leader="Fassung B")


def _press(learner: Any, page: Any, start: str) -> Any:
    (button,) = page.select(f'.conflict [value^="{start}."]')
    return learner.submit(page, HARBOUR, status=200, op=button.get("value"))


def _leader(page: Any) -> str:
    return str(page.one("#feld-st_leader").get("value"))


def test_both_versions_are_shown(learner: Any, visit: Any, submit: Any) -> None:
    page = _conflict(learner, visit, submit)
    shown = [words.text_content() for words in page.select(".conflict .own-words")]
    assert shown == ["Fassung A", "Fassung B"]
    assert _leader(page) == "Fassung A"


def test_the_conflict_waits_until_it_is_decided(learner: Any, visit: Any, submit: Any) -> None:
    _conflict(learner, visit, submit)
    assert visit(learner, "/kurs/wer-steuert").select(".conflict")
    assert visit(learner, "/logbuch/strategie").select(".conflict")


def test_my_version_is_taken(learner: Any, visit: Any, submit: Any) -> None:
    page = _press(learner, _conflict(learner, visit, submit), "take")
    assert _leader(page) == "Fassung B"
    assert not page.select(".conflict")


def test_the_saved_version_is_kept(learner: Any, visit: Any, submit: Any) -> None:
    page = _press(learner, _conflict(learner, visit, submit), "keep")
    assert _leader(page) == "Fassung A"
    assert not page.select(".conflict")


def test_different_fields_in_two_tabs_do_not_meet(learner: Any, visit: Any, submit: Any) -> None:
    submit(learner, visit(learner, "/kurs/wer-steuert"), HARBOUR, st_leader="Anfang")
    tab_a, tab_b = visit(learner, "/kurs/wer-steuert"), visit(learner, "/kurs/wer-steuert")
    submit(learner, tab_a, HARBOUR, st_leader="Neu aus A")
    page = submit(learner, tab_b, HARBOUR, g10_sign="40 % aus B")
    assert not page.select(".conflict")
    assert _leader(page) == "Neu aus A"
    assert page.one("#feld-g10_sign").text_content().strip() == "40 % aus B"


def test_the_logbook_page_and_the_exercise_are_two_tabs_too(
    learner: Any, visit: Any, submit: Any
) -> None:
    submit(learner, visit(learner, "/kurs/wer-steuert"), HARBOUR, st_leader="Anfang")
    document = visit(learner, "/logbuch/strategie")
    submit(learner, visit(learner, "/kurs/wer-steuert"), HARBOUR, st_leader="Aus der Lektion")
    section = next(document.one("[name=st_leader]").iterancestors("form")).get("id")
    page = submit(learner, document, section, st_leader="Aus dem Logbuch")
    shown = [words.text_content() for words in page.select(".conflict .own-words")]
    assert shown == ["Aus der Lektion", "Aus dem Logbuch"]
