"""Where German words may be divided: Pyphen's patterns, each understood only when it is needed.

Pyphen takes half a second to understand its 78,000 German patterns, of which a document needs a
few hundred; the first file a worker makes would wait for that.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

_PARTS = re.compile(r"(\d?)(\D?)")
_VALUE = re.compile(r"[1-9]")
_DIGITS = str.maketrans("", "", "0123456789")

Pattern = tuple[int, tuple[int, ...]]


class Patterns(dict[str, Any]):
    """Letters and the pattern as it stands in the file; what is asked for is understood."""

    def get(self, letters: str, default: Any = None) -> Any:
        """The values between these letters and where they begin, as Pyphen keeps them."""
        written = super().get(letters)
        return default if written is None else understood(written)


def understood(written: str) -> Pattern:
    """A pattern like `.ab3c`: the place of its first value, and all values up to its last."""
    values = [int(digit or 0) for digit, _letter in _PARTS.findall(written)]
    places = [place for place, value in enumerate(values) if value]
    return places[0], tuple(values[places[0] : places[-1] + 1])


def read_patterns(file: Path) -> Patterns | None:
    """The patterns of a file in Hunspell's notation; None if it has more than plain ones."""
    from pyphen import ignored

    encoding, _, rest = file.read_bytes().partition(b"\n")
    text = rest.decode(encoding.decode().strip())
    lines = [
        line.strip()
        for line in text.split("\n")
        if _VALUE.search(line) and not line.startswith(ignored)
    ]
    plain = "\n".join(lines)
    if "^^" in plain or "/" in plain or "=" in plain:
        return None
    return Patterns(zip(plain.translate(_DIGITS).split("\n"), lines, strict=True))


@cache
def read_patterns_late() -> None:
    """Let Pyphen divide German words by patterns that are read this way."""
    import pyphen

    file = Path(pyphen.LANGUAGES[pyphen.language_fallback("de")])
    patterns = read_patterns(file)
    if patterns is None or file in pyphen.hdcache:
        return
    quick = pyphen.HyphDict.__new__(pyphen.HyphDict)
    quick.patterns, quick.cache, quick.maxlen = patterns, {}, max(map(len, patterns))
    pyphen.hdcache[file] = quick
