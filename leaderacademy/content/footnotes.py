"""Footnotes of a lesson: written anywhere, shown below the text that mentions them."""

from __future__ import annotations

import re
from dataclasses import replace

from leaderacademy.content.blocks import Chunk
from leaderacademy.content.lesson import Block, Example, Prose
from leaderacademy.content.prose import Footnote, ProseWriter, cut_at_fields
from leaderacademy.content.questions.answers import digest_of

_FOOTNOTE = re.compile(r"\[\^([\w-]{1,40})\]:[ \t]*(.*)")


def take_footnotes(chunk: Chunk) -> tuple[Chunk, list[Footnote]]:
    """The chunk with its footnote texts blanked out, so that line numbers stay."""
    if not any(line.startswith("[^") for line in chunk.lines):
        return chunk, []
    notes, lines = list[Footnote](), list[str]()
    inside = False
    for number, line in enumerate(chunk.lines, chunk.body_line):
        found = _FOOTNOTE.match(line)
        if found:
            notes.append(Footnote(found.group(1), found.group(2), number))
        elif inside and line.startswith(("  ", "\t")):
            notes[-1].text += "\n" + line.strip()
        else:
            lines.append(line)
            inside = False
            continue
        inside = True
        lines.append("")
    return Chunk(chunk.kind, chunk.head, tuple(lines), chunk.line), notes


def collect_footnotes(chunks: list[Chunk], writer: ProseWriter) -> list[Chunk]:
    """Moves the footnote texts of all blocks to the writer: they serve the whole lesson."""
    result = []
    for chunk in chunks:
        if chunk.kind in ("prose", "remember", "example"):
            chunk, notes = take_footnotes(chunk)
            for note in notes:
                if note.key in writer.footnotes:
                    first = writer.footnotes[note.key].line
                    writer.problems.error(
                        note.line,
                        f"Die Fußnote „{note.key}“ steht schon in Zeile "
                        f"{first}. Löschen Sie eine davon.",
                    )
                writer.footnotes.setdefault(note.key, note)
        if chunk.kind != "prose" or chunk.text.strip():
            result.append(chunk)
    return result


def place_last_footnotes(blocks: tuple[Block, ...], writer: ProseWriter) -> tuple[Block, ...]:
    """Notes mentioned after the last prose stand below the last prose or example."""
    rest = writer.take_footnotes(own_words=True)
    for note in writer.footnotes.values():
        if not note.number:
            writer.problems.warn(
                note.line,
                f"Die Fußnote „{note.key}“ wird nirgends erwähnt. Schreiben "
                f"Sie [^{note.key}] in den Text oder löschen Sie sie.",
            )
    if not rest:
        return blocks
    for place in range(len(blocks) - 1, -1, -1):
        block = blocks[place]
        if isinstance(block, (Prose, Example)):
            longer = block.html + rest
            added = replace(block, html=longer, pieces=cut_at_fields(longer))
            return (*blocks[:place], added, *blocks[place + 1 :])
    return (*blocks, Prose(rest, (rest,), digest_of(rest)))
