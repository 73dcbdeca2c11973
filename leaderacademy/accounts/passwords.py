"""Passwords: hashed slowly, never more than two at once, and never a common one."""

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from leaderacademy.accounts.rules import is_simple, same_characters

# Each hash takes 64 MiB and 100 ms of a core by design; many at once would stop the server.
_AT_ONCE = BoundedSemaphore(2)
_hasher = PasswordHasher()

# The hash of a password nobody has: checking it takes as long as checking a real one, so the
# time of an answer does not tell whether an account exists.
_NOBODYS = (
    "$argon2id$v=19$m=65536,t=3,p=4$bm9ib2R5IGhhcyB0aGlz$"
    "K5hr2cSfHB6gyzWCFJSDMkvrTtnVnlOSuf9WlXT4rUM"
)


def hash_password(password: str) -> str:
    """The password as it is stored."""
    with _AT_ONCE:
        return _hasher.hash(same_characters(password))


def fits(stored: str | None, password: str) -> bool:
    """Whether this is the password; takes as long when there is none."""
    with _AT_ONCE:
        try:
            return _hasher.verify(stored or _NOBODYS, same_characters(password)) and bool(stored)
        except (VerificationError, InvalidHashError):
            return False


def is_common(password: str) -> bool:
    """Whether guessers would try it early."""
    return is_simple(password, _common())


@cache
def _common() -> frozenset[str]:
    # Imported late: the lists take 60 ms to load, and most processes never need them.
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(FREQUENCY_LISTS["passwords"])


def first_fitting(candidates: list[tuple[int | None, str | None]], password: str) -> int | None:
    """The first person whose password this is; every candidate is tried, to cost the same."""
    fitting = [person_id for person_id, stored in candidates if fits(stored, password)]
    return fitting[0] if fitting else None
