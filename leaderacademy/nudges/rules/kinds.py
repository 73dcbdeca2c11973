"""The kinds of course mails this package writes itself, and why one was not sent."""

from datetime import timedelta

TAKT_TEST = "takt-test"
FIRST_STEP = "erster-schlag"
OFFERS = "angebote"
FINISHED = "abschluss"
REVIEW = "wiederholen"

LABELS = {
    TAKT_TEST: "Takt-Test",
    FIRST_STEP: "Erster Schlag",
    OFFERS: "Angebote",
    FINISHED: "Abschluss",
    REVIEW: "Wiederholen",
}
WHEN = {
    TAKT_TEST: "ab dem 2. Tag, wenn Lektion 2 fertig ist und noch kein Ergebnis dasteht",
    FIRST_STEP: "ab dem 5. Tag, wenn Lektion 5 fertig ist und Lektion 8 noch nicht",
    OFFERS: "ab dem 9. Tag, wenn Lektion 10 oder 11 noch offen ist",
    FINISHED: "nach dem Abschluss des Kurses",
    REVIEW: "wenn nach 2, 7 oder 21 Tagen Fragen wiederkommen",
}

# Lessons and fields that the conditions of chapter 7 name. A mail whose lesson has left the
# course is not sent any more.
TAKT_LESSON, TAKT_FIELD = "im-takt", "tm_takt_results"
STEP_LESSON, STEP_UNTIL, STEP_FIELD = "kleine-schritte", "basiswissen", "steps"
OFFER_LESSONS = ("haken-1-bis-3", "haken-4-und-5")

AFTER = {TAKT_TEST: timedelta(days=2), FIRST_STEP: timedelta(days=5), OFFERS: timedelta(days=9)}
# After that a mail would come out of the blue.
STALE = timedelta(days=30)

PLANNED, WRITTEN, SENT, SKIPPED = "planned", "written", "sent", "skipped"
STATES = (PLANNED, WRITTEN, SENT, SKIPPED)
REASONS = {
    "ended": "vorher abbestellt",
    "paused": "Pause gewünscht",
    "only-review": "nur Wiederholen gewünscht",
    "address": "Adresse nicht mehr bestätigt",
    "leaving": "Konto wird gelöscht",
    "done": "Schritt inzwischen erledigt",
    "clash": "an diesem Tag ging schon eine andere",
}

# Review mails: 2, 7 and 21 days are 5 and 14 days apart.
GAP_FIRST, GAP_LATER = timedelta(days=5), timedelta(days=14)
PROMISED_ROUNDS = 3


def may_review_again(rounds: int, days_since_last: int, came_back: bool) -> bool:
    """Whether one more review mail may follow `rounds` earlier ones.

    The promised three come in any case; after them only to who still answers, so that the mails
    stop by themselves.
    """
    if rounds == 0:
        return True
    gap = GAP_FIRST if rounds == 1 else GAP_LATER
    if days_since_last < gap.days:
        return False
    return rounds < PROMISED_ROUNDS or came_back
