"""How texts are packed for the way to the browser."""

import gzip
from functools import lru_cache

import brotli

# A page is far smaller than Brotli's usual window of 4 MB, for which it would take the memory anew
# each time; 2^17 bytes hold the longest lesson.
WINDOW = 17


@lru_cache(maxsize=128)
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
