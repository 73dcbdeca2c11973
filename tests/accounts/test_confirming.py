"""An address belongs to who reads its mail, and to nobody who only typed it."""

from flask import Flask

from tests.accounts.people import (
    PASSWORD,
    anonymous,
    confirmed_account,
    last_token,
    open_mail,
    people,
    person_of,
    register,
    sign_in,
)
from tests.pages import Visitor


def _path() -> str:
    return f"/bestaetigen/{last_token('confirm-address')}"


def test_confirming_on_the_same_device(client: Visitor) -> None:
    register(client, "cleo@example.org")
    page = open_mail(client, _path())
    assert "Ihre Adresse ist bestätigt" in page.text
    (person,) = people()
    assert person.confirmed_at is not None
    assert person.password_hash is not None


def test_confirming_elsewhere_with_the_password_keeps_everything(app: Flask) -> None:
    desktop, phone = Visitor(app), Visitor(app)
    register(desktop, "cleo@example.org")
    open_mail(phone, _path(), password=PASSWORD)
    (person,) = people()
    assert person.confirmed_at is not None
    assert person.password_hash is not None
    assert person_of(desktop) is not None
    assert person_of(phone) is not None


def test_confirming_elsewhere_with_a_wrong_password_asks_again(app: Flask) -> None:
    register(Visitor(app), "cleo@example.org")
    phone = Visitor(app)
    path = _path()
    page = open_mail(phone, path, password="ganz etwas anderes")
    assert page.status == 422
    assert "nicht das Passwort" in page.one("#password-error").text_content()
    assert people()[0].confirmed_at is None
    open_mail(phone, path, password=PASSWORD)  # the link is not spent by a typing mistake
    assert people()[0].confirmed_at is not None


def test_the_owner_of_the_address_locks_out_who_only_typed_it(app: Flask) -> None:
    """Pre-hijacking: the stranger's password and devices must not survive the confirmation."""
    stranger, owner = Visitor(app), Visitor(app)
    register(stranger, "cleo@example.org")
    open_mail(owner, _path(), how="takeover")
    (person,) = people()
    assert person.confirmed_at is not None
    assert person.password_hash is None
    assert person_of(stranger) is None
    assert person_of(owner) is not None
    sign_in(stranger, "cleo@example.org")
    assert person_of(stranger) is None


def test_without_a_password_the_other_device_is_signed_out(app: Flask) -> None:
    stranger, owner = Visitor(app), Visitor(app)
    register(stranger, "cleo@example.org", password="")
    open_mail(owner, _path())
    assert person_of(stranger) is None
    assert person_of(owner) is not None


def test_of_two_claims_the_second_to_be_confirmed_joins_the_first(app: Flask) -> None:
    """The same person on two devices, before opening the mail on either."""
    phone, desktop = Visitor(app), Visitor(app)
    register(phone, "cleo@example.org")
    first = _path()
    register(desktop, "CLEO@example.org")
    second = _path()
    open_mail(phone, first)
    open_mail(desktop, second)
    (person,) = people()
    assert person.email == "cleo@example.org"
    for visitor in (phone, desktop):
        found = person_of(visitor)
        assert found is not None
        assert found.id == person.id


def test_a_claim_for_a_known_address_ends_with_signing_in(app: Flask) -> None:
    confirmed_account(app, "cleo@example.org")
    phone = Visitor(app)
    register(phone, "cleo@example.org", "Ruder Kompass Leine")
    sign_in(phone, "cleo@example.org")
    (person,) = people()
    found = person_of(phone)
    assert found is not None
    assert found.id == person.id


def test_confirming_takes_along_what_the_other_device_did(app: Flask) -> None:
    register(Visitor(app), "cleo@example.org")
    phone = anonymous(app)
    open_mail(phone, _path(), password=PASSWORD)
    assert len(people()) == 1


def test_opening_the_page_confirms_nothing(app: Flask, client: Visitor) -> None:
    register(client, "cleo@example.org")
    scanner = Visitor(app)
    scanner.visit(_path())
    scanner.visit(_path())
    assert people()[0].confirmed_at is None


def test_asking_for_the_mail_again_voids_no_link(client: Visitor) -> None:
    register(client, "cleo@example.org")
    first = _path()
    page = client.submit(client.visit("/konto"), "/konto/adresse/erneut")
    assert "noch einmal geschickt" in page.text
    assert _path() != first
    open_mail(client, first)
    assert people()[0].confirmed_at is not None


def test_a_typing_mistake_in_the_address_can_be_mended(client: Visitor) -> None:
    register(client, "celo@example.org")
    wrong = _path()
    page = client.submit(
        client.visit("/konto"), "address-form", email="cleo@example.org", address_password=PASSWORD
    )
    assert "Nachricht an die neue Adresse" in page.text
    assert client.visit(wrong, 410)
    open_mail(client, _path())
    assert people()[0].confirmed_at is not None
    assert people()[0].email == "cleo@example.org"
