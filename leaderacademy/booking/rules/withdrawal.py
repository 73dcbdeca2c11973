"""The right of a private person to withdraw (§§ 312g, 355, 356a BGB): how long, in what words."""

from datetime import datetime, timedelta

from leaderacademy.booking.rules.dates import BERLIN, day_in_words
from leaderacademy.booking.rules.editing import end_of_day
from leaderacademy.invoicing.rules.operator import Seller

DAYS = 14  # from the day of the contract, which does not count (§ 187 (1), § 355 (2) BGB)


def withdrawal_ends(booked_at: datetime) -> datetime:
    """The first moment that is too late."""
    return end_of_day(booked_at.astimezone(BERLIN).date() + timedelta(days=DAYS))


def may_withdraw(
    business: bool, state: str, booked_at: datetime, training_ends: datetime, now: datetime
) -> bool:
    """Whether this contract can be withdrawn from now; the right ends with the training itself."""
    private = not business and state == "booked"
    return private and now < min(withdrawal_ends(booked_at), training_ends)


def asks_early_start(business: bool, contract_at: datetime, starts_at: datetime) -> bool:
    """Whether a private person has to ask for a training before the time to withdraw is over.

    Without that express wish nothing would be owed for what was given until a withdrawal (§ 357a
    (2) BGB), and the right would not end with the training (§ 356 (4) BGB).
    """
    return not business and starts_at < withdrawal_ends(contract_at)


EARLY_START = (
    "Ich verlange ausdrücklich, dass das Training vor dem Ende der Widerrufsfrist beginnt. Mir ist "
    "bekannt: Widerrufe ich danach, zahle ich den Teil, der bis dahin stattgefunden hat; hat das "
    "Training ganz stattgefunden, ist mein Widerrufsrecht erloschen."
)
EARLY_START_MISSING = (
    "Das Training liegt in Ihrer Widerrufsfrist. Als Privatperson können Sie diesen Termin nur "
    "buchen, wenn Sie das ausdrücklich verlangen."
)


def early_start_words(asked_at: datetime | None) -> str:
    """What the confirmation says of that wish; empty without one."""
    if asked_at is None:
        return ""
    return (
        f"Sie haben am {day_in_words(asked_at)} ausdrücklich verlangt, dass das Training vor dem "
        "Ende der Widerrufsfrist beginnt, und bestätigt: Widerrufen Sie danach, zahlen Sie den "
        "Teil, der bis dahin stattgefunden hat; hat das Training ganz stattgefunden, ist Ihr "
        "Widerrufsrecht erloschen."
    )


def instruction(us: Seller) -> tuple[tuple[str, str], ...]:
    """Heading and text of the parts of the instruction (Anlage 1 zu Art. 246a § 1 EGBGB)."""
    ways = ", ".join(filter(None, (us.phone and f"Telefon {us.phone}", us.mail)))
    who = f"{us.company}, {us.street}, {us.postcode} {us.city}" + (f", {ways}" if ways else "")
    right = (
        "Sie haben das Recht, binnen vierzehn Tagen ohne Angabe von Gründen diesen Vertrag zu "
        "widerrufen. Die Widerrufsfrist beträgt vierzehn Tage ab dem Tag des Vertragsabschlusses. "
        f"Um Ihr Widerrufsrecht auszuüben, müssen Sie uns ({who}) mittels einer eindeutigen "
        "Erklärung (zum Beispiel ein mit der Post versandter Brief oder eine E-Mail) über Ihren "
        "Entschluss, diesen Vertrag zu widerrufen, informieren. "
    )
    return (("Widerrufsrecht", right + ONLINE), ("Folgen des Widerrufs", f"{EFFECTS} {EARLIER}"))


ONLINE = (
    "Sie können Ihr Widerrufsrecht auch online ausüben: auf der Seite Ihrer Buchung mit dem Knopf "
    "„Vertrag widerrufen“. Dann senden wir Ihnen unverzüglich per E-Mail eine Eingangsbestätigung "
    "mit Inhalt, Datum und Uhrzeit Ihres Widerrufs. Zur Wahrung der Frist reicht es aus, dass Sie "
    "die Mitteilung über die Ausübung des Widerrufsrechts vor Ablauf der Widerrufsfrist absenden."
)
EFFECTS = (
    "Wenn Sie diesen Vertrag widerrufen, haben wir Ihnen alle Zahlungen, die wir von Ihnen "
    "erhalten haben, unverzüglich und spätestens binnen vierzehn Tagen ab dem Tag zurückzuzahlen, "
    "an dem die Mitteilung über Ihren Widerruf dieses Vertrags bei uns eingegangen ist. Für diese "
    "Rückzahlung verwenden wir dasselbe Zahlungsmittel, das Sie bei der ursprünglichen Transaktion "
    "eingesetzt haben, es sei denn, mit Ihnen wurde ausdrücklich etwas anderes vereinbart; in "
    "keinem Fall werden Ihnen wegen dieser Rückzahlung Entgelte berechnet."
)
EARLIER = (
    "Haben Sie verlangt, dass die Dienstleistung während der Widerrufsfrist beginnen soll, so "
    "haben Sie uns einen angemessenen Betrag zu zahlen, der dem Anteil der bis zu dem Zeitpunkt, "
    "zu dem Sie uns von der Ausübung des Widerrufsrechts hinsichtlich dieses Vertrags "
    "unterrichten, bereits erbrachten Dienstleistungen im Vergleich zum Gesamtumfang der im "
    "Vertrag vorgesehenen Dienstleistungen entspricht."
)
