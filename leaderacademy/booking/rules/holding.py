"""How long an open checkout holds seats, and how many of a date may be held that way at once."""

import ipaddress
from datetime import datetime, timedelta

HOLD = timedelta(minutes=15)
# Sending the form again holds longer, but nobody blocks a seat for an afternoon without booking.
LONGEST = timedelta(minutes=45)
MOST_A_DAY = 6  # new holds from one network; after that the checkout works, without holding


def hold_until(since: datetime, starts_at: datetime, now: datetime) -> datetime:
    """When a hold that began `since` ends, if its form is sent now."""
    return min(now + HOLD, since + LONGEST, starts_at)


def most_held(seats: int) -> int:
    """How many seats of a date all open checkouts together may hold: a third, at least two."""
    return max(2, seats // 3)


def network_of(address: str) -> str:
    """The network that counts as one visitor: an IPv4 address, of IPv6 the 64 bits of a line."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))
