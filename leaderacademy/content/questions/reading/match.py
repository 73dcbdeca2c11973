"""Reads match questions: pairs and explained confusions."""

from __future__ import annotations

from types import MappingProxyType

from leaderacademy.content.problems import nearest
from leaderacademy.content.questions.answers import Item, normalise, short_keys
from leaderacademy.content.questions.match import Confusion, MatchQuestion
from leaderacademy.content.questions.reading.block import QuestionBlock
from leaderacademy.content.questions.source import Entry


def read_match(block: QuestionBlock) -> MatchQuestion:
    pairs = [entry for entry in block.source.entries if entry.role == "option"]
    if len(pairs) < 2 and not block.source.tight:
        block.error(block.line, "hat nur ein Paar. Schreiben Sie mindestens zwei.")
    lefts = _side(block, [(entry.mark, entry.line) for entry in pairs])
    rights = _side(block, [(entry.text, entry.line) for entry in pairs])
    if len(lefts) < len(pairs):
        block.error(block.line, "nennt eine linke Seite doppelt. Ändern Sie eine davon.")
    told = (
        _confusion(block, entry, lefts, rights)
        for entry in block.source.entries
        if entry.role == "mistake"
    )
    return MatchQuestion(
        lefts=tuple(lefts.values()),
        rights=tuple(rights.values()),
        pairs=MappingProxyType(
            {lefts[normalise(entry.mark)].key: rights[normalise(entry.text)].key for entry in pairs}
        ),
        mistakes=tuple(confusion for confusion in told if confusion),
        **block.base("match"),
    )


def _side(block: QuestionBlock, texts: list[tuple[str, int]]) -> dict[str, Item]:
    unique = {normalise(text): (text, line) for text, line in reversed(texts)}
    ordered = [normalise(text) for text, _ in texts]
    names = list(dict.fromkeys(ordered))
    return {
        name: Item(key, block.writer.inline(*unique[name]))
        for name, key in zip(names, short_keys(names), strict=True)
    }


def _confusion(
    block: QuestionBlock, entry: Entry, lefts: dict[str, Item], rights: dict[str, Item]
) -> Confusion | None:
    left, _, right = (normalise(part) for part in entry.text.partition("=="))
    for part, side, name in ((left, lefts, "Links"), (right, rights, "Rechts")):
        if part not in side:
            block.problems.error(
                entry.line,
                f"{name} gibt es „{part[:60]}“ nicht.{nearest(part, side)} "
                "Schreiben Sie den Text genau wie im Paar.",
            )
            return None
    block.warn_unexplained(entry)
    return Confusion(lefts[left].key, rights[right].key, block.explanation(entry))
