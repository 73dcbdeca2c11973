"""The operator's settings as every service reads them; set once when the app is built."""

from leaderacademy.invoicing.rules.operator import DEMO, Operator

VIES = "https://ec.europa.eu/taxation_customs/vies/rest-api"

_current: list[Operator] = [DEMO]
_vies: list[str] = [""]


def configure(operator: Operator, vies_url: str = "") -> None:
    """Say who sells from now on, and where VAT IDs are asked about if not at VIES itself."""
    _current[:] = [operator]
    _vies[:] = [vies_url.rstrip("/")]


def operator() -> Operator:
    """Who sells, where money goes, and on what terms."""
    return _current[0]


def vies_url() -> str:
    """The address that VAT IDs are asked at; empty for the invented seller, who asks nobody."""
    return _vies[0] or ("" if operator().is_demo else VIES)
