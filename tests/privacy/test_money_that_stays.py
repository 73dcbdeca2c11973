"""A person's money leaves with the export; what the law keeps is said before deletion."""

import io
import json
import zipfile

from flask import Flask

from leaderacademy.accounts.models import Person
from leaderacademy.booking import service as booking
from leaderacademy.core.database import session
from leaderacademy.invoicing import service as invoicing
from leaderacademy.invoicing.models import Invoice
from leaderacademy.privacy import service
from tests.booking.shop import DETAILS, HAMBURG, NOW, book
from tests.pages import Visitor


def exported(visitor: Visitor) -> dict[str, object]:
    with zipfile.ZipFile(io.BytesIO(visitor.get("/konto/daten.zip").data)) as archive:
        found: dict[str, object] = json.loads(archive.read("leader-academy/daten.json"))
    return found
