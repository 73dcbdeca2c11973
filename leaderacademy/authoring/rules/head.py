"""Changes single entries in the head of a file and leaves everything else as it was typed."""

import re

from leaderacademy.content.blocks import split_lines

_ENTRY = re.compile(r"([a-z_]+)[ \t]*:")


def set_entry(text: str, key: str, value: str | None) -> str:
    """The text with `key: value` in its head; None takes the entry out.

    A text without a head is given back as it is: what is wrong with it the checker says.
    """
    lines = split_lines(text)
    end = _end_of_head(lines)
    if not end:
        return text
    place = _place(lines, key, end)
    if value is None:
        if place:
            del lines[place]
        return "\n".join(lines)
    if place:
        lines[place] = f"{key}: {value}{_comment(lines[place])}"
    else:
        lines.insert(end, f"{key}: {value}")
    return "\n".join(lines)


def get_entry(text: str, key: str) -> str:
    """The entry as it is written, without quotes and comment; empty when it is not there."""
    lines = split_lines(text)
    place = _place(lines, key, _end_of_head(lines))
    if not place:
        return ""
    value = lines[place].partition(":")[2]
    return value.removesuffix(_comment(lines[place])).strip().strip("\"'")


def _end_of_head(lines: list[str]) -> int:
    """The index of the closing line; 0 without a head."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    ends = (number for number, line in enumerate(lines[1:], start=1) if line.rstrip() == "---")
    return next(ends, 0)


def _place(lines: list[str], key: str, end: int) -> int:
    for number in range(1, end):
        found = _ENTRY.match(lines[number])
        if found and found.group(1) == key:
            return number
    return 0


def _comment(line: str) -> str:
    """A comment behind a plain value; in quotes a # is only a sign."""
    found = re.search(r"[ \t]+#[^\"']*$", line)
    return found.group() if found else ""
