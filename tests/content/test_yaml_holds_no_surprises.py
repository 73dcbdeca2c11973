import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderacademy.content.problems import Problems
from leaderacademy.content.tree import plain
from leaderacademy.content.yaml import load_yaml


def load(text: str, first_line: int = 1) -> tuple[object, list[str]]:
    problems = Problems("f.yml")
    tree = load_yaml(text, problems, first_line)
    return plain(tree), [str(problem) for problem in problems.found]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"),
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("12:30", "12:30"),
        ("012", "012"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("0.5", "0.5"),
        ("1e3", "1e3"),
        ("2027-01-04", "2027-01-04"),
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("'12'", "12"),
        ('"true"', "true"),
        ("12345678901234567890", "12345678901234567890"),
        ("[a, 1]", ["a", 1]),
        ("{a: [1]}", {"a": [1]}),
    ],
)
def test_only_numbers_truth_and_nothing_are_more_than_text(written: str, value: object) -> None:
    assert load(f"a: {written}\n") == ({"a": value}, [])


def test_keys_are_always_text() -> None:
    assert load("NO: 1\n12: 2\ntrue: 3\n")[0] == {"NO": 1, "12": 2, "true": 3}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\na: 2", "f.yml:2:1: Fehler: „a“ steht doppelt, zuerst in Zeile 1."),
        ("b:\n  a: 1\n  a: 2", "f.yml:3:3: Fehler: „a“ steht doppelt, zuerst in Zeile 2."),
        ("a: b: c", "f.yml:1:5: Fehler: Hier steht ein Doppelpunkt zu viel."),
        ("a: [1", "f.yml:2:1: Fehler: Eine Klammer wird nicht geschlossen."),
        ("a: 'x", "f.yml:1:6: Fehler: Ein Anführungszeichen wird nicht geschlossen."),
        ("\ta: 1", "f.yml:1:1: Fehler: Dieses Zeichen darf hier nicht stehen."),
        ('a: "x" y', "f.yml:1:8: Fehler: Die Einrückung stimmt nicht"),
        ("a: *x", "f.yml:1:4: Fehler: Verweise mit & und * sind hier nicht erlaubt."),
        ("a: &x 1", "f.yml:1:4: Fehler: Verweise mit & und * sind hier nicht erlaubt."),
        ("a: !!python/object x", "f.yml:1:4: Fehler: Angaben mit ! sind hier nicht erlaubt."),
        ("- a", "f.yml:1:1: Fehler: Hier werden Zeilen der Form „name: Wert“ erwartet."),
        ("a", "f.yml:1:1: Fehler: Hier werden Zeilen der Form „name: Wert“ erwartet."),
        ("a: 1\n---\nb: 2", "f.yml:2:1: Fehler: Die Zeile --- darf hier nicht noch einmal stehen."),
        ("{[a]: b}", "f.yml:1:2: Fehler: Als Name ist nur ein einfaches Wort erlaubt."),
        ("a: 1\nb: \0", "f.yml:2:1: Fehler: Hier steht ein unzulässiges Steuerzeichen."),
        (
            "a: " + "[" * 40 + "]" * 40,
            "f.yml:1:34: Fehler: Die Angaben sind zu tief",
        ),
        ("a: @x", "f.yml:1:4: Fehler: Dieses Zeichen darf hier nicht stehen."),
        ("a: %x\n  %", "f.yml:1:4: Fehler"),
        ("x: " + "y" * 500_001, "f.yml:1:1: Fehler: Die Datei ist zu groß."),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, problem: str) -> None:
    tree, found = load(text)
    assert tree is None
    assert found[0].startswith(problem)


def test_places_count_from_where_the_text_stands_in_the_file() -> None:
    assert load("a: 1\na: 2", first_line=7)[1][0].startswith("f.yml:8:1:")


def test_nothing_is_an_empty_mapping() -> None:
    assert load("# nur ein Kommentar\n") == ({}, [])


def test_keys_and_values_know_their_places() -> None:
    problems = Problems("f.yml")
    tree = load_yaml("a:\n  - b: 1\n  - x\n", problems)
    assert tree is not None
    assert tree.place("a") == (1, 1)
    assert tree.value_places["a"] == (2, 3)
    assert tree["a"].places == [(2, 5), (3, 5)]
    assert tree["a"][0].place("b") == (2, 5)
    assert tree.place("fehlt") == (1, 1)


@given(st.text(max_size=200) | st.text(alphabet="ab:-[]{}\"'#&*!|> \n\t0", max_size=200))
def test_any_text_is_a_mapping_or_a_problem(text: str) -> None:
    tree, found = load(text)
    assert (tree is None) == bool(found)
