"""Rules of texts: heads, numbers, merging, differences."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderacademy.authoring.rules.differences import compare, count_changes
from leaderacademy.authoring.rules.head import get_entry, set_entry
from leaderacademy.authoring.rules.merging import has_conflict, joined, merge
from leaderacademy.authoring.rules.numbering import next_name, renumbered
from leaderacademy.authoring.rules.texts import cleaned

HEAD = '---\ntitle: "Ein: Titel"\nstatus: draft   # noch\n---\n\nstatus: bleibt\n'


def test_one_entry_changes_and_the_rest_stays_as_it_was_typed() -> None:
    changed = set_entry(HEAD, "status", "published")
    assert changed == HEAD.replace("status: draft", "status: published", 1)
    assert get_entry(changed, "status") == "published"
    assert get_entry(HEAD, "title") == "Ein: Titel"


def test_an_entry_is_added_and_taken_out() -> None:
    added = set_entry(HEAD, "publish_at", "2027-01-04")
    assert added.index("publish_at: 2027-01-04\n---")
    assert set_entry(added, "publish_at", None) == HEAD
    assert set_entry(HEAD, "publish_at", None) == HEAD


@pytest.mark.parametrize("text", ["", "Nur Text.\n", "---\ntitle: x\n"])
def test_a_text_without_a_head_stays_as_it_is(text: str) -> None:
    assert set_entry(text, "status", "draft") == text
    assert get_entry(text, "status") == ""


def test_only_as_many_files_as_needed_get_another_name() -> None:
    names = ["lessons/010-a.md", "lessons/020-b.md", "lessons/035-c.md"]
    assert renumbered([names[1], names[0], names[2]]) == {
        "lessons/020-b.md": "lessons/010-b.md",
        "lessons/010-a.md": "lessons/020-a.md",
    }
    assert renumbered(names) == {}
    assert renumbered(["lessons/x.md", "lessons/010-a.md"]) == {
        "lessons/x.md": "lessons/010-x.md",
        "lessons/010-a.md": "lessons/020-a.md",
    }
    assert next_name(names, "neu") == "lessons/040-neu.md"
    assert next_name([], "neu") == "lessons/010-neu.md"


LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "d\n", "e\n"]), max_size=8)


@given(LINES, LINES, LINES)
@settings(max_examples=30)
def test_a_merge_loses_no_line_that_anybody_added(
    base: list[str], theirs: list[str], mine: list[str]
) -> None:
    regions = merge("".join(base), "".join(theirs), "".join(mine))
    text = joined(regions)
    for side in (theirs, mine):
        for line in set(side) - set(base):
            assert line in text
    if mine == base:
        assert not has_conflict(regions)
        assert text == "".join(theirs)


@given(LINES, LINES)
@settings(max_examples=30)
def test_a_comparison_holds_both_texts(old: list[str], new: list[str]) -> None:
    rows = compare("".join(old), "".join(new))
    gone = [p.text for row in rows for p in row.pieces if p.kind == "gone"]
    added = [p.text for row in rows for p in row.pieces if p.kind == "new"]
    same = [row for row in rows if row.kind == "same"]
    skipped = sum(row.count for row in rows)
    assert len(gone) + len(same) + skipped == len(old)
    assert len(added) + len(same) + skipped == len(new)
    assert bool(count_changes("".join(old), "".join(new))) == (old != new)


def test_a_changed_word_is_shown_within_its_line() -> None:
    (row,) = compare("Der Hafen liegt im Norden.\n", "Der Hafen liegt im Süden.\n")
    assert row.kind == "changed"
    assert [(p.kind, p.text) for p in row.pieces if p.kind != "same"] == [
        ("gone", "Norden"),
        ("new", "Süden"),
    ]


def test_long_unchanged_stretches_are_folded() -> None:
    old = "".join(f"Zeile {n}\n" for n in range(50))
    rows = compare(old, old.replace("Zeile 25\n", "Zeile fünfundzwanzig ist neu\n"))
    assert [row.count for row in rows if row.kind == "skip"] == [23, 22]


@given(st.text(max_size=30))
@settings(max_examples=40)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = cleaned(text)
    assert cleaned(once) == once
    assert "\r" not in once
    assert "\x00" not in once
