"""Whom a change concerns, asked before it is published."""

from datetime import datetime
from typing import Any

from leaderacademy.authoring.rules.documents import Document


def affected(document: Document, text: str | None, now: datetime) -> Any:
    """The report on the lesson as it would be; None where there is nothing to say."""
    return None
