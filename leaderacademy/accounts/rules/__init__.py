"""What is true of people and their ways in, whatever is stored: addresses, devices, links."""

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from urllib.parse import urlsplit

HOME = "/kurs"
NAME_LENGTH = 100
COMPANY_LENGTH = 120
ADDRESS_LENGTH = 254
PASSWORD_LEAST = 10
PASSWORD_MOST = 200
TIME_TO_CHANGE_ONES_MIND = timedelta(days=7)
SEEN_EVERY = timedelta(days=1)

LEARNER = "learner"
TRAINER = "trainer"


class Purpose(StrEnum):
    """What a link in a mail is good for."""

    CONFIRM = "confirm"
    SIGN_IN = "sign-in"
    RESET = "reset"
    CHANGE = "change"
    TRAINER = "trainer"


LIFETIME = {
    Purpose.CONFIRM: timedelta(days=7),
    Purpose.SIGN_IN: timedelta(minutes=30),
    Purpose.RESET: timedelta(minutes=60),
    Purpose.CHANGE: timedelta(days=7),
    Purpose.TRAINER: timedelta(days=7),
}


@dataclass(frozen=True)
class Limit:
    """So many attempts in so much time."""

    most: int
    window: timedelta


SIGN_IN_PER_ACCOUNT = Limit(10, timedelta(minutes=15))
SIGN_IN_PER_NETWORK_ADDRESS = Limit(30, timedelta(minutes=15))
MAILS_PER_MAIL_ADDRESS = Limit(5, timedelta(hours=1))
MAILS_PER_NETWORK_ADDRESS = Limit(20, timedelta(hours=1))
# A guesser has 3 in a million each time, and needs the first factor before.
SECOND_FACTOR_PER_ACCOUNT = Limit(5, timedelta(minutes=15))
INVITATIONS_PER_TRAINER = Limit(20, timedelta(hours=1))


def email_key(address: str) -> str:
    """The form in which two spellings of one mail address are equal."""
    user, at, domain = without_controls(address).casefold().rpartition("@")
    # What is not a domain stays as it is: the form refuses it, and no account will match it.
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{user}{at}{domain}"


def without_controls(text: str) -> str:
    """One line of text, composed, without control characters or space around it."""
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(" " if c in "\t\r\n" else c for c in composed if c in "\t\r\n" or _shows(c))
    return " ".join(kept.split())


def _shows(character: str) -> bool:
    # Cc control, Cs lone surrogate (cannot be stored), Cf invisible marks that turn text round
    return unicodedata.category(character) not in ("Cc", "Cs", "Cf")


def safe_path(target: str | None, otherwise: str = HOME) -> str:
    """`target` if it is a place on this site, so that no link can send people elsewhere."""
    if not target or len(target) > 500 or not re.fullmatch(r"/[!-\[\]-~]*", target):
        return otherwise
    # Browsers take //host and /\host for another site; the backslash is excluded above.
    if target.startswith("//"):
        return otherwise
    try:
        parts = urlsplit(target)
    except ValueError:
        return otherwise
    return otherwise if parts.scheme or parts.netloc else target


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def device_label(user_agent: str) -> str:
    """„Firefox auf Windows“: enough to know one's own device by, and no fingerprint."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    if browser and system:
        return f"{browser} auf {system}"
    return browser or system or "Unbekanntes Gerät"


def same_characters(password: str) -> str:
    """The same password however a keyboard composes its umlauts."""
    return unicodedata.normalize("NFKC", password)


def is_simple(password: str, common: frozenset[str]) -> bool:
    """Whether a password is a common one, dressed up or repeated, or a mere sequence."""
    plain = same_characters(password).casefold()
    bare = re.sub(r"[\W\d_]+$|^[\W\d_]+", "", plain)
    if plain in common or bare in common or not bare:
        return True
    return len(set(plain)) < 5 or _repeats(plain) or _is_sequence(bare)


def _repeats(text: str) -> bool:
    # A text is several times the same if it is found within itself, moved.
    return text in (text + text)[1:-1]


def _is_sequence(text: str) -> bool:
    steps = {ord(b) - ord(a) for a, b in pairwise(text)}
    return len(steps) <= 1 and len(text) > 3


def resembles(password: str, *own: str) -> bool:
    """Whether a password is hardly more than the person's own name or address."""
    plain = re.sub(r"[\W_]", "", same_characters(password).casefold())
    for text in own:
        for part in (text, text.partition("@")[0]):
            word = re.sub(r"[\W_]", "", text_key(part))
            if word and (plain == word or (len(word) >= 4 and plain.strip("0123456789") == word)):
                return True
    return False


def text_key(text: str) -> str:
    """Text in the form in which it is compared."""
    return unicodedata.normalize("NFKC", text).casefold()


@dataclass(frozen=True, slots=True)
class OwnPage:
    """What another feature keeps for a person: what it is, how it stands, where it is seen."""

    title: str
    note: str
    path: str
