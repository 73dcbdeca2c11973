"""What these tests share: trainers with a second factor, and what their phones show."""

import json
from datetime import datetime
from typing import Any

import pyotp
from flask import Flask
from sqlalchemy import select

from leaderacademy.accounts.links import new_secret
from leaderacademy.accounts.models import CodeApp, Passkey, Person
from leaderacademy.accounts.passwords import hash_password
from leaderacademy.accounts.rules.factors import app_secret
from leaderacademy.accounts.service.factors.recovery import make_codes
from leaderacademy.core import clock
from leaderacademy.core.database import session
from tests.accounts.factors.authenticator import Authenticator, in_base64
from tests.accounts.people import PASSWORD
from tests.pages import Page, Visitor

OWN = "/konto/zweiter-faktor"
STEP = "/anmelden/zweiter-faktor"
TINA = "trainer@example.org"


def with_password(visitor: Visitor) -> None:
    person = session.get(Person, visitor.person_id)
    assert person is not None
    person.password_hash = hash_password(PASSWORD)
    session.commit()
    session.remove()


def with_app(app: Flask, person_id: int) -> str:
    """Let a code app count for this person; the secret."""
    nonce, now = new_secret(), clock.now()
    session.add(CodeApp(person_id=person_id, nonce=nonce, created_at=now, confirmed_at=now))
    session.commit()
    session.remove()
    return app_secret(app.config["SETTINGS"].secret_key, nonce)


def with_passkey(person_id: int, key: Authenticator, name: str = "Schlüssel") -> int:
    """Let this key count for this person, without the pages."""
    import cbor2

    numbers = key.key.public_key().public_numbers()
    x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
    row = Passkey(
        person_id=person_id,
        credential_id=in_base64(key.credential),
        public_key=in_base64(cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})),
        sign_count=key.counter,
        name=name,
        created_at=clock.now(),
    )
    session.add(row)
    session.commit()
    number = row.id
    session.remove()
    return number


def with_codes(person_id: int) -> list[str]:
    codes = make_codes(person_id)
    session.commit()
    session.remove()
    return codes


def code_at(secret: str, moment: datetime) -> str:
    return pyotp.TOTP(secret).at(moment)


def options_on(page: Page) -> dict[str, Any]:
    """What a page asks the browser's passkeys."""
    found: dict[str, Any] = json.loads(page.one("[data-passkey]").get("data-options"))
    return found


def half(app: Flask, email: str = TINA) -> Visitor:
    """Somebody who has typed the right password in a fresh browser."""
    visitor = Visitor(app)
    page = visitor.submit(visitor.visit("/anmelden"), "anmelden", email=email, password=PASSWORD)
    assert page.response.request.path == STEP, page.text
    return visitor


def kept() -> list[Passkey]:
    session.remove()
    found = list(session.scalars(select(Passkey).order_by(Passkey.id)))
    session.remove()
    return found


def show(visitor: Visitor, answer: str, status: int) -> Page:
    page = visitor.visit(STEP)
    return visitor.submit(page, "mit-passkey", status, credential=answer)


def asked(visitor: Visitor) -> str:
    return str(options_on(visitor.visit(STEP))["challenge"])
