"""Booking what was ticked in a statement: all of it in one transaction, and only once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update

from leaderacademy.core.audit import Actor, note_action
from leaderacademy.core.database import session
from leaderacademy.invoicing.models import BankLine, BankStatement
from leaderacademy.invoicing.rules.money import euro
from leaderacademy.invoicing.service.payments import Incoming, balances_of, record_payments

PAGE = 100
# These say that the amount fits; when it does no longer, nobody has agreed to that.
FITTING = ("exact", "partial", "alike", "near", "several", "name")
CHANGED = "Seit der Vorschau hat sich die Rechnung geändert; der Betrag passt nicht mehr."


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of a statement: lines and cents booked, lines that did not fit any more."""

    lines: int
    cents: int
    changed: int


@dataclass(frozen=True, slots=True)
class Preview:
    """One page of a statement's lines, and how many there are of each kind."""

    lines: Sequence[BankLine]
    total: int
    ticked: int
    ticked_cents: int
    counts: dict[str, int]


def preview(statement_id: int, show: str, page: int) -> Preview:
    """`show`: all, ticked, check (proposed, not ticked) or open; pages from 1."""
    mine = BankLine.statement_id == statement_id
    rows = session.execute(
        select(BankLine.state, BankLine.ticked, func.count(), func.sum(BankLine.cents))
        .where(mine)
        .group_by(BankLine.state, BankLine.ticked)
    ).all()
    counts: Counter[str] = Counter()
    cents: Counter[str] = Counter()
    for state, ticked, number, money in rows:
        kind = _kind(state, ticked)
        for name in (kind, "all"):
            counts[name] += number
            cents[name] += int(money)
    lines = session.scalars(
        select(BankLine)
        .where(mine, *_shown(show))
        .order_by(BankLine.position)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return Preview(lines, counts[show], counts["ticked"], cents["ticked"], dict(counts))


def _kind(state: str, ticked: bool) -> str:
    if state == "proposed":
        return "ticked" if ticked else "check"
    return "open" if state in ("open", "ignored") else "booked"


def _shown(show: str) -> list[ColumnElement[bool]]:
    conditions: dict[str, list[ColumnElement[bool]]] = {
        "ticked": [BankLine.state == "proposed", BankLine.ticked.is_(True)],
        "check": [BankLine.state == "proposed", BankLine.ticked.is_(False)],
        "open": [BankLine.state.in_(("open", "ignored"))],
        "booked": [BankLine.state.in_(("applied", "assigned"))],
    }
    return conditions.get(show, [])


def set_ticks(statement_id: int, shown: Iterable[int], ticked: Iterable[int]) -> None:
    """Note which of the lines shown on a page are to be booked."""
    on = set(ticked)
    both = ((True, on & set(shown)), (False, set(shown) - on))
    for value, ids in both:
        session.execute(
            update(BankLine)
            .where(
                BankLine.id.in_(ids),
                BankLine.statement_id == statement_id,
                BankLine.state == "proposed",
                _is_ready(statement_id),
            )
            .values(ticked=value)
            .execution_options(synchronize_session=False)
        )


def _is_ready(statement_id: int) -> ColumnElement[bool]:
    return (
        select(BankStatement.id)
        .where(BankStatement.id == statement_id, BankStatement.state == "ready")
        .exists()
    )


def apply_statement(statement_id: int, now: datetime, by: Actor) -> Applied | None:
    """Book every ticked line and leave the others open; None when that was done before."""
    # Of two clicks at once one changes the row; the other one waits for it and books nothing.
    taken = session.execute(
        update(BankStatement)
        .where(BankStatement.id == statement_id, BankStatement.state == "ready")
        .values(state="applied", applied_at=now)
        .returning(BankStatement.name)
    ).first()
    if taken is None:
        return None
    fitting, changed = _checked(_ticked_lines(statement_id))
    record_payments([one for line in fitting for one in payments_of(line)], now, by)
    # Summed up before the rows are stale, or each would be read again by itself.
    done = Applied(len(fitting), sum(line.cents for line in fitting), len(changed))
    _settle(statement_id, fitting, changed)
    many = "1 Zahlung" if done.lines == 1 else f"{done.lines} Zahlungen"
    text = f"Kontoauszug „{taken[0]}“ gebucht: {many}, {euro(done.cents)}."
    note_action(
        *("statement-applied", f"statement:{statement_id}", text, by, now),
        lines=done.lines,
        cents=done.cents,
    )
    return done


def payments_of(line: BankLine) -> list[Incoming]:
    """The payments that a line is; the same line booked twice has the same keys."""
    note = f"{line.name}: {line.text}"[:300] if line.name else line.text[:300]
    return [
        Incoming(
            key=f"bank:{line.fingerprint}:{line.round}:{invoice_id}",
            invoice_id=invoice_id,
            cents=cents,
            received_on=line.booked_on,
            note=note,
        )
        for invoice_id, cents in line.shares
    ]


def _ticked_lines(statement_id: int) -> Sequence[BankLine]:
    return session.scalars(
        select(BankLine)
        .where(BankLine.statement_id == statement_id, BankLine.state == "proposed", BankLine.ticked)
        .order_by(BankLine.position)
        .execution_options(populate_existing=True)
    ).all()


def _checked(lines: Sequence[BankLine]) -> tuple[list[BankLine], list[BankLine]]:
    """Which lines fit what is open now, one after the other, and which do no longer."""
    ids = {invoice_id for line in lines for invoice_id, _ in line.shares}
    left = {key: balance.open for key, balance in balances_of(ids).items()}
    fitting, changed = [], []
    for line in lines:
        if line.match in FITTING and any(cents > left[one] for one, cents in line.shares):
            changed.append(line)
            continue
        fitting.append(line)
        for one, cents in line.shares:
            left[one] -= cents
    return fitting, changed


def _settle(statement_id: int, fitting: list[BankLine], changed: list[BankLine]) -> None:
    session.execute(
        update(BankLine)
        .where(BankLine.statement_id == statement_id, BankLine.state == "proposed")
        .values(state="open")
        .execution_options(synchronize_session=False)
    )
    if fitting:
        rows = [{"id": line.id, "state": "applied"} for line in fitting]
        session.execute(update(BankLine), rows)
    if changed:
        rows = [
            {"id": line.id, "reason": CHANGED, "match": "unknown", "shares": [], "invoice_id": None}
            for line in changed
        ]
        session.execute(update(BankLine), rows)
    session.expire_all()
