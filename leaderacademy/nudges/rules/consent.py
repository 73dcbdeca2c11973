"""What somebody agrees to with the tick, and what they may choose afterwards."""

from datetime import timedelta

# The words beside the box, kept with every wish as its proof.
CONSENT = (
    "Ja, schicken Sie mir Kursnachrichten per E-Mail: Hinweise auf meinen nächsten Schritt, Fragen "
    "zum Wiederholen mit meinen eigenen Worten aus dem Logbuch und nach dem Abschluss einen "
    "Hinweis auf das Live-Training. Freiwillig und jederzeit mit einem Klick abbestellbar."
)

SOURCES = ("register", "account", "checkout")
ALL, REVIEW = "all", "review"
SCOPES = (ALL, REVIEW)
ENDINGS = ("person", "one-click", "merged", "replaced")

LINK_HOLDS = timedelta(days=14)
PAUSE = timedelta(days=30)
# How long the proof of an ended wish is kept: until no claim can be made of it any more.
KEEP_ENDED = timedelta(days=3 * 365 + 1)
KEEP_WITHOUT_ACCOUNT = timedelta(days=365)
KEEP_MAILS = timedelta(days=2 * 365)
