"""Deletes the accounts whose time to think better of it has passed."""

from datetime import datetime

from leaderacademy.core.jobs import Payload, handler
from leaderacademy.privacy.service import DELETE_PERSON, delete_if_due


@handler(DELETE_PERSON)
def delete_due_person(payload: Payload, now: datetime) -> None:
    """Bears being run twice: the second time there is nobody."""
    delete_if_due(payload["person_id"], now)
