"""Statements that a trainer hands in: kept once, read by the worker, matched before they count."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update

from leaderacademy.core.audit import Actor, note_action
from leaderacademy.core.database import session, upsert
from leaderacademy.core.jobs import enqueue
from leaderacademy.invoicing.models import BankLine, BankStatement
from leaderacademy.invoicing.rules.matching.verdict import Matcher, Verdict
from leaderacademy.invoicing.rules.statement.movement import (
    Movement,
    Statement,
    StatementProblem,
    fingerprints,
    single_spaced,
)
from leaderacademy.invoicing.rules.statement.reading import read_statement
from leaderacademy.invoicing.service.claims import open_claims
from leaderacademy.invoicing.service.operator import operator

READ = "read-statement"
STEP = 250  # lines between two looks at the progress bar
COUNTS = ("line_count", "done_count", "known_count", "outgoing_count", "pending_count")

Numbered = list[tuple[int, str, Movement]]


def receive_statement(
    name: str, content: bytes, now: datetime, by: Actor
) -> tuple[BankStatement, bool]:
    """Keep a file and let the worker read it; the same bytes again are the same statement.

    One that could not be read is read again: the seller's account may be right by now. The
    second value says whether there is something new to read.
    """
    digest = hashlib.sha256(content).hexdigest()
    statement, is_new = _kept(digest, single_spaced(name, 200) or "Kontoauszug", content, now)
    if is_new:
        enqueue(READ, {"statement_id": statement.id}, now)
        text = f"Kontoauszug „{statement.name}“ zum Einlesen hochgeladen."
        note_action("statement-received", f"statement:{statement.id}", text, by, now)
    return statement, is_new


def _kept(digest: str, name: str, content: bytes, now: datetime) -> tuple[BankStatement, bool]:
    table = BankStatement.__table__
    values = {
        "sha256": digest,
        "name": name,
        "content": content,
        "state": "reading",
        "problem": "",
        "iban": "",
        **dict.fromkeys(COUNTS, 0),
        "created_at": now,
    }
    insert = upsert(table).values(values)
    again = insert.on_conflict_do_update(
        index_elements=["sha256"],
        set_={"state": "reading", "content": content, "problem": "", "name": name},
        where=table.c.state == "failed",
    )
    is_new = session.execute(again.returning(table.c.id)).first() is not None
    found = session.scalars(
        select(BankStatement)
        .where(BankStatement.sha256 == digest)
        .execution_options(populate_existing=True)
    ).one()
    return found, is_new


def read_in_steps(statement_id: int, now: datetime) -> Iterator[None]:
    """Read and match a statement; whoever drives this commits at every step.

    Run twice it begins anew. Parsing happens between two transactions, so that nobody waits.
    """
    content = session.scalar(
        select(BankStatement.content).where(
            BankStatement.id == statement_id, BankStatement.state == "reading"
        )
    )
    yield
    if content is None:
        return
    try:
        found = read_statement(content, operator().account.iban)
    except StatementProblem as problem:
        _fail(statement_id, str(problem), now)
        return
    _begin(statement_id, found)
    yield
    yield from _lines_in_steps(statement_id, found)
    _change(statement_id, state="ready", content=None)


def _fail(statement_id: int, problem: str, now: datetime) -> None:
    _change(statement_id, state="failed", problem=problem, content=None)
    text = f"Der Kontoauszug ließ sich nicht einlesen: {problem}"
    note_action(
        "statement-failed", f"statement:{statement_id}", text, Actor(None, "Leader Academy"), now
    )


def _begin(statement_id: int, found: Statement) -> None:
    session.execute(
        delete(BankLine).where(
            BankLine.statement_id == statement_id,
            BankLine.state.in_(("proposed", "open")),
            _is_read(statement_id),
        )
    )
    _change(
        statement_id,
        iban=found.iban,
        line_count=len(found.movements),
        done_count=0,
        known_count=0,
        outgoing_count=found.outgoing,
        pending_count=found.pending,
    )


def _is_read(statement_id: int) -> ColumnElement[bool]:
    return (
        select(BankStatement.id)
        .where(BankStatement.id == statement_id, BankStatement.state == "reading")
        .exists()
    )


def _lines_in_steps(statement_id: int, found: Statement) -> Iterator[None]:
    # A file that names no account is ours: nobody uploads another one's.
    prints = fingerprints(operator().account.iban, found.movements)
    numbered = list(zip(range(1, len(prints) + 1), prints, found.movements, strict=True))
    matcher = Matcher(tuple(open_claims()))
    known = 0
    for start in range(0, len(numbered), STEP):
        known += _add_lines(statement_id, numbered[start : start + STEP], matcher)
        _change(statement_id, done_count=min(start + STEP, len(numbered)), known_count=known)
        yield


def _add_lines(statement_id: int, part: Numbered, matcher: Matcher) -> int:
    """Add what no file held before, each with its verdict; gives back how many were known."""
    before = set(
        session.scalars(
            select(BankLine.fingerprint).where(
                BankLine.fingerprint.in_([fingerprint for _, fingerprint, _ in part])
            )
        )
    )
    rows = [
        _row(statement_id, place, fingerprint, one, matcher.judge(one.cents, one.name, one.text))
        for place, fingerprint, one in part
        if fingerprint not in before
    ]
    if rows:
        session.execute(
            upsert(BankLine.__table__).on_conflict_do_nothing(index_elements=["fingerprint"]), rows
        )
    return len(before)


def _row(
    statement_id: int, place: int, fingerprint: str, one: Movement, verdict: Verdict
) -> dict[str, Any]:
    return {
        "fingerprint": fingerprint,
        "statement_id": statement_id,
        "position": place,
        "booked_on": one.booked_on,
        "cents": one.cents,
        "name": one.name,
        "iban": one.iban,
        "text": one.text,
        "round": 0,
        "note": "",
        **judged(verdict),
    }


def judged(verdict: Verdict) -> dict[str, Any]:
    """A verdict as the columns of a line."""
    return {
        "state": "proposed" if verdict.shares else "open",
        "match": verdict.match,
        "reason": verdict.reason,
        "shares": [list(share) for share in verdict.shares],
        "ticked": verdict.certain,
        "invoice_id": verdict.shares[0][0] if verdict.shares else None,
    }


def _change(statement_id: int, **values: Any) -> None:
    """Only while it is read: a worker that was thought dead must not reopen what is booked."""
    session.execute(
        update(BankStatement)
        .where(BankStatement.id == statement_id, BankStatement.state == "reading")
        .values(**values)
    )


def get_statement(statement_id: int) -> BankStatement:
    """The statement with this id; raises LookupError."""
    found = session.get(BankStatement, statement_id)
    if found is None:
        raise LookupError(f"no statement {statement_id}")
    return found


def recent_statements(limit: int = 10) -> Sequence[BankStatement]:
    """The latest files, without their contents."""
    return session.scalars(
        select(BankStatement).order_by(BankStatement.id.desc()).limit(limit)
    ).all()


def discard_statement(statement_id: int, now: datetime, by: Actor) -> bool:
    """Forget a statement of which nothing was booked; False (then roll back) when some was."""
    statement = session.scalars(
        update(BankStatement)
        .where(BankStatement.id == statement_id, BankStatement.state.in_(("ready", "failed")))
        .values(state="failed", content=None)
        .returning(BankStatement)
    ).one_or_none()
    if statement is None or _has_booked_lines(statement_id):
        return False
    session.execute(delete(BankLine).where(BankLine.statement_id == statement_id))
    session.execute(delete(BankStatement).where(BankStatement.id == statement_id))
    text = f"Kontoauszug „{statement.name}“ verworfen; nichts davon war gebucht."
    note_action("statement-discarded", f"statement:{statement_id}", text, by, now)
    return True


def _has_booked_lines(statement_id: int) -> bool:
    return (
        session.scalar(
            select(BankLine.id)
            .where(
                BankLine.statement_id == statement_id,
                BankLine.state.in_(("applied", "assigned", "ignored")),
            )
            .limit(1)
        )
        is not None
    )
