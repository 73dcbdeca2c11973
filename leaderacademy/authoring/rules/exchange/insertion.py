"""Puts questions into the text of a lesson, each under an id that nothing else has."""

import re
from collections.abc import Iterable, Sequence

from leaderacademy.content.blocks import split_blocks, split_front_matter, split_lines
from leaderacademy.content.problems import Problems
from leaderacademy.content.prose import slugify

_HEAD = re.compile(
    r"^ {0,3}:{3,}[ \t]*(?:question|exercise)[ \t]+([a-z0-9][a-z0-9-]*)", re.MULTILINE
)
_FIRST = re.compile(r"^ {0,3}:{3,}[ \t]*question[^\n]*")


def ids_in(text: str) -> set[str]:
    """Every id that a block of this text has or had."""
    return set(_HEAD.findall(text))


def free_id(wished: str, prompt: str, taken: set[str]) -> str:
    """A short id after the wish or the words of the question; it is taken from then on."""
    words = slugify(wished) if re.search(r"[a-zA-ZäöüÄÖÜß]", wished) else ""
    base = "-".join((words or slugify(prompt)).split("-")[:6]) or "frage"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    taken.add(name)
    return name


def renamed(block: str, name: str) -> str:
    """The block under this id."""
    return _FIRST.sub(f"::: question {name}", block, count=1)


def with_blocks(text: str, blocks: Sequence[str]) -> str:
    """The lesson with the blocks behind its last question, or before its first exercise."""
    lines = split_lines(text)
    added = "\n".join(block.strip("\n") + "\n" for block in blocks).split("\n")
    place = _place(lines)
    before, after = lines[:place], lines[place:]
    if before and before[-1].strip():
        before = [*before, ""]
    while after and not after[0].strip():
        after = after[1:]
    return "\n".join([*before, *added, *after])


def _place(lines: list[str]) -> int:
    _, body = split_front_matter(lines, Problems(""))
    chunks = split_blocks(lines[body:], body + 1, Problems(""))
    questions = [chunk for chunk in chunks if chunk.kind == "question"]
    if questions:
        last = questions[-1]
        return last.line + len(last.lines) + 1
    exercise = next((chunk for chunk in chunks if chunk.kind == "exercise"), None)
    return exercise.line - 1 if exercise else len(lines)


def count_blocks(texts: Iterable[str]) -> int:
    """How many blocks these texts have together."""
    return sum(len(re.findall(r"^ {0,3}:{3,}[ \t]*[a-z]", text, re.MULTILINE)) for text in texts)
