"""Finds invoice references in what people write on a transfer, also slightly wrong ones."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

SHORTEST = 6  # signs of a reference that is looked for inside of a text
Value = TypeVar("Value")
FOLD = str.maketrans({"O": "0", "Q": "0", "I": "1", "L": "1"})


@dataclass(frozen=True, slots=True)
class Found:
    """The references (as given) that a text holds, and those that it nearly holds."""

    exact: tuple[str, ...] = ()
    # Only blanks, signs or look-alikes (O and 0) differ, or the letters before the digits miss.
    alike: tuple[str, ...] = ()
    # One sign is wrong, missing, too many, or two are swapped.
    near: tuple[str, ...] = ()


class Keys(dict[str, Value]):
    """Pieces of references; knows how long they are, so that a text is cut at these lengths."""

    lengths: tuple[int, ...] = ()

    def measure(self) -> None:
        """To be called once all pieces are there: there may be ten thousand."""
        self.lengths = tuple(sorted({len(key) for key in self}, reverse=True))

    def windows(self, text: str, *, overlapping: bool = False) -> Iterator[tuple[int, int]]:
        """Where one of the pieces stands, the longest at each place."""
        busy_until = 0
        for start in range(len(text)):
            for length in self.lengths if start >= busy_until else ():
                end = start + length
                if text[start:end] in self and end <= len(text):
                    yield start, end
                    busy_until = start if overlapping else end
                    break


class References:
    """An index of references, built once and asked for every line of a statement."""

    def __init__(self, references: Iterable[str]) -> None:
        """Those too short to be told from other words are left out."""
        self._plain: Keys[str] = Keys()
        self._folded: Keys[str] = Keys()
        self._digits: Keys[str | None] = Keys()
        self._starts: Keys[bool] = Keys()
        self._ends: Keys[set[str]] = Keys()
        self._shortened: dict[str, set[str]] = {}
        for reference in references:
            self._add(reference)
        for keys in (self._plain, self._folded, self._digits, self._starts, self._ends):
            keys.measure()

    def _add(self, reference: str) -> None:
        plain = _Squeezed.of(reference).text
        if len(plain) < SHORTEST or plain in self._plain:
            return
        self._plain[plain] = reference
        folded = plain.translate(FOLD)
        self._folded[folded] = reference
        digits = "".join(char for char in plain if char.isdigit())
        if len(digits) >= SHORTEST:
            # Two series with the same digits: then the digits alone say nothing.
            self._digits[digits] = None if digits in self._digits else reference
        for variant in _shortened(folded):
            self._shortened.setdefault(variant, set()).add(folded)
        start, end = len(folded) // 2 - 1, len(folded) // 2 + 1
        self._starts[folded[:start]] = True
        self._ends.setdefault(folded[end:], set()).add(folded)

    def find(self, text: str) -> Found:
        """What this text names; each reference once, in the order of the text."""
        written = _Squeezed.of(text)
        exact = [
            self._plain[written.text[start:end]]
            for start, end in self._plain.windows(written.text)
            if written.begins[start] and written.ends[end - 1]
        ]
        if exact:
            return Found(exact=tuple(dict.fromkeys(exact)))
        folded = written.text.translate(FOLD)
        alike = self._alike(written, folded)
        if alike:
            return Found(alike=tuple(dict.fromkeys(alike)))
        return Found(near=tuple(self._folded[one] for one in self._near(folded)))

    def _alike(self, written: "_Squeezed", folded: str) -> list[str]:
        whole = [
            self._folded[folded[start:end]]
            for start, end in self._folded.windows(folded)
            if written.stands_alone(start, end)
        ]
        digits = [
            self._digits[folded[start:end]]
            for start, end in self._digits.windows(folded)
            if written.stands_alone(start, end)
        ]
        return whole or [one for one in digits if one]

    def _near(self, text: str) -> list[str]:
        """References one slip away. It leaves the start or the end whole, for the two signs in
        the middle, which may have been swapped, belong to neither."""
        found: dict[str, None] = {}
        for start, end in self._starts.windows(text, overlapping=True):
            half = end - start + 1
            for length in range(2 * half - 1, 2 * half + 3):
                window = text[start : start + length]
                if len(window) == length:
                    found.update(dict.fromkeys(self._close_to(window)))
        for start, end in self._ends.windows(text, overlapping=True):
            for folded in sorted(self._ends[text[start:end]]):
                first = len(folded) - (end - start)
                windows = [text[max(0, start - n) : end] for n in (first - 1, first, first + 1)]
                if any(one_slip_apart(window, folded) for window in windows):
                    found[folded] = None
        return list(found)

    def _close_to(self, window: str) -> list[str]:
        variants = {window, *_shortened(window)}
        candidates = {one for one in variants if one in self._folded}
        for variant in variants:
            candidates |= self._shortened.get(variant, set())
        return [one for one in sorted(candidates) if one_slip_apart(window, one)]


def _shortened(text: str) -> set[str]:
    return {text[:place] + text[place + 1 :] for place in range(len(text))}


def one_slip_apart(one: str, other: str) -> bool:
    """Whether one sign wrong, missing or too many, or two neighbours swapped make them equal."""
    if one == other:
        return True
    if len(one) > len(other):
        one, other = other, one
    start = next((i for i, char in enumerate(one) if char != other[i]), len(one))
    if len(other) - len(one) == 1:
        return one[start:] == other[start + 1 :]
    if len(one) != len(other):
        return False
    swapped = one[:start] + one[start + 1 : start + 2] + one[start] + one[start + 2 :]
    return one[start + 1 :] == other[start + 1 :] or swapped == other


@dataclass(frozen=True, slots=True)
class _Squeezed:
    """Capital letters and digits only; for each, whether it begins and ends a word."""

    text: str
    begins: list[bool]
    ends: list[bool]

    @classmethod
    def of(cls, text: str) -> "_Squeezed":
        chars: list[str] = []
        begins: list[bool] = []
        ends: list[bool] = []
        fresh = True
        for char in text.upper():
            if char.isascii() and char.isalnum():
                if fresh and ends:
                    ends[-1] = True
                chars.append(char)
                begins.append(fresh)
                ends.append(False)
                fresh = False
            else:
                fresh = True
        if ends:
            ends[-1] = True
        return cls("".join(chars), begins, ends)

    def stands_alone(self, start: int, end: int) -> bool:
        """Whether no digit touches it in the text: it is not a part of an IBAN or of 00012."""
        before = not self.begins[start] and self.text[start - 1].isdigit()
        after = not self.ends[end - 1] and self.text[end].isdigit()
        return not before and not after
