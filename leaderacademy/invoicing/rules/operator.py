"""Who sells: seller, bank account, VAT mode, number formats and terms, from one settings file."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from leaderacademy.invoicing.rules.vat import Mode, Policy


@dataclass(frozen=True, slots=True)
class Seller:
    """Who issues the invoices."""

    company: str
    street: str
    postcode: str
    city: str
    country: str = "DE"
    vat_id: str = ""
    tax_number: str = ""
    register: str = ""
    director: str = ""
    mail: str = ""
    phone: str = ""
    web: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """Where money goes."""

    holder: str
    iban: str
    bic: str = ""
    bank: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """How documents are numbered and when they are due; formats know {year} and {number:04d}."""

    number_format: str = "RE-{year}-{number:04d}"
    credit_note_format: str = "SR-{year}-{number:04d}"
    payment_days: int = 14
    reminder_days: tuple[int, int, int] = (7, 14, 14)


@dataclass(frozen=True, slots=True)
class Operator:
    """All of it; `is_demo` while the seller is invented, then documents say „Muster“.

    `lines` says at which line of the file a text stands.
    """

    seller: Seller
    account: Account
    terms: Terms = field(default=Terms())
    mode: Mode = "standard"
    consumers: bool = False
    is_demo: bool = False
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)

    @property
    def policy(self) -> Policy:
        """What the VAT rules need to know of us."""
        return Policy(self.mode, self.consumers, bool(self.seller.vat_id))


# Invented, and visibly so. The VAT ID and the IBAN are well formed but nobody's: all zeros.
DEMO = Operator(
    seller=Seller(
        company="Muster-Akademie GmbH (erfunden)",
        street="Musterweg 1",
        postcode="00000",
        city="Musterstadt",
        vat_id="DE111111125",
        tax_number="00/000/00000",
        register="Amtsgericht Musterstadt, HRB 00000",
        director="Erika Muster",
        mail="rechnung@leader-academy.example",
        phone="+49 40 00000-0",
        web="leader-academy.example",
    ),
    account=Account(
        holder="Muster-Akademie GmbH (erfunden)",
        iban="DE36000000000000000000",
        bic="MUSTDEMMXXX",
        bank="Musterbank (erfunden)",
    ),
    is_demo=True,
)
