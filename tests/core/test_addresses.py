"""A misspelt mail provider is recognised; a company's own domain never is."""

import pytest

from leaderacademy.core.addresses import KNOWN, REAL, address_meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("joerg@gmial.com", "joerg@gmail.com"),
        ("j@GMAI.com", "j@gmail.com"),
        ("j@gmail.con", "j@gmail.com"),
        ("j@gmaill.com", "j@gmail.com"),
        ("j@t-onlin.de", "j@t-online.de"),
        ("j@outlok.de", "j@outlook.de"),
        ("j@wbe.de", "j@web.de"),
        ("j@gxm.de", "j@gmx.de"),
    ],
)
def test_one_slip_is_put_right(typed: str, meant: str) -> None:
    assert address_meant(typed) == meant


def test_what_is_real_is_left_alone() -> None:
    assert [one for one in (*KNOWN, *REAL) if address_meant(f"j@{one}")] == []


@pytest.mark.parametrize(
    "typed",
    [None, "", "gmial.com", "@gmial.com", "j@", "j@wek.de", "j@gmbh.de", "k@lotsen-metallbau.de"],
)
def test_everything_else_is_left_alone(typed: str | None) -> None:
    assert address_meant(typed) is None
