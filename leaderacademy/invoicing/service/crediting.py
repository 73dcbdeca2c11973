"""Giving back part of an invoice, once however often the button is pressed."""

from collections.abc import Sequence
from datetime import datetime

from leaderacademy.core.audit import Actor
from leaderacademy.invoicing.models import Invoice
from leaderacademy.invoicing.rules.draft import Line
from leaderacademy.invoicing.service.issuing import (
    credit_notes_of,
    get_invoice,
    issue_credit_note,
    left_net,
)


class CreditedMeanwhile(Exception):  # noqa: N818 - named for what happened
    """Something was given back since the form was opened, at last by the credit note `number`."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


def credit_as_seen(
    invoice_id: int,
    seen: str,
    now: datetime,
    by: Actor,
    lines: Sequence[Line] | None,
    reason: str,
) -> Invoice:
    """A credit note, if of this invoice still as many net cents are left as were `seen`.

    The number's row is locked by then, so that of two clicks at the same instant the second finds
    what the first gave back. Raises CreditedMeanwhile or NothingLeft; roll back then.
    """
    note = issue_credit_note(invoice_id, now, by, lines=lines, reason=reason)
    if seen != str(left_net(get_invoice(invoice_id)) + note.net_cents):
        others = [one.number for one in credit_notes_of(invoice_id) if one.id != note.id]
        raise CreditedMeanwhile(others[-1] if others else "")
    return note
