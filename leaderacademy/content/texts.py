"""Frozen trees of texts for pages whose wording lives in YAML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


class Texts:
    """A read-only mapping with keys as attributes: a template says `landing.hero.title`."""

    __slots__ = ("_entries",)

    def __init__(self, entries: dict[str, Any]) -> None:
        object.__setattr__(self, "_entries", dict(entries))

    def __getattr__(self, name: str) -> Any:
        try:
            return self._entries[name]
        except KeyError:
            raise AttributeError(name) from None

    def __getitem__(self, name: str) -> Any:
        return self._entries[name]

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("Texts are read-only")

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Texts) and self._entries == other._entries

    def __hash__(self) -> int:
        return hash(tuple(self._entries))

    def __repr__(self) -> str:
        return f"Texts({self._entries!r})"
