"""How the money of a booking stands, in one German word and a colour."""

PAID_CHOICES = {
    "open": "offen",
    "paid": "bezahlt",
    "refund": "zu erstatten",
    "none": "ohne Rechnung",
}


def paid_in_words(
    gross_cents: int, open_cents: int | None, invoiced_cents: int | None, credited_cents: int
) -> tuple[str, str]:
    """(word, kind of the mark). `open_cents` is None while there is no invoice."""
    if open_cents is None or invoiced_cents is None:
        return ("Rechnung wartet", "warn") if gross_cents else ("kostenfrei", "")
    if open_cents < 0:
        return "zu erstatten", "warn"
    if open_cents == 0:
        return ("nichts offen", "") if credited_cents == invoiced_cents else ("bezahlt", "good")
    partly = open_cents < invoiced_cents - credited_cents
    return ("teilweise bezahlt", "warn") if partly else ("offen", "")
