"""The operator's settings as every service reads them; set once when the app is built."""

from leaderacademy.invoicing.rules.operator import DEMO, Operator

_current: list[Operator] = [DEMO]


def configure(operator: Operator) -> None:
    """Say who sells from now on."""
    _current[:] = [operator]


def operator() -> Operator:
    """Who sells, where money goes, and on what terms."""
    return _current[0]
