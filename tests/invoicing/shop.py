"""Drafts as a booking would order them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from leaderacademy.invoicing.rules.draft import Allowance, InvoiceDraft, Line, Recipient
from leaderacademy.invoicing.rules.vat import Buyer, Policy, Supply, treatment_of

NOW = datetime(2027, 2, 3, 10, 0, tzinfo=UTC)

GERMAN = Recipient(
    company="Tischlerei Öztürk & Söhne GmbH",
    name="Ayşe Öztürk",
    street="Deichstraße 12",
    postcode="20459",
    city="Hamburg",
    country="DE",
    vat_id="DE111111125",
    mail="a@oeztuerk.example",
    accounting_mail="buch@oeztuerk.example",
)
AUSTRIAN = Recipient(
    company="Kärntner Holzbau KG",
    street="Bahnhofstraße 3",
    postcode="9020",
    city="Klagenfurt",
    country="AT",
    vat_id="ATU12345675",
    mail="office@holzbau.example",
)
SWISS = Recipient(
    company="Zürcher Werkstatt AG",
    street="Limmatquai 1",
    postcode="8001",
    city="Zürich",
    country="CH",
    vat_id="CHE116281710",
    mail="info@werkstatt.example",
)
ONSITE = Supply("onsite", "DE")
ONLINE = Supply("online")
STANDARD = Policy()


def draft(
    recipient: Recipient = GERMAN,
    supply: Supply = ONSITE,
    policy: Policy = STANDARD,
    **changes: Any,
) -> InvoiceDraft:
    """One seat for 690 euros, or what `changes` make of it."""
    buyer = Buyer(recipient.country, is_company=True, vat_id=recipient.vat_id)
    made = InvoiceDraft(
        subject="booking:1",
        recipient=recipient,
        lines=(Line("Live-Training Marketing-Leader", 69_000, note="15. April 2027, Hamburg"),),
        treatment=treatment_of(supply, buyer, policy),
        supplied_from=date(2027, 4, 15),
        supplied_to=date(2027, 4, 15),
        order_number="BST-4711",
    )
    return replace(made, **changes)


def voucher(cents: int = 5_000) -> tuple[Allowance, ...]:
    return (Allowance("Gutschein HAFEN50", cents),)
