"""How days are written on documents."""

from datetime import date

from leaderacademy.core.german import day_in_words as day_in_words


def span_in_words(first: date, last: date) -> str:
    """„15. April 2027“ or „15. April 2027 bis 16. April 2027“."""
    if first == last:
        return day_in_words(first)
    return f"{day_in_words(first)} bis {day_in_words(last)}"
