"""What a buyer typed about company, address and mails, and how a correction of it is named."""

import hashlib
from dataclasses import astuple, dataclass, fields


@dataclass(frozen=True, slots=True)
class Billing:
    """Whom a booking is billed to and where its mails go; checked as in the checkout."""

    company: str
    street: str
    postcode: str
    town: str
    country: str
    vat_id: str
    order_number: str
    email: str
    accounting_email: str

    @property
    def seal(self) -> str:
        """Names what stood on the page; a change in between shows in it."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:16]


# An invoice shows these; the others it need not show.
ON_INVOICE = ("company", "street", "postcode", "town", "country", "vat_id", "order_number")
WORDS = {
    "company": "Unternehmen",
    "street": "Anschrift",
    "postcode": "Anschrift",
    "town": "Anschrift",
    "country": "Land",
    "vat_id": "USt-IdNr.",
    "order_number": "Bestellnummer",
    "email": "E-Mail",
    "accounting_email": "E-Mail der Buchhaltung",
}
NAMES = tuple(one.name for one in fields(Billing))


def changes_between(old: Billing, new: Billing) -> list[str]:
    """The names of what is different."""
    return [name for name in NAMES if getattr(old, name) != getattr(new, name)]


def in_words(names: list[str]) -> list[str]:
    """What was corrected, each once: „Anschrift“, „E-Mail“."""
    return list(dict.fromkeys(WORDS[name] for name in names))
