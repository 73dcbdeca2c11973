"""Reads CAMT.053, the account statement in XML that every bank in the euro area can deliver."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from leaderacademy.invoicing.rules.statement.movement import (
    LONGEST_NAME,
    MOST_CENTS,
    NO_AMOUNT,
    Movement,
    Statement,
    StatementProblem,
    plain_iban,
    single_spaced,
    statement_of,
)

if TYPE_CHECKING:
    from lxml import etree

NO_STATEMENT = (
    "Das ist eine XML-Datei, aber kein Kontoauszug. Wählen Sie bei der Bank das Format CAMT.053 "
    "(„camt.053“ oder „XML-Kontoauszug“)."
)


def read_camt(content: bytes) -> Statement:
    """All statements of one account in this file; raises StatementProblem."""
    root = _parse(content)
    found = [node for node in _each(root) if _name(node) in ("Stmt", "Rpt")]
    if not found:
        raise StatementProblem(NO_STATEMENT)
    accounts = {plain_iban(_text(node, "Acct/Id/IBAN")) for node in found}
    if len(accounts) > 1:
        raise StatementProblem(
            "Die Datei enthält Auszüge mehrerer Konten. Laden Sie bitte nur die des Kontos hoch, "
            "das auf Ihren Rechnungen steht."
        )
    pending = 0
    movements: list[Movement] = []
    for statement in found:
        for entry in _children(statement, "Ntry"):
            if _is_booked(entry):
                movements.extend(_movements(entry))
            else:
                pending += 1
    return statement_of(accounts.pop(), movements, pending)


def _parse(content: bytes) -> etree._Element:
    # No entity is ever needed in a bank's file, and each of them is a way to blow up memory or
    # to read our disk. So a document type is refused before and after parsing (UTF-16 hides it).
    forbidden = StatementProblem(
        "Die Datei enthält eine Dokumenttyp-Angabe (DOCTYPE). Kontoauszüge haben so etwas nicht; "
        "aus Vorsicht lesen wir sie nicht ein."
    )
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise forbidden
    from lxml import etree  # late, see core/pdf.py

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or None
        raise StatementProblem(
            "Hier ist die XML-Datei beschädigt oder abgeschnitten. Laden Sie sie bei der Bank "
            "bitte noch einmal herunter.",
            line,
        ) from error
    except ValueError as error:
        raise StatementProblem("Die XML-Datei lässt sich nicht lesen.") from error
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.doctype:
        raise forbidden
    return root


def _movements(entry: etree._Element) -> Iterator[Movement]:
    """One for each transaction of a batch, or one for the whole entry."""
    booked_on = _day(entry)
    sign = _sign(entry)
    details = [one for part in _children(entry, "NtryDtls") for one in _children(part, "TxDtls")]
    amounts = [_own_amount(one) for one in details]
    whole = _cents(_required(entry, "Amt"))
    # A batch is split only where its parts come to the whole; otherwise the whole is certain.
    if len(details) > 1 and all(amounts) and sum(amount or 0 for amount in amounts) == whole:
        for one, cents in zip(details, amounts, strict=True):
            yield _movement(one, entry, booked_on, sign * (cents or 0))
        return
    yield _movement(details[0] if details else entry, entry, booked_on, sign * whole)


def _movement(node: etree._Element, entry: etree._Element, booked_on: date, cents: int) -> Movement:
    party = "Dbtr" if cents > 0 else "Cdtr"
    name = _text(node, f"RltdPties/{party}/Nm") or _text(node, f"RltdPties/{party}/Pty/Nm")
    iban = _text(node, f"RltdPties/{party}Acct/Id/IBAN")
    text = " ".join(
        one.text or "" for part in _children(node, "RmtInf") for one in _children(part, "Ustrd")
    ) or _text(node, "RmtInf/Strd/CdtrRefInf/Ref")
    reference = _text(node, "Refs/EndToEndId")
    if reference and reference.upper().replace(" ", "") not in ("NOTPROVIDED", "NONREF"):
        text = f"{text} {reference}"
    if not text.strip():
        text = _text(node, "AddtlTxInf") or _text(entry, "AddtlNtryInf")
    return Movement(
        booked_on,
        cents,
        single_spaced(name, LONGEST_NAME),
        plain_iban(iban),
        single_spaced(text),
    )


def _own_amount(details: etree._Element) -> int | None:
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        node = _find(details, path)
        if node is not None:
            return _cents(node)
    return None


def _cents(node: etree._Element) -> int:
    line = _line(node)
    if node.get("Ccy", "EUR") != "EUR":
        raise StatementProblem(
            f"Hier steht ein Betrag in {single_spaced(node.get('Ccy', ''), 10)}. Eingelesen werden "
            "nur Konten in Euro.",
            line,
        )
    text = (node.text or "").strip()
    try:
        if not text.isascii() or len(text) > 20:
            raise InvalidOperation
        cents = Decimal(text) * 100
        if not cents.is_finite() or cents != cents.to_integral_value() or abs(cents) > MOST_CENTS:
            raise InvalidOperation
    except InvalidOperation:
        message = NO_AMOUNT.format(single_spaced(text, 30))
        raise StatementProblem(message, line) from None
    return int(cents)


def _sign(entry: etree._Element) -> int:
    node = _required(entry, "CdtDbtInd")
    if (node.text or "").strip() not in ("CRDT", "DBIT"):
        raise StatementProblem("Hier steht nicht, ob Geld kam oder ging (CdtDbtInd).", _line(node))
    return 1 if (node.text or "").strip() == "CRDT" else -1


def _day(entry: etree._Element) -> date:
    for path in ("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm"):
        if text := _text(entry, path):
            try:
                return date.fromisoformat(text[:10])
            except ValueError:
                message = f"„{single_spaced(text, 30)}“ ist kein Datum."
                raise StatementProblem(message, _line(entry)) from None
    raise StatementProblem("Diesem Umsatz fehlt der Buchungstag.", _line(entry))


def _is_booked(entry: etree._Element) -> bool:
    # A code of its own (version 8), or the plain word (version 2); BOOK where nothing is said.
    status = _text(entry, "Sts/Cd") or _text(entry, "Sts")
    return status in ("", "BOOK")


def _required(node: etree._Element, name: str) -> etree._Element:
    found = _find(node, name)
    if found is None:
        raise StatementProblem(f"Diesem Umsatz fehlt die Angabe „{name}“.", _line(node))
    return found


def _text(node: etree._Element, path: str) -> str:
    found = _find(node, path)
    return "" if found is None else (found.text or "").strip()


def _find(node: etree._Element, path: str) -> etree._Element | None:
    """The first along this path, whatever version of the format its name space says."""
    for name in path.split("/"):
        found = next(iter(_children(node, name)), None)
        if found is None:
            return None
        node = found
    return node


def _children(node: etree._Element, name: str) -> list[etree._Element]:
    return [child for child in node if _name(child) == name]


def _each(root: etree._Element) -> Iterator[etree._Element]:
    yield root
    for child in root:
        yield child
        yield from child


def _name(node: etree._Element) -> str:
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _line(node: etree._Element) -> int | None:
    line: int | None = node.sourceline  # type: ignore[assignment]
    return line
