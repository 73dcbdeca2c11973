"""Whoever is signed in finds their bookings under the account and on the page of the training."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from leaderacademy.accounts.models import Person
from leaderacademy.booking import service
from leaderacademy.core import clock
from leaderacademy.core.database import session
from tests.booking import line, shop
from tests.booking.shop import NOW


def _book(email: str, **changed: Any) -> str:
    training = shop.open_training(**changed)
    details = replace(shop.TWO, email=email)
    booking = service.place_booking(training.id, details, shop.new_checkouts(1)[0], NOW)
    session.commit()
    return booking.token


def _links(page: Any) -> list[str]:
    found = [one.get("href") for one in page.select("main .rows a")]
    return [one for one in found if one.startswith(("/buchung/", "/warteliste/"))]


def test_bookings_and_places_in_line_are_listed_with_their_links(learner: Any, client: Any) -> None:
    person = session.scalars(select(Person).where(Person.email.is_not(None))).first()
    assert person is not None
    email = str(person.email)
    person.confirmed_at = clock.now()
    token = _book(email)
    full, _ = line.sold_out(place="Bonn", seats=1)
    entry = line.wait(full, email)
    wanted = {f"/buchung/{token}", f"/warteliste/{entry.token}"}
    for path in ("/konto", "/training"):
        page = learner.visit(path)
        assert set(_links(page)) == wanted, path
        assert "gebucht, 2 Personen" in page.text
        assert not _links(client.visit(path)), "somebody else sees them"


def test_an_address_nobody_confirmed_opens_nothing(learner: Any) -> None:
    person = session.scalars(select(Person).where(Person.email.is_not(None))).first()
    assert person is not None
    person.confirmed_at = None
    _book(str(person.email))
    for path in ("/konto", "/training"):
        assert not _links(learner.visit(path))


def test_what_is_over_stays_in_the_account_only(app: Any) -> None:
    person = Person(name="Jörg", created_at=NOW)
    session.add(person)
    session.flush()
    booking = line.book(shop.open_training())
    booking.person_id = person.id
    later = booking.training.ends_at + timedelta(hours=1)
    assert [one.note for one in service.own_pages(person, later)] == ["vorbei, eine Person"]
    assert service.own_pages_ahead(person, later) == []
