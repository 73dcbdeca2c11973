"""The page of the live training shows what is in the database, and says so when nothing is."""

from datetime import UTC, datetime
from typing import Any

import pytest

from leaderacademy.booking import service
from leaderacademy.booking.models import Training
from leaderacademy.core import clock
from leaderacademy.core.database import session
from tests.booking import shop


def test_the_page_tells_what_the_day_is_about(client: Any) -> None:
    page = client.visit("/training")
    for words in ("Ihr Logbuch auf dem Prüfstand", "Takt-Test im Raum", "Was Sie mitbringen"):
        assert words in page.text
    assert "[" not in page.text, "a placeholder is shown to buyers"


def test_without_a_date_the_page_says_what_to_do_meanwhile(client: Any) -> None:
    page = client.visit("/training")
    assert "Zurzeit steht kein Termin fest" in page.text
    assert not page.select(".dates")


@pytest.mark.parametrize(
    ("taken", "words", "bookable"),
    [
        (14, "Plätze frei", True),
        (15, "noch 5 Plätze", True),
        (19, "noch 1 Platz", True),
        (20, "ausgebucht", False),
    ],
)
def test_a_date_shows_place_price_and_seats(
    client: Any, taken: int, words: str, bookable: bool
) -> None:
    training = shop.open_training()
    training.seats_taken = taken
    session.commit()
    session.remove()
    page = client.visit("/training")
    row = " ".join(page.one(".dates li").text_content().split())
    for text in ("Dienstag", "15. April 2036", "Hamburg", "Speicherstadt, in Präsenz", "690 €"):
        assert text in row
    assert words in row
    address = page.one(".dates a").get("href")
    assert address.endswith("/buchen" if bookable else "/warteliste")
    assert "Beispieltermin" not in page.text


def test_the_early_price_is_named_with_its_last_day_and_what_follows(client: Any) -> None:
    training = shop.open_training()
    training.early_price_cents = 62_000
    training.early_until = datetime(2036, 3, 31, 22, tzinfo=UTC)  # midnight in Germany
    session.commit()
    row = " ".join(client.visit("/training").one(".dates li").text_content().split())
    assert "620 € netto je Person" in row
    assert "Frühbucher bis 31. März 2036, danach 690 €" in row
    training = session.get_one(Training, training.id)
    training.early_until = clock.now()
    session.commit()
    over = " ".join(client.visit("/training").one(".dates li").text_content().split())
    assert "690 € netto je Person" in over
    assert "Frühbucher" not in over


def test_a_closed_date_is_shown_without_a_way_to_book(client: Any) -> None:
    training = shop.open_training()
    training.state = "closed"
    session.commit()
    session.remove()
    page = client.visit("/training")
    assert "nehmen wir keine Buchungen an" in page.text
    assert not page.select(".dates a")


def test_example_dates_are_marked_from_the_list_to_the_confirmation(client: Any) -> None:
    service.seed_demo_trainings(clock.now())
    session.commit()
    session.remove()
    page = client.visit("/training")
    assert page.text.count("Beispieltermin") >= 4
    path = page.select(".dates a")[0].get("href")
    page = client.visit(path)
    assert "Beispieltermin." in page.text
    page = client.submit(page, "buchen", 200, **{**shop.GOOD, "step": "book"})
    assert "findet kein Training statt" in page.text
