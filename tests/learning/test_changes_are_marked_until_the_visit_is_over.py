"""„Seit Ihrem Besuch geändert“: what is marked, and for how long."""

from datetime import UTC, datetime, timedelta

from leaderacademy.learning.rules.changes import PAUSE, after_visit, changed_blocks, is_position
from leaderacademy.learning.rules.progress import Visit

NOW = datetime(2027, 2, 8, 12, tzinfo=UTC)
OLD, NEW = ("a", "b", "c"), ("a", "x", "c", "d")


def seen(digest: str, blocks: tuple[str, ...], at: datetime, visit: Visit | None = None) -> Visit:
    return after_visit(visit or Visit(), digest, blocks, None, at)


def test_a_first_visit_marks_nothing() -> None:
    assert changed_blocks(Visit(), "new", NEW, NOW) == frozenset()


def test_an_unchanged_lesson_marks_nothing() -> None:
    visit = seen("old", OLD, NOW)
    assert changed_blocks(visit, "old", OLD, NOW + timedelta(days=9)) == frozenset()


def test_changed_and_new_blocks_are_marked() -> None:
    visit = seen("old", OLD, NOW)
    assert changed_blocks(visit, "new", NEW, NOW + timedelta(days=9)) == {"x", "d"}


def test_marks_stay_during_the_visit_that_shows_them() -> None:
    visit = seen("old", OLD, NOW)
    later = NOW + timedelta(days=9)
    visit = seen("new", NEW, later, visit)
    assert changed_blocks(visit, "new", NEW, later + timedelta(minutes=5)) == {"x", "d"}
    visit = seen("new", NEW, later + timedelta(minutes=10), visit)
    assert changed_blocks(visit, "new", NEW, later + timedelta(minutes=11)) == {"x", "d"}


def test_marks_are_gone_at_the_next_visit() -> None:
    visit = seen("new", NEW, NOW, seen("old", OLD, NOW - timedelta(days=9)))
    next_visit = NOW + PAUSE
    assert changed_blocks(visit, "new", NEW, next_visit) == frozenset()
    visit = seen("new", NEW, next_visit, visit)
    assert visit.seen_digest == "new"
    assert visit.seen_blocks == NEW


def test_the_position_is_kept_when_a_visit_brings_none() -> None:
    visit = after_visit(Visit(), "old", OLD, "frage-eins", NOW)
    assert after_visit(visit, "old", OLD, None, NOW).position == "frage-eins"


def test_a_position_is_an_anchor_and_nothing_else() -> None:
    assert is_position("frage-leader-erkennen")
    assert is_position("vier-buchstaben-machen-ein-ziel")
    assert not is_position("")
    assert not is_position('"><script>')
    assert not is_position("x" * 121)
