"""The buyer's own page opens with its secret address and with nothing else."""

from typing import Any

from leaderacademy.booking import service
from leaderacademy.booking.models import Booking
from leaderacademy.core.database import session
from tests.booking import shop


def _booked(**changed: Any) -> Booking:
    training = shop.open_training(**changed)
    (checkout_id,) = shop.new_checkouts(1)
    booking = service.place_booking(training.id, shop.TWO, checkout_id, shop.NOW)
    session.commit()
    return booking


def test_nobody_guesses_an_address(client: Any, learner: Any, trainer: Any) -> None:
    booking = _booked()
    near = (booking.token[:-1], booking.token.swapcase())
    for visitor in (client, learner, trainer):
        for guess in (str(booking.id), booking.checkout_id, *near):
            visitor.visit(f"/buchung/{guess}", 404)
        visitor.visit(f"/buchung/{booking.token}")


def test_the_page_is_neither_found_by_search_engines_nor_kept_by_browsers(client: Any) -> None:
    page = client.visit(f"/buchung/{_booked().token}")
    assert page.one("meta[name=robots]").get("content") == "noindex"
    assert "noindex" in page.response.headers["X-Robots-Tag"]
    assert "no-store" in page.response.headers["Cache-Control"]


def test_the_page_shows_everything_that_was_booked(client: Any) -> None:
    page = client.visit(f"/buchung/{_booked().token}")
    for words in (
        *("Katrin Lotsen", "Jens Brandt", "Lotsen-Metallbau GmbH", "20457 Hamburg"),
        *("2 Personen, netto", "1.280,00 €", "243,20 €", "1.523,20 €", "Was jetzt passiert"),
        "Danach bis 14 Tage vorher berechnen wir 50 %",
    ):
        assert words in page.text


def test_a_cancelled_booking_says_so(client: Any) -> None:
    booking = _booked()
    service.cancel_booking(booking.id, shop.NOW)
    session.commit()
    page = client.visit(f"/buchung/{booking.token}")
    assert "Storniert am 23. November 2026" in page.text
    assert "Gebucht." not in page.text


def test_a_cancelled_training_says_so(client: Any) -> None:
    booking = _booked()
    booking.training.state = "cancelled"
    session.commit()
    assert "Termin ist abgesagt" in client.visit(f"/buchung/{booking.token}").text


def test_what_was_typed_cannot_become_markup(client: Any) -> None:
    training = shop.open_training()
    page = client.visit(f"/training/{training.key}/buchen")
    hostile = {**shop.GOOD, "company": "<b>X</b><script>1</script> GmbH", "step": "book"}
    page = client.submit(page, "buchen", 200, **hostile)
    assert "<b>X</b>" in page.text
    assert not page.select("main script")
