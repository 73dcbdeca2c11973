"""The result of a computation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Computed:
    """`text` is German and empty while too much is missing; `missing` names fields or letters.

    `parts` holds what a page may show separately (amounts in cents, the lit letters, flags).
    """

    text: str
    missing: tuple[str, ...] = ()
    parts: Mapping[str, Any] = field(default_factory=dict)
