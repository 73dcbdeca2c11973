"""`flask training` says in German what it did or why it did not."""

import pytest
from flask import Flask

from leaderacademy.booking import service
from leaderacademy.booking.service.vouchers import find_voucher
from leaderacademy.core import clock
from leaderacademy.core.database import session

ADD = ["training", "add", "--date", "15.04.2036", "--place", "Köln", "--price", "690"]


def _run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=list(arguments))
    return result.exit_code, result.output.replace("\u00a0", " ")


def test_a_date_is_added_and_listed(app: Flask) -> None:
    code, words = _run(app, *ADD, "--second-price", "590,50", "--begin", "9:30")
    assert code == 0, words
    assert "Dienstag, 15. April 2036, Köln" in words
    (training,) = service.upcoming_trainings(clock.now())
    assert (training.second_price_cents, training.seats, training.minimum) == (59_050, 10, 6)
    session.remove()
    code, words = _run(app, "training", "list")
    assert "2036-04-15-koeln: 9:30 bis 17:00 Uhr, 0 von 10 Plätzen belegt, 690,00 €" in words


def test_without_dates_the_list_says_how_to_add_one(app: Flask) -> None:
    assert "flask training add" in _run(app, "training", "list")[1]


def test_a_small_room_and_one_price_for_both_need_no_more_words(app: Flask) -> None:
    assert _run(app, *ADD, "--seats", "4")[0] == 0
    (training,) = service.upcoming_trainings(clock.now())
    assert (training.minimum, training.second_price_cents) == (4, 69_000)


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        (["--date", "31.02.2036"], "„31.02.2036“ ist kein Datum"),
        (["--date", "morgen"], "ist kein Datum"),
        (["--date", "2020-01-01"], "liegt in der Vergangenheit"),
        (["--price", "teuer"], "„teuer“ ist kein Betrag"),
        (["--begin", "25:00"], "ist keine Uhrzeit"),
        (["--begin", "9"], "ist keine Uhrzeit"),
        (["--end", "8:00"], "Ende muss nach dem Beginn"),
        (["--seats", "0"], "mindestens einen Platz"),
        (["--minimum", "11"], "Mindestzahl"),
        (["--place", "  "], "Ort fehlt"),
    ],
)
def test_a_wrong_value_is_explained_and_nothing_is_added(
    app: Flask, extra: list[str], words: str
) -> None:
    code, output = _run(app, *ADD, *extra)
    assert code != 0
    assert words in output
    assert service.all_trainings() == []


def test_the_same_date_twice_is_refused(app: Flask) -> None:
    _run(app, *ADD)
    code, output = _run(app, *ADD)
    assert code == 1
    assert "gibt es schon" in output


def test_a_voucher_is_made_once_and_its_last_day_counts_whole(app: Flask) -> None:
    made = ["training", "voucher", "takt-10", "--percent", "10", "--until", "31.12.2036"]
    assert _run(app, *made)[1].startswith("Angelegt: Gutschein TAKT-10, 10 %, 1-mal.")
    voucher = find_voucher("TAKT-10")
    assert voucher is not None
    assert voucher.expires_at is not None
    assert voucher.expires_at.isoformat() == "2036-12-31T23:00:00+00:00"
    session.remove()
    assert "gibt es schon" in _run(app, *made)[1]
    assert "entweder" in _run(app, "training", "voucher", "takt-11")[1]
    refused = _run(app, *made[:2], "takt-12", "--percent", "5", "--training", "nie")
    assert "gibt es nicht" in refused[1]


def test_early_bird_and_steps_of_cancelling_are_set(app: Flask) -> None:
    _run(app, *ADD)
    terms = ["training", "terms", "2036-04-15-koeln"]
    early = ["--early-price", "590", "--early-until", "01.03.2036"]
    code, words = _run(app, *terms, *early, "--free-days", "21", "--partial-percent", "30")
    assert code == 0, words
    assert "Bis 21 Tage" in words
    (training,) = service.upcoming_trainings(clock.now())
    assert (training.early_price_cents, training.partial_percent) == (59_000, 30)
    session.remove()
    assert "gehören zusammen" in _run(app, *terms, *early[:2])[1]
    assert "näher am Termin" in _run(app, *terms, "--partial-days", "30")[1]
    assert service.upcoming_trainings(clock.now())[0].partial_days == 14
