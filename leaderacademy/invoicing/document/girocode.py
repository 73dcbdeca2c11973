"""The GiroCode: a QR code that fills in the transfer in a banking app (EPC069-12)."""

import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from stdnum import iban as iban_number

from leaderacademy.invoicing.rules.operator import Account

if TYPE_CHECKING:
    import segno


class BadAccount(Exception):  # noqa: N818 - named for what happened
    """The IBAN has a wrong check digit; segno itself would print it all the same."""


def girocode(account: Account, cents: int, reference: str) -> "segno.QRCode":
    """The code for a transfer of so many cents; raises BadAccount."""
    from segno import helpers  # late, see core/pdf.py

    if not iban_number.is_valid(account.iban):
        raise BadAccount(account.iban)
    made: Any = helpers.make_epc_qr(
        name=account.holder[:70],
        iban=account.iban,
        amount=Decimal(cents) / 100,
        text=reference,
        bic=account.bic or None,
    )
    return made  # type: ignore[no-any-return]


def girocode_svg(account: Account, cents: int, reference: str) -> bytes:
    """The same as an SVG file for a page."""
    out = io.BytesIO()
    girocode(account, cents, reference).save(out, kind="svg", scale=4, border=4, light="#fff")
    return out.getvalue()
