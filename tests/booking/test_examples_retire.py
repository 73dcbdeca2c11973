"""Once a real date is on sale, examples are neither shown nor offered; what was booked stays."""

from datetime import timedelta
from typing import Any

from leaderacademy.booking import service
from leaderacademy.booking.models import Training
from leaderacademy.core import clock
from leaderacademy.core.database import session
from tests.booking import line, shop


def _examples() -> list[str]:
    service.seed_demo_trainings(clock.now())
    session.commit()
    return [one.key for one in service.upcoming_trainings(clock.now())]


def test_examples_leave_the_lists_as_soon_as_there_is_a_real_date(client: Any) -> None:
    keys = _examples()
    assert len(client.visit("/training").select(".dates li")) == len(keys) == 3
    real = shop.open_training()
    for path in ("/training", "/"):
        page = client.visit(path)
        assert [one.get("href") for one in page.select(".dates a")] == [
            f"/training/{real.key}/buchen"
        ]
        assert "Beispiel" not in page.one("main").text_content()
    ahead = [one.key for one in service.trainings_ahead(clock.now())]
    assert sorted(ahead) == sorted([*keys, real.key]), "the studio still sees them"


def test_they_do_not_come_back_when_the_real_date_is_over(app: Any) -> None:
    _examples()
    real = shop.open_training()
    real.starts_at, real.ends_at = clock.now() - timedelta(days=2), clock.now() - timedelta(days=1)
    session.commit()
    assert service.upcoming_trainings(clock.now()) == []


def test_a_full_real_date_offers_no_example_as_an_alternative(client: Any) -> None:
    keys = _examples()
    line.sold_out(seats=1)
    page = client.visit("/training/2036-04-15-hamburg/buchen")
    assert "Zurzeit gibt es keinen anderen Termin" in page.text
    assert not any(key in page.html for key in keys)


def test_the_address_of_an_example_says_so_and_leads_to_real_dates(client: Any) -> None:
    keys = _examples()
    training = service.find_training(keys[0])
    assert isinstance(training, Training)
    booking = line.book(training)
    assert "Zahlungspflichtig buchen" in client.visit(f"/training/{keys[0]}/buchen").text
    real = shop.open_training()
    page = client.visit(f"/training/{keys[0]}/buchen")
    assert "Dies war ein Beispieltermin." in page.text
    assert "Zahlungspflichtig buchen" not in page.text
    assert f"/training/{real.key}/buchen" in page.html
    assert "Beispieltermin" in client.visit(f"/buchung/{booking.token}").text
