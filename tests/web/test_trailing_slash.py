"""An address with a slash too many leads to the page; nothing leads elsewhere."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("asked", "page"),
    [
        ("/kurs/", "/kurs"),
        ("/logbuch/", "/logbuch"),
        ("/training/", "/training"),
        ("/anmelden/?weiter=/konto", "/anmelden?weiter=/konto"),
        ("/studio/", "/studio"),
        ("/kurs/wer-steuert//", "/kurs/wer-steuert"),
    ],
)
def test_a_page_is_found_without_its_last_slash(client: Any, asked: str, page: str) -> None:
    answer = client.get(asked)
    assert (answer.status_code, answer.headers["Location"]) == (308, page)


@pytest.mark.parametrize(
    "path", ["/gibt-es-nicht/", "/kurs/gibt-es/nicht/", "/%2Fexample.org/kurs/"]
)
def test_what_is_no_page_stays_not_found(client: Any, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (404, 308)
    assert "example.org" not in answer.headers.get("Location", "")


def test_a_form_is_not_sent_on(client: Any) -> None:
    assert client.post("/anmelden/").status_code in (400, 404)
