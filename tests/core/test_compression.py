"""Which encoding a browser gets: the best that it names and does not refuse."""

import gzip

import brotli
import pytest

from leaderacademy.core.compression import encoding_for, packed_quickly, packed_well


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("gzip;q=0.5, br;q=0.1", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.000, gzip;q=0", ""),
        ("BR", "br"),
        ("identity", ""),
        ("", ""),
        ("*", ""),
        ("brotli, xgzip", ""),
    ],
)
def test_the_best_that_both_know_is_taken(accepted: str, encoding: str) -> None:
    assert encoding_for(accepted) == encoding


@pytest.mark.parametrize("pack", [packed_well, packed_quickly])
def test_what_was_packed_is_unpacked_as_it_was(pack: object) -> None:
    body = "Wer steuert? Öffnen Sie die Ä-Seite. ".encode() * 400
    assert brotli.decompress(pack("br", body)) == body  # type: ignore[operator]
    assert gzip.decompress(pack("gzip", body)) == body  # type: ignore[operator]
