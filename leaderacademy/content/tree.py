"""Takes values out of a YAML tree and complains in German, with the place, when one is unfit."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from leaderacademy.content.problems import Problems, nearest
from leaderacademy.content.yaml import YamlList, YamlMap


class Reader:
    """Reads one mapping; every method says what is wrong and returns something usable."""

    def __init__(self, tree: YamlMap, problems: Problems) -> None:
        self.tree = tree
        self.problems = problems

    def error(self, key: str, text: str) -> None:
        line, column = self.tree.place(key)
        self.problems.error(line, text, column)

    def known(self, keys: Iterable[str], what: str) -> None:
        """Complains about keys that mean nothing here."""
        keys = tuple(keys)
        for key in self.tree:
            if key not in keys:
                self.error(
                    key, f"Die Angabe „{key[:40]}“ gibt es {what} nicht.{nearest(key, keys)}"
                )

    def text(self, key: str, needed: bool = False) -> str:
        value = self.tree.get(key)
        if isinstance(value, (dict, list)):
            self.error(key, f"„{key}“ braucht einen Text. Setzen Sie ihn in Anführungszeichen.")
            return ""
        if value is None:
            if needed:
                self.error(key, f"Hier fehlt „{key}“. Schreiben Sie {key}: und den Text.")
            return ""
        return str(value).lower() if isinstance(value, bool) else str(value)

    def one_of(self, key: str, allowed: Iterable[str], otherwise: str) -> str:
        value = self.text(key)
        allowed = tuple(allowed)
        if not value or value in allowed:
            return value or otherwise
        self.error(
            key,
            f"„{value[:40]}“ geht bei „{key}“ nicht.{nearest(value, allowed)} Möglich sind "
            f"{', '.join(allowed)}.",
        )
        return otherwise

    def whole(self, key: str) -> int | None:
        value = self.tree.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        self.error(key, f"„{key}“ braucht eine ganze Zahl.")
        return None

    def decimal(self, key: str) -> Decimal | None:
        value = self.tree.get(key)
        if value is None:
            return None
        try:
            number = Decimal(str(value).replace(",", "."))
        except InvalidOperation:
            number = Decimal("NaN")
        if isinstance(value, bool) or not number.is_finite():
            self.error(key, f"„{key}“ braucht eine Zahl, zum Beispiel {key}: 0.5")
            return None
        return number

    def pair(self, key: str) -> tuple[int, int] | None:
        value = self.tree.get(key)
        if value is None:
            return None
        whole = isinstance(value, list) and all(type(part) is int for part in value)
        if not whole or len(value) != 2 or value[0] > value[1]:
            self.error(key, f"„{key}“ braucht zwei ganze Zahlen, zum Beispiel {key}: [3, 80]")
            return None
        return value[0], value[1]

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.tree.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or any(isinstance(part, (dict, list)) for part in value):
            self.error(key, f"„{key}“ braucht eine Liste von Texten.")
            return ()
        return tuple(str(part) for part in value)

    def maps(self, key: str) -> list[YamlMap]:
        """The mappings in a list; others are reported and left out."""
        value = self.tree.get(key)
        if value is None:
            return []
        if not isinstance(value, YamlList):
            self.error(
                key, f"„{key}“ braucht eine Liste: Jeder Eintrag beginnt mit einem Bindestrich."
            )
            return []
        for entry, (line, column) in zip(value, value.places, strict=True):
            if not isinstance(entry, YamlMap):
                self.problems.error(
                    line, "Hier werden Zeilen der Form „name: Wert“ erwartet.", column
                )
        return [entry for entry in value if isinstance(entry, YamlMap)]


def plain(value: Any) -> Any:
    """The tree without places: plain dicts and lists."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return value
