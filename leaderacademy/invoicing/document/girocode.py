"""The GiroCode: a QR code that fills in the transfer in a banking app (EPC069-12)."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from leaderacademy.core.pdf import papers
from leaderacademy.invoicing.rules.operator import Account

if TYPE_CHECKING:
    import segno

MASK = 2
QUIET = 4  # empty modules around it, as the standard asks
_DARK = re.compile(b"\x01+")


class BadAccount(Exception):  # noqa: N818 - named for what happened
    """The IBAN has a wrong check digit; segno itself would print it all the same."""


@lru_cache(maxsize=16)
def is_real(account: Account) -> bool:
    """Whether its IBAN has the right check digits."""
    from stdnum import iban  # late, as segno

    return bool(iban.is_valid(account.iban))


def girocode(account: Account, cents: int, reference: str) -> "segno.QRCode":
    """The code for a transfer of so many cents; raises BadAccount."""
    import segno  # late, see core/pdf.py
    from segno import helpers

    if not is_real(account):
        raise BadAccount(account.iban)
    data = helpers._make_epc_qr_data(  # type: ignore[attr-defined]
        name=account.holder[:70],
        iban=account.iban,
        amount=Decimal(cents) / 100,
        text=reference,
        bic=account.bic or None,
    )
    # As helpers.make_epc_qr() does, which tries eight masks and so takes four times as long;
    # every reader reads every mask.
    return segno.make_qr(data, error="m", boost_error=False, mask=MASK)


@lru_cache(maxsize=512)
def girocode_svg(account: Account, cents: int, reference: str) -> bytes:
    """The same as an SVG file for a page; drawing it takes longer than the rest of the page."""
    # One stroke for each run of dark modules: segno's own writer takes three times as long.
    rows = girocode(account, cents, reference).matrix
    path = "".join(
        f"M{dark.start()} {y}.5h{dark.end() - dark.start()}"
        for y, row in enumerate(rows)
        for dark in _DARK.finditer(row)
    )
    template = papers.get_template("invoicing/girocode.svg")
    return template.render(path=path, quiet=QUIET, size=len(rows) + 2 * QUIET).encode()
