"""What could not be taken comes back with everything typed, on a page that sends it once more."""

from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from leaderacademy.core.database import session
from tests.booking import shop
from tests.booking.shop import GOOD, TYPED
from tests.pages import Page

PATH = "/training/2036-04-15-hamburg/buchen"
OWN = {"Sec-Fetch-Site": "same-origin"}


def _away(*_arguments: Any) -> Any:
    raise OperationalError("SELECT 1", {}, Exception("the server closed the connection"))


def _ready(who: Any) -> dict[str, str]:
    """The checkout, filled in and looked through, ready for its last button."""
    form = {**dict(who.visit(PATH).form("buchen").form_values()), **GOOD, "step": "check"}
    page = who.checked(who.post(PATH, form))
    return {**dict(page.form("buchen").form_values()), "step": "book"}


def _sent(who: Any, form: dict[str, str], status: int, **headers: str) -> Page:
    return who.checked(who.post(PATH, form, headers=headers), status)


def _books(who: Any, page: Page) -> None:
    fields = dict(page.form("noch-einmal").form_values())
    assert fields.items() >= TYPED.items()
    assert "Gebucht." in who.submit(page, "noch-einmal").text
    assert shop.sold(1)[:2] == (1, 1)


@pytest.mark.parametrize("name", ["client", "learner"])
def test_while_the_database_is_away_nothing_typed_is_lost(
    client: Any, learner: Any, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    who = {"client": client, "learner": learner}[name]
    shop.open_training()
    form = _ready(who)
    with monkeypatch.context() as patch:
        session.remove()
        patch.setattr(client.app.extensions["engine"].pool, "connect", _away)
        page = _sent(who, form, 503, **OWN)
        assert page.response.headers["Retry-After"] == "30"
        assert who.checked(who.get(PATH), 503).one("h1").text_content() == "Wir machen gerade fest"
    _books(who, page)


def test_a_form_whose_token_is_no_longer_good_can_be_sent_once_more(client: Any) -> None:
    shop.open_training()
    form = _ready(client) | {"csrf_token": "ImFiYyI.falsch"}
    _books(client, _sent(client, form, 400, **OWN))


def test_an_invisible_sign_is_taken_out_of_what_comes_back(client: Any) -> None:
    shop.open_training()
    form = _ready(client)
    page = _sent(client, form | {"company": "Lotsen-\x00Metallbau GmbH"}, 400, **OWN)
    assert "Steuerzeichen" in page.text
    _books(client, page)


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}])
def test_another_site_gets_no_form_with_a_token(client: Any, headers: dict[str, str]) -> None:
    shop.open_training()
    page = _sent(client, _ready(client) | {"company": "a\x00b"}, 400, **headers)
    assert not page.select("#noch-einmal")


def test_a_password_is_not_given_back(client: Any) -> None:
    form = {"email": "a\x00b@example.org", "password": "geheim-geheim"}
    answer = client.post("/anmelden", form, headers=OWN)
    assert answer.status_code == 400
    assert "geheim-geheim" not in answer.text


def test_a_sign_that_copying_broke_is_named_at_its_field(client: Any) -> None:
    shop.open_training()
    page = _sent(client, _ready(client) | {"company": "M\ufffdller GmbH"}, 422, **OWN)
    assert "beim Kopieren entstanden" in page.one("#company-error").text_content()
    assert page.one("#company").get("value") == "M\ufffdller GmbH"
