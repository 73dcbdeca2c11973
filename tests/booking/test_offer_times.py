"""An offer lasts a day, less when the date is near, and never ends at night."""

from datetime import UTC, datetime, timedelta

import pytest

from leaderacademy.booking.rules.dates import BERLIN
from leaderacademy.booking.rules.terms import Terms, offer_until

BEGIN = datetime(2036, 4, 15, 7, tzinfo=UTC)
WINTER = datetime(2036, 2, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (WINTER, WINTER + timedelta(days=1)),
        # Nineteen hours before there is a quarter of them …
        (datetime(2036, 4, 14, 12, tzinfo=UTC), datetime(2036, 4, 14, 16, 45, tzinfo=UTC)),
        # … in the evening it lasts until the morning …
        (datetime(2036, 4, 13, 20, tzinfo=UTC), datetime(2036, 4, 14, 7, tzinfo=UTC)),
        # … but never beyond the beginning.
        (BEGIN - timedelta(minutes=20), BEGIN),
    ],
)
def test_an_offer_lasts_a_day_and_less_when_the_date_is_near(
    now: datetime, until: datetime
) -> None:
    assert offer_until(now, BEGIN) == until


def test_the_date_may_say_how_long() -> None:
    assert offer_until(WINTER, BEGIN, 48) == WINTER + timedelta(days=2)


def test_no_offer_ends_at_night() -> None:
    for hour in range(72):
        end = offer_until(WINTER + timedelta(hours=hour), BEGIN, 7).astimezone(BERLIN)
        assert 9 <= end.hour <= 21


def test_moving_is_possible_until_the_last_step_and_keeps_its_price() -> None:
    terms = Terms()
    fourteen = BEGIN - timedelta(days=14)
    assert terms.may_move(BEGIN, fourteen)
    assert not terms.may_move(BEGIN, fourteen + timedelta(days=1))
    assert not Terms(partial_days=0, free_days=0).may_move(BEGIN, BEGIN)
    moved = Terms(least_percent=50)
    assert moved.percent(BEGIN, BEGIN - timedelta(days=90)) == 50
    assert moved.percent(BEGIN, BEGIN) == 100
    assert "mindestens 50" in moved.in_words
    assert "bis 14\u00a0Tage vor" in terms.moving_in_words
    assert "bis zum Tag" in Terms(free_days=0, partial_days=0).moving_in_words
