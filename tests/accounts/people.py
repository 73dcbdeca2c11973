"""What people do in these tests: register, sign in, open their mail."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import select

from leaderacademy.accounts import service
from leaderacademy.accounts.devices import find_by_key
from leaderacademy.accounts.models import Person
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job
from tests.pages import Page, Visitor

PASSWORD = "vier Boote im Nebel"
FORM = ""  # the form that sends to its own page


@dataclass(frozen=True)
class Written:
    """A mail that waits to be sent."""

    template: str
    to: str
    context: dict[str, Any]


def written_mails() -> list[Written]:
    """Every mail written so far, oldest first."""
    session.remove()
    jobs = session.scalars(select(Job).where(Job.kind == "mail").order_by(Job.id)).all()
    session.remove()
    return [Written(j.payload["template"], j.payload["to"], j.payload["context"]) for j in jobs]


def last_token(template: str) -> str:
    """The token in the newest mail of this kind."""
    return str([m for m in written_mails() if m.template == template][-1].context["token"])


def anonymous(app: Flask) -> Visitor:
    """Somebody who has answered a question without an account."""
    visitor = Visitor(app)
    now = clock.now()
    person = service.create_person(now)
    key = service.new_device(person.id, "Testgerät", now)
    session.commit()
    visitor.person_id = person.id
    session.remove()
    with visitor.http.session_transaction() as cookie:
        cookie["_user_id"] = key
        cookie.permanent = True
    return visitor


def register(
    visitor: Visitor, email: str, password: str = PASSWORD, name: str = "Cleo Beispiel"
) -> Page:
    """Fill in the page for a new account."""
    page = visitor.visit("/registrieren")
    return visitor.submit(page, "/registrieren", name=name, email=email, password=password)


def sign_in(visitor: Visitor, email: str, password: str = PASSWORD) -> Page:
    """Fill in the sign-in page."""
    page = visitor.visit("/anmelden")
    return visitor.submit(page, "anmelden", email=email, password=password)


def open_mail(visitor: Visitor, path: str, **fields: Any) -> Page:
    """Open the link of a mail and press its button."""
    return visitor.submit(visitor.visit(path), FORM, **fields)


def confirmed_account(app: Flask, email: str, password: str = PASSWORD) -> Visitor:
    """Somebody who registered and confirmed the address, on this device."""
    visitor = Visitor(app)
    register(visitor, email, password)
    open_mail(visitor, f"/bestaetigen/{last_token('confirm-address')}")
    return visitor


def token_on(visitor: Visitor, path: str) -> str:
    """The form token of a page, for a request that no form of the page would send."""
    return str(visitor.visit(path).select("[name=csrf_token]")[0].get("value"))


def person_of(visitor: Visitor) -> Person | None:
    """Who the browser's cookie stands for."""
    with visitor.http.session_transaction() as cookie:
        key = cookie.get("_user_id")
    session.remove()
    found = find_by_key(key) if key else None
    session.remove()
    return found[0] if found else None


def people() -> list[Person]:
    """Everybody there is."""
    session.remove()
    found = list(session.scalars(select(Person).order_by(Person.id)))
    session.remove()
    return found


def now() -> datetime:
    """The moment, as a test may have moved it."""
    return clock.now()
