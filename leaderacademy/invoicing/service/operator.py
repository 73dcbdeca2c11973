"""The operator's settings as every service reads them; set once when the app is built."""

from leaderacademy.invoicing.rules.card import NO_CARDS, CardKeys
from leaderacademy.invoicing.rules.operator import DEMO, Operator

VIES = "https://ec.europa.eu/taxation_customs/vies/rest-api"

_current: list[Operator] = [DEMO]
_vies: list[str] = [""]
_card: list[CardKeys] = [NO_CARDS]


def configure(operator: Operator, vies_url: str = "", card: CardKeys = NO_CARDS) -> None:
    """Say who sells from now on, where VAT IDs are asked about, and who takes cards for us."""
    _current[:] = [operator]
    _card[:] = [card]
    _vies[:] = [vies_url.rstrip("/")]


def operator() -> Operator:
    """Who sells, where money goes, and on what terms."""
    return _current[0]


def vies_url() -> str:
    """The address that VAT IDs are asked at; empty for the invented seller, who asks nobody."""
    return _vies[0] or ("" if operator().is_demo else VIES)


def card_keys() -> CardKeys:
    """Our keys at the card company; incomplete where no cards are taken."""
    return _card[0]


def takes_cards() -> bool:
    """Whether a card may be offered; an invented seller must not take real money."""
    return card_keys().complete and (card_keys().is_test or not operator().is_demo)
