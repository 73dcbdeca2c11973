"""Static files: hashed, kept for ever, compressed, and their hash follows their content."""

from pathlib import Path
from typing import Any

import brotli
from flask import Flask

from leaderacademy.web.assets import Assets


def test_a_changed_file_gets_another_address(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "fonts").mkdir()
    font, css = tmp_path / "fonts" / "a.woff2", tmp_path / "css" / "10.css"
    font.write_bytes(b"one")
    css.write_text('@font-face{src:url("fonts/a.woff2")}')
    before = Assets(tmp_path)
    font.write_bytes(b"two")
    after = Assets(tmp_path)
    assert before.address("fonts/a.woff2") != after.address("fonts/a.woff2")
    assert before.address("app.css") != after.address("app.css")
    assert after.address("fonts/a.woff2").encode() in after.named("app.css").body


def test_the_style_sheet_is_immutable_and_compressed(app: Flask, client: Any) -> None:
    address = app.extensions["assets"].address("app.css")
    answer = client.get(address, headers={"Accept-Encoding": "br, gzip"})
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "br"
    assert brotli.decompress(answer.data) == app.extensions["assets"].named("app.css").body


def test_an_old_hash_is_not_answered_with_a_new_file(client: Any) -> None:
    assert client.get("/static/app.000000000000.css").status_code == 404


def test_no_file_outside_the_folder_is_served(client: Any) -> None:
    for path in ("/static/../config.py", "/static/%2e%2e/config.py", "/static//etc/passwd"):
        answer = client.get(path, follow_redirects=True)
        assert answer.status_code == 404
