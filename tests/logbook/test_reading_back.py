"""Reading a saved Logbuch back: seen before it is written, chosen field by field."""

import json
from typing import Any

import pytest

from leaderacademy.core.database import session
from leaderacademy.learning.service.state import learner_state
from leaderacademy.logbook.rules.archive import checksum
from tests.logbook.test_files import fill

UPLOAD, TAKE = "/logbuch/einlesen", "/logbuch/einlesen/uebernehmen"


def file_of(**fields: Any) -> bytes:
    tree = {"format": "leader-academy/logbuch", "version": 1, "exported_at": "2027-02-08"}
    return json.dumps({**tree, "fields": fields, "checksum": checksum(fields)}).encode()


def upload(visitor: Any, content: bytes | None, status: int = 200) -> Any:
    """Send a file as the form on the page does."""
    csrf = dict(visitor.visit(UPLOAD).form("einlesen-form").form_values())["csrf_token"]
    parts = [_part('name="csrf_token"', csrf.encode())]
    if content is not None:
        parts.append(_part('name="datei"; filename="logbuch.json"', content))
    # Put together here: the test client would leave a temporary file behind.
    body = b"".join(parts) + b"--seam--\r\n"
    kind = "multipart/form-data; boundary=seam"
    return visitor.checked(visitor.post(UPLOAD, body, content_type=kind), status)


def _part(name: str, content: bytes) -> bytes:
    head = f"--seam\r\nContent-Disposition: form-data; {name}\r\n\r\n"
    return head.encode() + content + b"\r\n"


def take(visitor: Any, page: Any, *keys: str) -> Any:
    """Press the button with these fields ticked."""
    return visitor.submit(page, "auswahl-form", status=200, nehmen=list(keys) or None)


def values_of(visitor: Any) -> dict[str, Any]:
    found = learner_state(visitor.person_id).values
    session.remove()
    return found


def test_a_whole_logbook_moves_to_another_device(learner: Any, other_learner: Any) -> None:
    fill(learner.person_id)
    saved = learner.get("/logbuch.json").data
    page = upload(other_learner, saved)
    assert values_of(other_learner) == {}, "looking writes nothing"
    boxes = page.select("input[name=nehmen]")
    assert len(boxes) == len(json.loads(saved)["fields"])
    assert all(box.get("checked") is not None for box in boxes)
    take(other_learner, page, *(box.get("value") for box in boxes))
    mine, theirs = values_of(learner), values_of(other_learner)
    shown = upload(other_learner, saved)
    assert "stimmen überein" in shown.text
    assert set(mine) == set(theirs)


def test_nothing_is_overwritten_unless_it_was_ticked(learner: Any) -> None:
    fill(learner.person_id, st_leader="Ich", gy_owner="Büro")
    page = upload(learner, file_of(st_leader="Du", gy_owner="Vertrieb", br_contact="Neu"))
    ticked = {box.get("value"): box.get("checked") is not None
              for box in page.select("input[name=nehmen]")}  # fmt: skip
    assert ticked == {"st_leader": False, "gy_owner": False, "br_contact": False}
    assert "Ich" in page.text
    assert "Du" in page.text
    take(learner, page, "gy_owner")
    values = values_of(learner)
    assert (values["st_leader"], values["gy_owner"]) == ("Ich", "Vertrieb")


def test_what_is_empty_is_ticked_and_what_the_file_lacks_stays(learner: Any, submit: Any) -> None:
    submit(learner, learner.visit("/logbuch/strategie"), "form-leitung", st_leader="Ich")
    page = upload(learner, file_of(gy_owner="Vertrieb"))
    (box,) = page.select("input[name=nehmen]")
    assert box.get("checked") is not None
    take(learner, page, "gy_owner")
    assert values_of(learner) == {"st_leader": "Ich", "gy_owner": "Vertrieb"}


def test_what_changed_meanwhile_waits_for_a_decision(learner: Any, submit: Any) -> None:
    submit(learner, learner.visit("/logbuch/strategie"), "form-leitung", st_leader="Alt")
    page = upload(learner, file_of(st_leader="Datei"))
    submit(learner, learner.visit("/logbuch/strategie"), "form-leitung", st_leader="Neuer")
    after = take(learner, page, "st_leader")
    assert "beide Fassungen" in after.text
    assert values_of(learner)["st_leader"] == "Neuer"
    (other,) = learner_state(learner.person_id).answers["st_leader"].others
    assert other["value"] == "Datei"


def test_nothing_ticked_writes_nothing(learner: Any) -> None:
    page = upload(learner, file_of(st_leader="Du"))
    assert "unverändert" in take(learner, page).text
    assert values_of(learner) == {}


def test_somebody_without_an_account_may_read_a_file(client: Any) -> None:
    page = upload(client, file_of(st_leader="Wir"))
    assert not client.http.get_cookie("leaderacademy"), "looking makes nobody"
    take(client, page, "st_leader")
    assert "Wir" in client.visit("/logbuch").html


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "Bitte wählen Sie zuerst die Datei"),
        (b"", "leer"),
        (b"PK\x03\x04", "lässt sich nicht lesen"),
        (b"[" * 200_000, "lässt sich nicht lesen"),
        (file_of(x="y")[:-5], "lässt sich nicht lesen"),
        (file_of(x="y").replace(b'"y"', b'"z"'), "verändert"),
        (file_of().replace(b'"version": 1', b'"version": 99'), "Fassung „99“"),
        (b" " * (3 * 1024 * 1024), "größer als 2 MB"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_bad_file_is_told_at_the_field(learner: Any, content: bytes | None, said: str) -> None:
    page = upload(learner, content, 422)
    assert said in page.one("#datei-error").text_content().replace("\u00a0", " ")


def test_more_than_twice_the_largest_file_is_not_even_read(learner: Any) -> None:
    page = upload(learner, b" " * (4 * 1024 * 1024 + 1), 413)
    assert "4 MB" in page.text


def test_other_addresses_still_take_256_kb(learner: Any) -> None:
    page = learner.visit("/logbuch/strategie")
    data = {**dict(page.form("form-leitung").form_values()), "st_leader": "x" * 300_000}
    assert learner.post("/logbuch/strategie", data).status_code == 413


def test_a_file_larger_than_a_form_is_read(learner: Any) -> None:
    stories = dict.fromkeys(("br_story", "br_situation", "g10_statement"), "Geschichte " * 9000)
    content = file_of(**stories)
    assert len(content) > 256 * 1024
    page = upload(learner, content)
    take(learner, page, *stories)
    assert values_of(learner)["br_story"] == ("Geschichte " * 9_000).strip()


def test_hostile_content_stays_text_and_foreign_fields_are_named(learner: Any) -> None:
    evil = "<script>alert(1)</script> \u202etxet"
    page = upload(learner, file_of(st_leader=evil, fremd="x", gy_base="zwei"))
    assert "<script>alert" not in page.html
    assert "Diese Felder kennt der Kurs nicht: fremd" in page.text
    assert "von …" in page.one(".note").text_content()
    forged = {"nehmen": "steps", "wert.steps": "[[[]]]", "csrf_token": "x"}
    csrf = page.select("input[name=csrf_token]")[0].get("value")
    learner.post(TAKE, {**forged, "csrf_token": csrf})
    assert values_of(learner) == {}


def test_the_schema_is_published(client: Any) -> None:
    response = client.get("/logbuch.schema.json")
    assert response.mimetype == "application/schema+json"
    tree = json.loads(response.data)
    assert tree["properties"]["version"] == {"const": 1}
    assert "gy_owner" in tree["properties"]["fields"]["properties"]
