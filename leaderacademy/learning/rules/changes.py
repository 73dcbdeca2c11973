"""What changed in a lesson since somebody was there, and for how long that is shown."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from leaderacademy.learning.rules.progress import Visit

# Somebody who comes back after a longer pause begins a new visit.
PAUSE = timedelta(minutes=30)


def changed_blocks(
    visit: Visit, digest: str, blocks: tuple[str, ...], now: datetime
) -> frozenset[str]:
    """Digests of blocks that are new or different since the last visit."""
    if visit.seen_digest is None or visit.seen_digest == digest:
        return frozenset()
    if visit.shown_digest == digest and visit.shown_at and now - visit.shown_at >= PAUSE:
        return frozenset()  # shown already, in a visit that is over
    return frozenset(blocks) - frozenset(visit.seen_blocks)


def after_visit(
    visit: Visit, digest: str, blocks: tuple[str, ...], position: str | None, now: datetime
) -> Visit:
    """The state after the lesson with this digest was looked at.

    What was seen before is only forgotten when a new visit begins, so that the marks do not
    vanish with the first click.
    """
    visit = replace(visit, seen_at=now, position=position or visit.position)
    if visit.seen_digest is None:
        return replace(
            visit, seen_digest=digest, seen_blocks=blocks, shown_digest=digest, shown_at=now
        )
    if visit.seen_digest == digest:
        return replace(visit, shown_digest=digest, shown_at=now)
    if visit.shown_digest != digest or visit.shown_at is None:
        return replace(visit, shown_digest=digest, shown_at=now)
    if now - visit.shown_at < PAUSE:
        return visit
    return replace(visit, seen_digest=digest, seen_blocks=blocks, shown_at=now)


def is_position(text: str) -> bool:
    """Whether this may be the anchor of a place in a lesson."""
    return re.fullmatch(r"[\w-]{1,120}", text) is not None
