"""Whom a change of a text concerns, asked before it is published."""

from dataclasses import replace
from datetime import datetime

from leaderacademy.authoring.rules.documents import Document
from leaderacademy.authoring.rules.impact import ImpactReport
from leaderacademy.authoring.service.checking import absent_blocks, check
from leaderacademy.authoring.service.impact import report_on
from leaderacademy.content.catalogue import catalogue


def affected(document: Document, text: str | None, now: datetime) -> ImpactReport | None:
    """The report on a lesson as it would be at once (None: deleted); None for other texts."""
    if not document.is_lesson:
        return None
    name = document.name
    known = catalogue.attempt({}).lessons.get(name)
    old = known.good if known is not None else None
    new = None
    if text is not None:
        checked = check(document, text)
        new = checked.lesson
        if new is None or absent_blocks(text, checked):
            return None  # what cannot be read yet would count as taken out
        new = replace(new, status="published", publish_at=None)
    return report_on(old, new, now)
