"""Texts go online at the time that was planned."""

from datetime import datetime

from leaderacademy.authoring.service.planning import PUBLISH, publish_as_planned
from leaderacademy.authoring.service.publishing import told
from leaderacademy.core.jobs import Payload, handler


@handler(PUBLISH)
def publish_planned(payload: Payload, now: datetime) -> Payload | None:
    """Publish a draft that came due; what was written meanwhile stays a draft."""
    if publish_as_planned(payload, now):
        told()
    return None
