"""German words are divided as Pyphen would divide them, by patterns that are read late."""

from pathlib import Path

import pyphen
import pytest

from leaderacademy.core.hyphens import Patterns, read_patterns, read_patterns_late, understood

FILE = "UTF-8\n% a comment\nLEFTHYPHENMIN 2\n.ab3c\n1ba\nk8n9\na0b0c\n2s1t2\n.über5\nö1\n\n"


def test_every_pattern_is_understood_as_pyphen_does(tmp_path: Path) -> None:
    file = tmp_path / "hyph.dic"
    file.write_text(FILE, "utf-8")
    ours, theirs = read_patterns(file), pyphen.HyphDict(file).patterns
    assert isinstance(ours, Patterns)
    assert {letters: ours.get(letters) for letters in ours} == theirs
    assert ours.get("nichts") is None
    assert understood("2s1t2") == (0, (2, 1, 2))


@pytest.mark.parametrize("more", ["^^e4b1c", "a1b/x=y,1,1"])
def test_a_file_with_more_than_plain_patterns_is_left_to_pyphen(tmp_path: Path, more: str) -> None:
    file = tmp_path / "hyph.dic"
    file.write_text(FILE + more, "utf-8")
    assert read_patterns(file) is None


def test_german_words_are_divided_by_them() -> None:
    read_patterns_late()
    divided = pyphen.Pyphen(lang="de").inserted("Geschäftsführerin")
    assert divided == "Ge-schäfts-füh-re-rin"
    assert isinstance(pyphen.Pyphen(lang="de").hd.patterns, Patterns)
