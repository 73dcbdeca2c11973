"""How texts are packed for the way to the browser."""

import gzip
from functools import lru_cache

import brotli

# A page is far smaller than Brotli's usual window of 4 MB, for which it would take the memory anew
# each time; 2^17 bytes hold the longest lesson.
WINDOW = 17
VARY = "Accept-Encoding, Cookie"  # what a page depends on: it also shows who asks


@lru_cache(maxsize=256)
def encoding_for(accepted: str) -> str:
    """What the browser and we both know, by its Accept-Encoding (RFC 9110, 12.5.3); "" for none.

    There are few browsers, so this is read once for each.
    """
    known = set()
    for part in accepted.lower().split(","):
        name, _, weight = part.replace(" ", "").partition(";q=")
        if weight.strip("0.") or not weight:
            known.add(name)
    return "br" if "br" in known else ("gzip" if "gzip" in known else "")


@lru_cache(maxsize=16)
def packed_well(encoding: str, body: bytes) -> bytes:
    """As small as can be, and remembered: for what is the same for everybody."""
    if encoding == "br":
        return bytes(brotli.compress(body, quality=9, lgwin=WINDOW))
    return gzip.compress(body, 9)


def packed_quickly(encoding: str, body: bytes) -> bytes:
    """For what one person sees, mostly once."""
    if encoding == "br":
        return bytes(brotli.compress(body, quality=1, lgwin=WINDOW))
    return gzip.compress(body, 1)
