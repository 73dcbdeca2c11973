"""What the rush counts as a seat, a place in line, a clear refusal, or an error."""

import pytest

from bench.rush import BUY, BUYERS, PEAK, WAIT, arrivals, meaning

CLEAR = 'Dieser Termin ist ausgebucht. <button name="step" value="wait">'


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        ((BUY, 303, "/buchung/x", ""), "sold"),
        ((BUY, 409, "", CLEAR), "refused"),
        ((WAIT, 303, "/warteliste/x", ""), "waiting"),
        # Everything else is an error, under the number of its status.
        ((BUY, 409, "", "Der Preis hat sich geändert."), "409"),
        ((BUY, 409, "", "ausgebucht"), "409"),
        ((BUY, 303, "/anmelden", ""), "303"),
        ((BUY, 200, "", CLEAR), "200"),
        ((BUY, 422, "", CLEAR), "422"),
        ((BUY, 500, "", ""), "500"),
        ((WAIT, 409, "", CLEAR), "409"),
        ((WAIT, 303, "/buchung/x", ""), "303"),
    ],
)
def test_an_answer_counts_as_what_it_is_to_its_buyer(
    answer: tuple[str, int, str, str], what: str
) -> None:
    assert meaning(*answer) == what


def test_the_crowd_comes_as_it_was_seen() -> None:
    moments = list(arrivals())
    assert len(moments) == BUYERS
    assert moments == sorted(moments)
    assert sum(5 <= moment < 6 for moment in moments) == pytest.approx(PEAK, abs=1)
