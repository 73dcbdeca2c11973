"""A document as PDF for somebody whom its owner showed it to."""

from datetime import datetime

from leaderacademy.accounts.models import Person
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core.database import session
from leaderacademy.logbook.models.documents import ReadyFile
from leaderacademy.logbook.service.files import ask_for, find_file
from leaderacademy.logbook.service.rendering import stamp_of


def shared_pdf(person_id: int, key: str, now: datetime) -> ReadyFile | None:
    """The file as it would be for its owner now, made or being made; None for no document."""
    course, person = catalogue.course(), session.get(Person, person_id)
    if person is None or course.logbook.document(key) is None:
        return None
    name = f"{key}.pdf"
    stamp = stamp_of(course, name, person_id, person.company, now)
    found = find_file(person_id, name, stamp)
    if found is None or (found.problem and found.made_at is None):
        return ask_for(person_id, name, stamp, now)
    return found
