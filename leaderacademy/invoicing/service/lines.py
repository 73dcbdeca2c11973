"""Money that nobody knows yet: given to an invoice by hand, or set aside with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, update

from leaderacademy.core.audit import Actor, note_action
from leaderacademy.core.database import session
from leaderacademy.core.jobs import enqueue
from leaderacademy.invoicing.models import BankLine, BankStatement, Invoice
from leaderacademy.invoicing.rules.matching.verdict import Matcher
from leaderacademy.invoicing.rules.money import euro
from leaderacademy.invoicing.service.applying import payments_of
from leaderacademy.invoicing.service.claims import open_claims
from leaderacademy.invoicing.service.payments import record_payments
from leaderacademy.invoicing.service.statements import judged

PAGE = 50
REMATCH = "match-lines"


class NotAssigned(Exception):  # noqa: N818 - named for what happened
    """The line cannot be given to this invoice; the message says why, in German."""


@dataclass(frozen=True, slots=True)
class OpenLines:
    """A page of the list, and what all of it comes to."""

    lines: Sequence[BankLine]
    count: int
    cents: int


def open_lines(page: int = 1, state: str = "open") -> OpenLines:
    """Lines that are open (or set aside: `ignored`), the oldest first; pages from 1."""
    wanted = _listed(state)
    count, cents = session.execute(
        select(func.count(), func.coalesce(func.sum(BankLine.cents), 0)).where(*wanted)
    ).one()
    lines = session.scalars(
        select(BankLine)
        .where(*wanted)
        .order_by(BankLine.booked_on, BankLine.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return OpenLines(lines, count, int(cents))


def _listed(state: str) -> list[ColumnElement[bool]]:
    # A statement that is still read may begin anew; its lines are nobody's business yet.
    reading = select(BankStatement.id).where(BankStatement.state == "reading")
    return [BankLine.state == state, BankLine.statement_id.not_in(reading)]


def get_line(line_id: int) -> BankLine:
    """The line with this id; raises LookupError."""
    found = session.get(BankLine, line_id)
    if found is None:
        raise LookupError(f"no line {line_id}")
    return found


def assign_line(line_id: int, number: str, now: datetime, by: Actor) -> Invoice:
    """Book an open line on the invoice with this number or reference; raises NotAssigned."""
    invoice = invoice_named(number)
    # Of two clicks at once one changes the row; the other one finds nothing open.
    line = session.scalars(
        update(BankLine)
        .where(BankLine.id == line_id, BankLine.state == "open")
        .values(state="assigned", invoice_id=invoice.id, reason="Von Hand zugeordnet.")
        .returning(BankLine)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if line is None:
        raise NotAssigned("Diese Zahlung ist inzwischen zugeordnet oder beiseitegelegt.")
    if not any(one == invoice.id for one, _ in line.shares) or len(line.shares) < 2:
        line.shares = [[invoice.id, line.cents]]
    session.flush()
    record_payments(payments_of(line), now, by)
    return invoice


def invoice_named(number: str) -> Invoice:
    """The invoice with this number or reference, however spaced or hyphened; raises NotAssigned."""
    wanted = _plain(number)
    if not wanted:
        raise NotAssigned("Bitte geben Sie die Rechnungsnummer an.")
    found = session.scalars(
        select(Invoice)
        .where(
            (_plain_column(Invoice.number) == wanted)
            | ((_plain_column(Invoice.reference) == wanted) & (Invoice.kind == "invoice"))
        )
        .order_by(Invoice.kind.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        raise NotAssigned(f"Eine Rechnung „{number.strip()[:60]}“ gibt es nicht.")
    if found.is_credit_note:
        raise NotAssigned(
            f"{found.number} ist eine Stornorechnung. Zahlungen gehören zur Rechnung "
            f"{found.original_number}."
        )
    return found


# What people leave out or put in when they type a number by hand.
_BETWEEN = "-/._"


def _plain(number: str) -> str:
    kept = "".join(number.split()).casefold()
    return kept.translate(str.maketrans("", "", _BETWEEN))


def _plain_column(column: Any) -> ColumnElement[str]:
    for sign in _BETWEEN:
        column = func.replace(column, sign, "")
    return func.lower(column)


def set_aside(line_id: int, note: str, now: datetime, by: Actor) -> bool:
    """Take an open line off the list, with the reason; whether it was open."""
    return _move(line_id, ("open", "ignored"), note, now, by)


def bring_back(line_id: int, now: datetime, by: Actor) -> bool:
    """Put a line that was set aside on the list again; whether it was set aside."""
    return _move(line_id, ("ignored", "open"), "", now, by)


def _move(line_id: int, states: tuple[str, str], note: str, now: datetime, by: Actor) -> bool:
    before, after = states
    moved = session.execute(
        update(BankLine)
        .where(BankLine.id == line_id, BankLine.state == before)
        .values(state=after, note=note)
        .returning(BankLine.cents)
    ).first()
    if moved is None:
        return False
    what = f"beiseitegelegt: {note}" if after == "ignored" else "wieder in die Liste geholt."
    text = f"Zahlung über {euro(moved[0])} {what}"
    note_action(f"line-{after}", f"line:{line_id}", text, by, now)
    return True


def plan_rematching(now: datetime) -> None:
    """Let the worker look again which invoices the open lines may be for."""
    enqueue(REMATCH, {}, now)


def ask_rematching(now: datetime, by: Actor) -> None:
    """The same, because a trainer wants it."""
    plan_rematching(now)
    text = "Die offenen Zahlungen werden neu abgeglichen."
    note_action("lines-matched-again", "lines", text, by, now)


def rematch() -> int:
    """Judge every open line anew, as a proposal for the list; gives back how many fit now."""
    lines = session.scalars(
        select(BankLine).where(*_listed("open")).order_by(BankLine.booked_on, BankLine.id)
    ).all()
    matcher = Matcher(tuple(open_claims()))
    fitting = 0
    for line in lines:
        values = judged(matcher.judge(line.cents, line.name, line.text))
        fitting += bool(values["shares"])
        # It stays open: outside of a preview nothing is booked but by hand.
        for name in ("match", "reason", "shares", "invoice_id"):
            setattr(line, name, values[name])
    session.flush()
    return fitting


def numbers_of(lines: Sequence[BankLine]) -> dict[int, str]:
    """The number of the invoice that each of these lines is for, or may be for, by line id."""
    wanted = {line.invoice_id for line in lines if line.invoice_id is not None}
    rows = session.execute(select(Invoice.id, Invoice.number).where(Invoice.id.in_(wanted)))
    numbers = {row.id: row.number for row in rows}
    return {line.id: numbers[line.invoice_id] for line in lines if line.invoice_id is not None}
