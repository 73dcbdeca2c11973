"""Saving Logbuch answers on both databases: versions, conflicts, decisions."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.learning.models import Answer
from leaderacademy.learning.rules.answers import base_of
from leaderacademy.learning.service.answers import (
    Decision,
    Saved,
    Submitted,
    save_answers,
)

KEY = "g10_statement"


def save(
    person: int,
    text: Any,
    base: tuple[int, Any] | None = None,
    entry: str = "",
    key: str = KEY,
    now: datetime | None = None,
    decision: Decision | None = None,
) -> Saved:
    shown = base_of(*base) if base else None
    submitted = {key: Submitted(text, shown, entry)}
    done = save_answers(person, catalogue.course(), submitted, now or clock.now(), decision)
    session.commit()
    return done


def stored(person: int, key: str = KEY) -> Answer:
    return session.scalars(
        select(Answer)
        .where(Answer.person_id == person, Answer.field_key == key)
        .execution_options(populate_existing=True)
    ).one()


def test_a_first_version_is_kept(person: int) -> None:
    assert save(person, "Wir sind bekannt.", (0, None)).keys == (KEY,)
    assert (stored(person).value, stored(person).version) == ("Wir sind bekannt.", 1)


def test_a_change_on_top_of_the_shown_version_is_kept(person: int) -> None:
    save(person, "eins", (0, None))
    save(person, "zwei", (1, "eins"))
    assert (stored(person).value, stored(person).version) == ("zwei", 2)
    assert stored(person).others == []


def test_an_emptied_field_is_empty(person: int) -> None:
    save(person, "eins", (0, None))
    save(person, "", (1, "eins"))
    assert (stored(person).value, stored(person).version) == (None, 2)


def test_a_field_nobody_touched_leaves_no_trace(person: int) -> None:
    assert save(person, "", (0, None)) == Saved()
    assert session.scalars(select(Answer)).all() == []


def test_the_later_of_two_tabs_is_asked(person: int) -> None:
    save(person, "eins", (0, None))
    save(person, "aus Fenster A", (1, "eins"))
    done = save(person, "aus Fenster B", (1, "eins"))
    assert done.conflicts == (KEY,)
    row = stored(person)
    assert row.value == "aus Fenster A"
    assert [other["value"] for other in row.others] == ["aus Fenster B"]


def test_the_same_text_from_two_tabs_is_no_conflict(person: int) -> None:
    save(person, "eins", (0, None))
    save(person, "zwei", (1, "eins"))
    assert save(person, "zwei", (1, "eins")) == Saved()
    assert stored(person).others == []


def test_a_field_shown_but_not_touched_overwrites_nothing(person: int) -> None:
    save(person, "eins", (0, None))
    save(person, "zwei", (1, "eins"))
    assert save(person, "eins", (1, "eins")) == Saved()
    assert stored(person).value == "zwei"


def test_typing_on_after_a_conflict_replaces_the_waiting_version(person: int) -> None:
    save(person, "eins", (0, None))
    save(person, "zwei", (1, "eins"))
    save(person, "drei", (1, "eins"))
    entry = stored(person).others[0]["id"]
    save(person, "drei und vier", (1, "eins"), entry=entry)
    assert [other["value"] for other in stored(person).others] == ["drei und vier"]
    assert stored(person).value == "zwei"


def test_typing_the_same_as_elsewhere_ends_the_conflict(person: int) -> None:
    save(person, "eins", (0, None))
    save(person, "zwei", (1, "eins"))
    save(person, "drei", (1, "eins"))
    save(person, "zwei", (1, "eins"), entry=stored(person).others[0]["id"])
    assert stored(person).others == []


def _conflict(person: int) -> Answer:
    save(person, "eins", (0, None))
    save(person, "dort", (1, "eins"))
    save(person, "hier", (1, "eins"))
    return stored(person)


def test_my_version_can_be_taken(person: int) -> None:
    row = _conflict(person)
    decision = Decision(KEY, row.others[0]["id"], take=True, version=row.version)
    save(person, "dort", (row.version, "dort"), decision=decision)
    assert (stored(person).value, stored(person).others) == ("hier", [])
    assert stored(person).version == 3


def test_the_other_version_can_be_kept(person: int) -> None:
    row = _conflict(person)
    decision = Decision(KEY, row.others[0]["id"], take=False, version=row.version)
    save(person, "dort", (row.version, "dort"), decision=decision)
    assert (stored(person).value, stored(person).others) == ("dort", [])


def test_a_version_nobody_has_seen_is_not_replaced(person: int) -> None:
    row = _conflict(person)
    seen, entry = row.version, row.others[0]["id"]
    save(person, "inzwischen neu", (2, "dort"))
    decision = Decision(KEY, entry, take=True, version=seen)
    save(person, "dort", (2, "dort"), decision=decision)
    assert stored(person).value == "inzwischen neu"
    assert [other["value"] for other in stored(person).others] == ["hier"]


def test_a_decision_made_twice_does_no_harm(person: int) -> None:
    row = _conflict(person)
    decision = Decision(KEY, row.others[0]["id"], take=True, version=row.version)
    save(person, "dort", (2, "dort"), decision=decision)
    save(person, "hier", (3, "hier"), decision=decision)
    assert (stored(person).value, stored(person).others) == ("hier", [])


def test_an_unreadable_number_is_kept_as_typed(person: int) -> None:
    save(person, "ungefähr viele", (0, None), key="gy_base")
    assert stored(person, "gy_base").value == {"raw": "ungefähr viele"}


def test_an_unknown_field_is_not_kept(person: int) -> None:
    assert save(person, "x", (0, None), key="no_such_field") == Saved()
    assert save(person, "x", (0, None), key="gy_sentence") == Saved()


def test_eight_tabs_at_the_same_instant_lose_nothing(app: Flask, person: int) -> None:
    start = clock.now()

    def write(number: int) -> None:
        try:
            save(person, f"Fassung {number}", (0, None), now=start + timedelta(seconds=number))
        finally:
            session.remove()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    row = stored(person)
    versions = {row.value, *(other["value"] for other in row.others)}
    assert versions == {f"Fassung {number}" for number in range(8)}
    assert row.version == 1


def test_two_people_write_into_their_own_logbooks(person: int, other_person: int) -> None:
    save(person, "meins", (0, None))
    save(other_person, "deins", (0, None))
    assert stored(person).value == "meins"
    assert stored(other_person).value == "deins"
