"""Who may open which address: every rule of the app stands in the table of addresses.py."""

import re
from typing import Any

import pytest
from flask import Flask

from leaderacademy.web.csrf import SIGNED_BY_SENDER
from tests.addresses import TABLE
from tests.databases import on_one_database
from tests.pages import call

PUBLIC, SIGNED_IN, TRAINER = "public", "signed_in", "trainer"

OWN_FACTOR = "/konto/zweiter-faktor"
# They open only after a button on that page.
SECOND_PAGES = {f"{OWN_FACTOR}/app", f"{OWN_FACTOR}/passkey"}
# The only address without a form: what Stripe sends there is signed instead.
SIGNED = "/zahlung/karte/ereignis"
ROWS = [line.split() for line in TABLE.strip().splitlines()]
RULES = {rule: (set(methods.split(",")), who) for rule, methods, who in ROWS}
VALUES = {
    "area": "lektionen",
    "slug": "wer-steuert",
    "question_id": "leader-erkennen",
    "device_id": "1",
    "position": "1",
    "entry_id": "1",
    "event_id": "1",
    "kind": "takt-test",
    **dict.fromkeys(("invoice_id", "waiting_id", "payment_id", "statement_id", "line_id"), "1"),
    "number": "999",
}


def address_of(rule: str) -> str:
    return re.sub(r"<(?:[^:>]+:)?(\w+)>", lambda match: VALUES.get(match[1], "gibt-es-nicht"), rule)


def test_every_address_stands_in_the_table_with_its_methods_and_its_access(app: Flask) -> None:
    found: dict[str, tuple[set[str], str]] = {}
    for rule in app.url_map.iter_rules():
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        who = app.view_functions[rule.endpoint].access  # type: ignore[attr-defined]
        before = found.get(rule.rule, (set(), who))
        assert before[1] == who, f"{rule.rule} has two rules"
        found[rule.rule] = (before[0] | methods, who)
    assert found == RULES


@on_one_database
@pytest.mark.parametrize("rule", [rule for rule, (_, who) in RULES.items() if who != PUBLIC])
def test_a_visitor_is_asked_to_sign_in(client: Any, rule: str) -> None:
    for method in RULES[rule][0]:
        answer = call(client, method, address_of(rule))
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/anmelden")


@on_one_database
@pytest.mark.parametrize("rule", [rule for rule, (_, who) in RULES.items() if who == TRAINER])
def test_a_learner_is_refused_where_only_trainers_go(learner: Any, rule: str) -> None:
    for method in RULES[rule][0]:
        assert call(learner, method, address_of(rule)).status_code == 403


@pytest.mark.parametrize("rule", [rule for rule, (m, who) in RULES.items() if who == TRAINER])
def test_a_trainer_is_let_in(trainer: Any, rule: str) -> None:
    if "GET" in RULES[rule][0]:
        answer = trainer.get(address_of(rule))
        if rule in SECOND_PAGES:
            assert (answer.status_code, answer.headers["Location"]) == (303, OWN_FACTOR)
            return
        # What an address names does not exist here; a page that names nothing opens.
        assert answer.status_code in ((200, 404) if "<" in rule else (200,))
        if answer.status_code == 200 and answer.mimetype == "text/html":
            trainer.checked(answer)


@on_one_database
@pytest.mark.parametrize(
    "rule", [rule for rule, (methods, _) in RULES.items() if "POST" in methods and rule != SIGNED]
)
def test_no_form_is_taken_without_its_token(learner: Any, trainer: Any, rule: str) -> None:
    who = trainer if RULES[rule][1] == TRAINER else learner
    assert who.post(address_of(rule), data={"text": "x"}).status_code == 400


def test_one_address_alone_asks_for_a_signature_instead_of_a_token(app: Flask) -> None:
    exempt = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint in SIGNED_BY_SENDER}
    assert exempt == {SIGNED}


@pytest.mark.parametrize("rule", [rule for rule, (methods, _) in RULES.items() if "GET" in methods])
def test_no_address_fails_for_anybody(client: Any, learner: Any, trainer: Any, rule: str) -> None:
    for who in (client, learner, trainer):
        assert who.get(address_of(rule)).status_code in (200, 303, 403, 404, 410)
