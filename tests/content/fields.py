"""Short ways to make Logbuch fields for the tests."""

from datetime import date
from typing import Any

from leaderacademy.content.course import Field, Logbook
from leaderacademy.content.fields.loading import read_logbook
from leaderacademy.content.problems import Problems
from leaderacademy.content.yaml import load_yaml

TODAY = date(2026, 11, 23)


def read(text: str) -> tuple[Logbook, list[str]]:
    problems = Problems("logbook.yml")
    tree = load_yaml(text, problems)
    assert tree is not None
    logbook = read_logbook(tree, problems)
    return logbook, [str(problem) for problem in problems.sorted()]


def field(rest: str, key: str = "probe") -> Field:
    """A field from the lines of its entry, without complaint about what it refers to."""
    lines = "\n".join(f"    {line}" for line in rest.strip("\n").split("\n"))
    logbook, _ = read(f"fields:\n  - key: {key}\n    label: Probe\n{lines}\n")
    return logbook.fields[0]


def advice(
    known: Field, value: Any, **values: Any
) -> list[tuple[str, int | None, str | None, str]]:
    from leaderacademy.content.fields.values import check_value

    found = check_value(known, value, {known.key: value, **values}, TODAY)
    return [(one.kind, one.row, one.column, one.text) for one in found]


def texts(known: Field, value: Any, **values: Any) -> list[str]:
    return [text for _, _, _, text in advice(known, value, **values)]
