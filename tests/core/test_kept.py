"""Values are made once for their key, and the oldest ones go."""

from leaderacademy.core.kept import Kept


def test_a_value_is_made_once_for_its_key() -> None:
    kept, made = Kept[str](2), list[str]()

    def make(name: str) -> str:
        made.append(name)
        return name.upper()

    assert [kept.get(name, lambda name=name: make(name)) for name in "aab"] == ["A", "A", "B"]
    assert made == ["a", "b"]


def test_what_nobody_asked_for_in_a_while_goes_first() -> None:
    kept = Kept[int](2)
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda: 1)
    assert kept.get("a", lambda: 2) == 1
    assert kept.get("b", lambda: 2) == 2


def test_a_value_that_could_not_be_made_is_tried_again() -> None:
    kept = Kept[float](2)
    for number in (0, 4):
        try:
            found = kept.get("a", lambda number=number: 1 / number)
        except ZeroDivisionError:
            continue
        assert found == 0.25
