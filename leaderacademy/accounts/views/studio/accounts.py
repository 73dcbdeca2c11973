"""The studio's list of accounts, and one account: never what somebody has learned."""

from typing import Any

from flask import Response, render_template, request, url_for

from leaderacademy.accounts.access import trainer_only
from leaderacademy.accounts.rules import MAILS_PER_MAIL_ADDRESS, email_key
from leaderacademy.accounts.service import listing, managing, subject_of
from leaderacademy.accounts.service.factors import standing_of
from leaderacademy.accounts.views.pages import blueprint, seconds_to_wait
from leaderacademy.accounts.views.studio.acting import acting, chosen, done, refused, unkept
from leaderacademy.core import clock
from leaderacademy.core.audit import history_of

MOST_WORDS = 5
ACCOUNT = "/studio/konten/<int(max=2147483647):number>"


@blueprint.get("/studio/konten")
@trainer_only
def studio_accounts() -> Response:
    """Searched, filtered, fifty to a page."""
    wanted = _wanted()
    page = render_template(
        "accounts/studio/accounts.html",
        listed=listing.list_accounts(wanted),
        wanted=wanted,
        typed=_given("q"),
        asked=_asked(),
        roles=tuple(listing.ROLES.items()),
        addresses=tuple(listing.ADDRESSES.items()),
        states=tuple(listing.STATES.items()),
    )
    return unkept(page)


def _wanted() -> listing.Wanted:
    page = request.args.get("seite", "")
    return listing.Wanted(
        words=tuple(_given("q")[:200].split()[:MOST_WORDS]),
        role=_one_of(listing.ROLES, "rolle"),
        address=_one_of(listing.ADDRESSES, "adresse"),
        state=_one_of(listing.STATES, "stand"),
        page=int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1,
    )


def _given(name: str) -> str:
    return request.args.get(name, "").replace("\x00", "")


def _one_of(words: dict[str, str], name: str) -> str:
    return _given(name) if _given(name) in words else ""


def _asked() -> dict[str, Any]:
    """What was asked for, without the page, for links that keep it."""
    return {name: text for name, text in request.args.items() if name != "seite" and text}


@blueprint.get(ACCOUNT)
@trainer_only
def studio_account(number: int) -> Response:
    """What the account is, what may be done with it, and what was done."""
    person, seen_at, devices = chosen(number)
    page = render_template(
        "accounts/studio/account.html",
        person=person,
        seen_at=seen_at,
        devices=devices,
        standing=standing_of(person.id) if person.is_trainer else None,
        history=history_of(subject_of(person.id)),
        own=person.id == acting().id,
    )
    return unkept(page)


@blueprint.post(f"{ACCOUNT}/bestaetigung")
@trainer_only
def studio_confirmation(number: int) -> Response:
    """The mail that asks to confirm the address, once more."""
    person, _, _ = chosen(number)
    now, here = clock.now(), url_for("accounts.studio_account", number=number)
    wait = seconds_to_wait(now, (MAILS_PER_MAIL_ADDRESS, "mail", email_key(str(person.email))))
    if wait:
        minutes = -(-wait // 60)
        return refused(
            f"An diese Adresse gingen gerade viele Nachrichten. In {minutes}\u00a0Minuten geht es "
            "weiter.",
            here,
        )
    try:
        managing.resend_confirmation(person, now, acting())
    except managing.CannotChangeError as error:
        return refused(str(error), here)
    return done("Die Nachricht ist unterwegs.", here)


@blueprint.post(f"{ACCOUNT}/sperren")
@trainer_only
def studio_deactivate(number: int) -> Response:
    """Nobody signs in to this account until it is let in again."""
    here = url_for("accounts.studio_account", number=chosen(number)[0].id)
    try:
        managing.deactivate(number, clock.now(), acting())
    except managing.CannotChangeError as error:
        return refused(str(error), here)
    return done("Das Konto ist gesperrt und überall abgemeldet. Der Fortschritt bleibt.", here)


@blueprint.post(f"{ACCOUNT}/entsperren")
@trainer_only
def studio_reactivate(number: int) -> Response:
    """The person may sign in again."""
    here = url_for("accounts.studio_account", number=chosen(number)[0].id)
    try:
        managing.reactivate(number, clock.now(), acting())
    except managing.CannotChangeError as error:
        return refused(str(error), here)
    return done("Das Konto ist entsperrt. Anmelden geht wieder wie zuvor.", here)
