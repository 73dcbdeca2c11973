"""Which VAT a live training carries, and why: by format, place, buyer and the seller's mode.

Sources (autumn 2026): § 3a(2) and (3) No. 3 and 5, § 13b, § 14, § 14a, § 19, § 4 No. 21 UStG;
category codes of EN 16931 (UNTDID 5305) and exemption codes of the VATEX list.
"""

from dataclasses import dataclass
from typing import Literal

Format = Literal["online", "onsite"]
Mode = Literal["standard", "small", "exempt"]
MODES: tuple[Mode, ...] = ("standard", "small", "exempt")

GERMAN_PERCENT = 19
EU = frozenset(
    (
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    )
)


@dataclass(frozen=True, slots=True)
class Supply:
    """How the training is given; `country` (ISO, two letters) counts only on site."""

    format: Format
    country: str = "DE"


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who buys; `vat_id` is a checked one (see vat_id.py) or empty."""

    country: str
    is_company: bool = True
    vat_id: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """What the operator decided: mode, whether consumers may buy, whether we have a VAT ID."""

    mode: Mode = "standard"
    consumers: bool = False
    has_vat_id: bool = True


@dataclass(frozen=True, slots=True)
class Treatment:
    """The VAT of one booking: whole percent, category of EN 16931, the reason as a sentence.

    `note` is what the invoice says by law (e.g. „Steuerschuldnerschaft …“), `code` the VATEX
    code, both empty at 19 %. `needs_vies`: the buyer's VAT ID must be confirmed before the
    invoice is issued.
    """

    percent: int
    category: Literal["S", "AE", "E", "O"]
    reason: str
    note: str = ""
    code: str = ""
    needs_vies: bool = False


class Blocked(Exception):  # noqa: N818 - named for what happened
    """This combination is not sold; `field` is "vat_id", "country", "business" or "format"."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


ELSEWHERE = (
    "Für ein Training vor Ort außerhalb Deutschlands gelten andere Steuerregeln. "
    "Bitte schreiben Sie uns, dann klären wir das vor der Buchung."
)
NO_CONSUMERS = "Das Training ist für Unternehmen. Eine Buchung als Privatperson ist nicht möglich."
CONSUMERS_ABROAD = (
    "Online können Privatpersonen nur aus Deutschland buchen. "
    "Bitte schreiben Sie uns, wenn Sie als Unternehmen buchen möchten."
)
VAT_ID_NEEDED = (
    "Bitte geben Sie Ihre USt-IdNr. (UID) an. Damit rechnen wir ohne deutsche Umsatzsteuer ab."
)
OWN_VAT_ID_NEEDED = (
    "Unternehmen aus dem EU-Ausland können online zurzeit nicht buchen. Bitte schreiben Sie uns."
)

_IN_GERMANY = Treatment(
    GERMAN_PERCENT,
    "S",
    "Mit deutscher Umsatzsteuer, weil das Training in Deutschland stattfindet.",
)
_GERMAN_COMPANY = Treatment(
    GERMAN_PERCENT,
    "S",
    "Mit deutscher Umsatzsteuer, weil Ihr Unternehmen in Deutschland sitzt.",
)
_GERMAN_CONSUMER = Treatment(
    GERMAN_PERCENT, "S", "Mit deutscher Umsatzsteuer, weil Sie in Deutschland wohnen."
)
_REVERSE_CHARGE = Treatment(
    0,
    "AE",
    "Ohne deutsche Umsatzsteuer, weil Ihr Unternehmen in einem anderen EU-Land sitzt und "
    "die Steuer dort selbst anmeldet (Reverse Charge).",
    note="Steuerschuldnerschaft des Leistungsempfängers (Reverse Charge, § 13b UStG, "
    "Art. 196 MwStSystRL).",
    code="VATEX-EU-AE",
    needs_vies=True,
)
_THIRD_COUNTRY = Treatment(
    0,
    "O",
    "Ohne deutsche Umsatzsteuer, weil Ihr Unternehmen außerhalb der EU sitzt.",
    note="Nicht im Inland steuerbare Leistung (§ 3a Abs. 2 UStG).",
    code="VATEX-EU-O",
)
_SMALL = Treatment(
    0,
    "E",
    "Ohne Umsatzsteuer, weil wir die Kleinunternehmerregelung anwenden (§ 19 UStG).",
    note="Steuerfreie Leistung eines Kleinunternehmers (§ 19 UStG).",
)
_EXEMPT = Treatment(
    0,
    "E",
    "Ohne Umsatzsteuer, weil das Training als berufliche Bildung befreit ist (§ 4 Nr. 21 UStG).",
    note="Steuerfreie Bildungsleistung (§ 4 Nr. 21 UStG).",
    code="VATEX-EU-132-1I",
)


def treatment_of(supply: Supply, buyer: Buyer, policy: Policy) -> Treatment:
    """The VAT of this supply to this buyer; raises Blocked with a German sentence."""
    if not buyer.is_company and not policy.consumers:
        raise Blocked(NO_CONSUMERS, "business")
    if supply.format == "onsite":
        if supply.country != "DE":
            raise Blocked(ELSEWHERE, "format")
        return _domestic(_IN_GERMANY, policy)
    if buyer.country == "DE":
        return _domestic(_GERMAN_COMPANY if buyer.is_company else _GERMAN_CONSUMER, policy)
    return _online_abroad(buyer, policy)


def _domestic(standard: Treatment, policy: Policy) -> Treatment:
    # The modes free only what is taxable in Germany; what is taxable abroad stays so (§ 19(1)).
    return {"standard": standard, "small": _SMALL, "exempt": _EXEMPT}[policy.mode]


def _online_abroad(buyer: Buyer, policy: Policy) -> Treatment:
    if not buyer.is_company:
        # Taxable where the consumer lives (§ 3a(3) No. 3, since 2025): we are not registered there.
        raise Blocked(CONSUMERS_ABROAD, "country")
    if buyer.country not in EU:
        return _THIRD_COUNTRY
    if not policy.has_vat_id:
        raise Blocked(OWN_VAT_ID_NEEDED, "country")
    if not buyer.vat_id:
        raise Blocked(VAT_ID_NEEDED, "vat_id")
    return _REVERSE_CHARGE


def must_block(supply: Supply) -> str | None:
    """Why a date of this kind cannot be offered to anybody, as a German sentence, or None."""
    return ELSEWHERE if supply.format == "onsite" and supply.country != "DE" else None
