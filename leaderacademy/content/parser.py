"""A lesson file becomes a Lesson: the one parser for page, preview and checker."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from leaderacademy.content.blocks import (
    LARGEST_FILE,
    MOST_BLOCKS,
    Chunk,
    split_blocks,
    split_lines,
)
from leaderacademy.content.context import Context
from leaderacademy.content.exercise import read_exercise, read_id
from leaderacademy.content.figure import read_figure
from leaderacademy.content.footnotes import (
    collect_footnotes,
    place_last_footnotes,
    take_footnotes,
)
from leaderacademy.content.frontmatter import PAGE_KEYS, Head, read_head, read_lesson_head
from leaderacademy.content.lesson import (
    Block,
    Example,
    Exercise,
    Lesson,
    Prose,
    Question,
    Remember,
)
from leaderacademy.content.limits import find_excess
from leaderacademy.content.margin import with_margin_notes
from leaderacademy.content.problems import Problem, Problems
from leaderacademy.content.prose import ProseWriter, cut_at_fields
from leaderacademy.content.questions.answers import digest_of
from leaderacademy.content.questions.reading.question import read_question
from leaderacademy.content.typography import typeset
from leaderacademy.content.walk import Link

_NOT_LEAD = re.compile(r"#|[-*+][ \t]|[0-9]+[.)][ \t]|\||>|`{3}|~{3}|:|    ")
_WORDS_PER_MINUTE, _MINUTES_PER_QUESTION = 200, 1 / 3


@dataclass(frozen=True, slots=True)
class Parsed:
    """A lesson as far as it could be read, and all that is wrong with its file."""

    lesson: Lesson | None
    problems: tuple[Problem, ...]
    links: tuple[Link, ...] = ()
    linked: frozenset[str] = frozenset()
    unlinked: tuple[tuple[str, Problem], ...] = ()

    @property
    def has_grave_errors(self) -> bool:
        return any(problem.is_error and not problem.harmless for problem in self.problems)

    @property
    def withhold(self) -> bool:
        """True when the lesson must not go online."""
        return self.lesson is None or self.has_grave_errors


def parse_lesson(text: str, path: str, context: Context | None = None) -> Parsed:
    """Never raises. `path` is shown in problems and names the lesson."""
    problems = Problems(path)
    if len(text.encode()) > LARGEST_FILE:
        problems.error(
            1, f"Die Datei ist größer als {LARGEST_FILE // 1000} KB. Teilen Sie die Lektion."
        )
        return Parsed(None, problems.sorted())
    excess = find_excess(text.replace("\r\n", "\n").replace("\r", "\n"))
    if excess:
        problems.error(excess[0] + 1, excess[1])
        return Parsed(None, problems.sorted())
    reader = _LessonReader(text, path, context or Context(), problems)
    lesson = reader.read()
    unlinked = tuple(reader.warn_of_unlinked_terms())
    writer = reader.writer
    return Parsed(
        lesson, problems.sorted(), tuple(writer.links), frozenset(writer.linked), unlinked
    )


def parse_question(source: str, lesson: str, question_id: str = "") -> Question:
    """The question of a stored source; raises ValueError when it cannot be read."""
    problems = Problems("")
    chunks = split_blocks(split_lines(source), 1, problems)
    writer = ProseWriter(Context(), problems, forgiving=True)
    for chunk in chunks:
        if chunk.kind == "question":
            identity = question_id or chunk.head.split(" ")[0]
            question = read_question(chunk, identity, lesson, writer, problems)
            if question is not None:
                return question
    raise ValueError(f"no question in {source[:60]!r}")


def parse_prose(
    text: str, path: str, context: Context, keys: Sequence[str] = PAGE_KEYS
) -> tuple[Head, Markup, Parsed]:
    """A page or mail file: its head, its HTML, and its problems; ::: blocks have no place there."""
    problems = Problems(path)
    lines = split_lines(text[:LARGEST_FILE])
    head = read_head(lines, path, problems, keys)
    writer = ProseWriter(context, problems)
    writer.lines = lines
    chunk, notes = take_footnotes(Chunk("prose", "", tuple(lines[head.body :]), head.body + 1))
    writer.footnotes = {note.key: note for note in notes}
    rendered = writer.block(chunk.text, chunk.line, terms=False) + writer.take_footnotes()
    return head, rendered, Parsed(None, problems.sorted(), tuple(writer.links))


def count_words(text: str) -> int:
    """Words that are read through; tables are looked up, not read."""
    lines = (line for line in text.split("\n") if not line.lstrip().startswith("|"))
    return sum(any(sign.isalnum() for sign in word) for line in lines for word in line.split())


class _LessonReader:
    def __init__(self, text: str, path: str, context: Context, problems: Problems) -> None:
        self.path = path
        self.problems = problems
        self.context = context
        self.writer = ProseWriter(context, problems, guarded=True)
        self.digest = digest_of(text)
        self.lines = split_lines(text)
        self.writer.lines = self.lines
        self.words = 0
        self.head = read_lesson_head(self.lines, path, problems)

    def read(self) -> Lesson | None:
        head = self.head
        if not head.body:
            return None
        chunks = split_blocks(self.lines[head.body :], head.body + 1, self.problems)
        if sum(chunk.kind != "prose" for chunk in chunks) > MOST_BLOCKS:
            self.problems.error(
                1, f"Die Lektion hat mehr als {MOST_BLOCKS} Blöcke. Teilen Sie sie auf."
            )
            return None
        chunks = collect_footnotes(chunks, self.writer)
        lead, chunks = self._lead(chunks)
        blocks = tuple(block for block in map(self._block, chunks) if block is not None)
        blocks = place_last_footnotes(blocks, self.writer)
        self._check_whole(blocks, bool(lead))
        return Lesson(
            slug=head.slug,
            title=typeset(head.title),
            minutes=head.minutes or max(self._minutes(blocks), 1),
            stage=head.stage,
            goal=self.writer.inline(head.text("goal"), head.line("goal")),
            image=self.writer.inline(head.text("image"), head.line("image")),
            status=head.status,
            publish_at=head.publish_at,
            lead=lead,
            lead_pieces=cut_at_fields(lead),
            blocks=blocks,
            headings=tuple(self.writer.headings),
            digest=self.digest,
            path=self.path,
        )

    def _lead(self, chunks: list[Chunk]) -> tuple[Markup, list[Chunk]]:
        """The first paragraph, when the lesson begins with one."""
        if not chunks or chunks[0].kind != "prose":
            return Markup(), chunks
        first = chunks[0]
        start = next(number for number, line in enumerate(first.lines) if line.strip())
        if _NOT_LEAD.match(first.lines[start]):
            return Markup(), chunks
        end = start
        while end < len(first.lines) and first.lines[end].strip():
            end += 1
        text = "\n".join(first.lines[start:end])
        self.words += count_words(text)
        lead = self.writer.inline(text, first.line + start, terms=True, own_words=True)
        rest = Chunk("prose", "", first.lines[end:], first.line + end)
        kept = [rest] if rest.text.strip() else []
        return lead, kept + chunks[1:]

    def _block(self, chunk: Chunk) -> Block | None:
        if chunk.kind == "question":
            return self._question(chunk)
        if chunk.kind == "exercise":
            return read_exercise(chunk, self.head.slug, self.writer, self.problems)
        if chunk.kind == "figure":
            return read_figure(chunk, self.writer, self.problems)
        if chunk.kind in ("prose", "example", "remember"):
            return self._prose(chunk)
        return None

    def _question(self, chunk: Chunk) -> Question | None:
        proposal = next((line for line in chunk.lines if line.strip()), "")
        identity = read_id(chunk, chunk.head, proposal, self.problems)
        return read_question(chunk, identity, self.head.slug, self.writer, self.problems)

    def _prose(self, chunk: Chunk) -> Prose | Example | Remember | None:
        text, line = chunk.text, chunk.body_line
        digest = digest_of(text)
        self.words += count_words(text)
        if chunk.kind == "remember":
            if not text.strip():
                self.problems.error(
                    chunk.line, "Der Merksatz ist leer. Schreiben Sie ihn in den Block."
                )
            return Remember(self.writer.rich(text, line), digest, chunk.line)
        rendered = self.writer.block(text, line, own_words=True)
        if chunk.kind == "example":
            return Example(rendered, digest, chunk.line, cut_at_fields(rendered))
        rendered = with_margin_notes(rendered, self.context.term_by_key)
        rendered += self.writer.take_footnotes(own_words=True)
        return Prose(rendered, cut_at_fields(rendered), digest, line) if rendered else None

    def _check_whole(self, blocks: tuple[Block, ...], has_lead: bool) -> None:
        if self.head.is_broken:
            return
        stages = [stage.key for stage in self.context.stages]
        if stages and self.head.stage not in stages:
            self.problems.error(
                self.head.line("stage"),
                f"Die Etappe „{self.head.stage}“ steht nicht in "
                f"course.yml. Möglich sind {', '.join(stages)}.",
            )
        if not blocks and not has_lead:
            self.problems.error(
                self.head.body + 1, "Die Lektion ist leer. Schreiben Sie unter den Kopf einen Text."
            )
        needed = self._minutes(blocks)
        if self.head.minutes and needed > self.head.minutes:
            self.problems.warn(
                self.head.line("minutes"),
                f"Die Lektion dauert etwa {needed} Minuten, "
                f"angegeben sind {self.head.minutes}. Kürzen Sie den Text oder ändern Sie "
                "minutes.",
            )

    def warn_of_unlinked_terms(self) -> Iterator[tuple[str, Problem]]:
        """Every warning with the key of its term: an earlier lesson may have linked it."""
        for key, (word, line, column) in self.writer.unlinkable.items():
            if key not in self.writer.linked:
                text = (
                    f"Der Glossarbegriff „{word}“ ist nicht verknüpft, weil er nur in "
                    "Überschriften oder Links steht. Nennen Sie ihn einmal im Text."
                )
                self.problems.warn(line, text, column)
                yield key, self.problems.found[-1]

    def _minutes(self, blocks: tuple[Block, ...]) -> int:
        """Reading, questions and exercises in whole minutes."""
        asked = sum(isinstance(block, Question) for block in blocks)
        written = sum(float(b.minutes or 0) for b in blocks if isinstance(b, Exercise))
        return int(self.words / _WORDS_PER_MINUTE + asked * _MINUTES_PER_QUESTION + written + 0.5)
