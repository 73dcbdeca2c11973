"""What is true of second factors: codes that follow the clock, codes on paper, a passkey's home."""

import hashlib
import hmac
import re
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from urllib.parse import urlsplit

HALF_SIGN_IN = timedelta(minutes=10)
SETTING_UP = timedelta(minutes=15)
PASSKEY_CHALLENGE = timedelta(minutes=10)
MOST_PASSKEYS = 10
RECOVERY_CODES = 10
KEY_NAME_LENGTH = 60
# An answer of a browser has some hundred bytes, with an attestation some thousand.
MOST_CREDENTIAL = 20_000

# Without 0, O, 1, I and L, which look alike on paper: 16 of 31 signs are 79 bits.
RECOVERY_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
RECOVERY_LENGTH = 16
_CODE = re.compile(r"[0-9]{6}")


def app_secret(house_key: str, nonce: str) -> str:
    """The secret of a code app in base32 (160 bits, RFC 4226): of the house's key and a nonce."""
    made = hmac.digest(house_key.encode(), b"code-app:" + nonce.encode(), hashlib.sha256)
    return b32encode(made[:20]).decode()


def app_code(typed: str) -> str | None:
    """The six digits, if that is what was typed; blanks do not count."""
    bare = "".join(typed.split())
    return bare if _CODE.fullmatch(bare) else None


def matching_counter(secret: str, code: str, now: datetime) -> int | None:
    """The step of 30 seconds whose code this is: the present one, the one before or after it.

    RFC 6238, 5.2, recommends one step on each side for clocks that differ.
    """
    import pyotp  # late: only trainers with an app need it

    totp = pyotp.TOTP(secret)
    present = totp.timecode(now)
    # All three are compared, whichever fits: the time tells nothing.
    steps = (present - 1, present, present + 1)
    fitting = [step for step in steps if compare_digest(totp.generate_otp(step), code)]
    return fitting[-1] if fitting else None


def app_address(secret: str, account: str, house: str) -> str:
    """What the QR code says (otpauth://…)."""
    import pyotp

    return str(pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=house))


def in_groups(text: str) -> str:
    """„ABCD EFGH“, easier to copy by hand."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def recovery_code(typed: str) -> str | None:
    """A code on paper as it was made, if that is what was typed; hyphens and case do not count."""
    bare = re.sub(r"[\s‐‑–-]", "", typed).upper()
    fits = len(bare) == RECOVERY_LENGTH and set(bare) <= set(RECOVERY_ALPHABET)
    return bare if fits else None


@dataclass(frozen=True, slots=True)
class Home:
    """Where passkeys of this house belong: its domain, and the origin of its pages."""

    domain: str
    origin: str


def passkey_home(base_url: str) -> Home | None:
    """The home of passkeys, None where browsers make none: without HTTPS, or under a number.

    A machine's own name `localhost` is the exception (Secure Contexts, 3.1).
    """
    parts = urlsplit(base_url)
    domain = parts.hostname or ""
    if domain != "localhost" and (parts.scheme != "https" or _is_number(domain)):
        return None
    # As browsers write it: in lower case, and without the port that goes without saying.
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    port = f":{parts.port}" if parts.port and parts.port != usual else ""
    return Home(domain, f"{parts.scheme}://{domain}{port}")


def _is_number(domain: str) -> bool:
    return ":" in domain or re.fullmatch(r"[0-9.]+", domain) is not None
