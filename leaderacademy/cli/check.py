"""`flask check`: what is missing or still a placeholder before the house goes live."""

import re
import sys
from collections.abc import Iterator
from dataclasses import fields
from urllib.parse import urlsplit

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from leaderacademy.accounts.service.factors import without_factor
from leaderacademy.booking.service import upcoming_trainings
from leaderacademy.config import Settings
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.core.migrations import is_current
from leaderacademy.invoicing.rules.card import problems_of
from leaderacademy.invoicing.rules.operator import Operator
from leaderacademy.invoicing.rules.placeholders import PLACEHOLDER, is_gap

# What docs/seller.toml.example calls whoever copies it; money must not go there.
EXAMPLES = frozenset(
    (
        *("Nordlicht Seminare GmbH", "DE123456788", "Amtsgericht Kiel, HRB 12345"),
        *("Nele Nordlicht", "DE02120300000000202051", "Beispielbank", "+49 431 000000"),
    )
)
# RFC 2606 and what our own examples use.
EXAMPLE = re.compile(r"(^|\.)(example(\.[a-z]+)?|test|invalid|localhost)$")


@click.command("check")
@with_appcontext
def check_command() -> None:
    """Nennen, was vor dem Livegang fehlt oder noch Platzhalter ist; endet dann mit 1."""
    settings: Settings = current_app.config["SETTINGS"]
    missing = [
        *_seller(settings.operator),
        *problems_of(settings.card),
        *_signature(),
        *_pages(settings),
        *_post(settings),
        *_address(settings),
        *_second_factor(settings),
        *_dates(settings),
    ]
    if not missing:
        click.echo("Alles bereit: Vor dem Livegang fehlt nichts, was sich prüfen lässt.")
        return
    click.echo("Vor dem Livegang fehlt noch:")
    for sentence in missing:
        click.echo(f"- {sentence}")
    click.echo(
        "Ein Punkt ist offen." if len(missing) == 1 else f"{len(missing)} Punkte sind offen."
    )
    sys.exit(1)


def _seller(operator: Operator) -> Iterator[str]:
    if operator.is_demo:
        yield (
            "Verkäufer: Es gibt keine seller.toml. Solange verkauft eine erfundene Firma, und "
            "jede Rechnung trägt das Wort „Muster“."
        )
        return
    for part in (operator.seller, operator.account):
        for name in (one.name for one in fields(part)):
            text, line = getattr(part, name), operator.lines.get(name)
            if name == "holder" and text == operator.seller.company:
                continue  # not given, so named once
            place = f"„{name}“ in seller.toml" + (f", Zeile {line}," if line else "")
            if is_gap(text):
                yield f"Verkäufer: {place} ist noch ein Platzhalter: {text}"
            elif text in EXAMPLES or (name in ("mail", "web") and text and _is_example(text)):
                yield f"Verkäufer: {place} ist noch ein Beispiel: {text}"
    if not operator.seller.mail:
        yield "Verkäufer: In seller.toml fehlt „mail“; Käufer brauchen eine Adresse für Fragen."


def _signature() -> Iterator[str]:
    if not catalogue.course().trainer:
        yield (
            "Unterschrift: In course.yml fehlt „trainer“. Kursnachrichten unterschreibt sonst die "
            "Firma; sie wirken mit einem Namen."
        )


def _pages(settings: Settings) -> Iterator[str]:
    pages = sorted((settings.content / "pages").glob("*.md"))
    for file in (*pages, *settings.content.glob("training.yml")):
        name = file.relative_to(settings.content)
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
            if file.suffix == ".yml" and line.lstrip().startswith("#"):
                continue
            for found in PLACEHOLDER.findall(line):
                yield f"Platzhalter: {name}, Zeile {number}: {found}"


def _post(settings: Settings) -> Iterator[str]:
    if _is_example(settings.mail_sender_address):
        yield (
            f"Absender: {settings.mail_sender_address} ist eine Beispieladresse. "
            "Stellen Sie LEADERACADEMY_MAIL_FROM ein."
        )
    if is_gap(settings.mail_sender_name):
        yield (
            f"Absender: „{settings.mail_sender_name}“ ist noch ein Platzhalter. "
            "Stellen Sie LEADERACADEMY_MAIL_NAME ein."
        )
    if settings.mail_url.startswith("folder:"):
        yield (
            "Mailserver: Nachrichten landen nur in einem Ordner. "
            "Stellen Sie LEADERACADEMY_MAIL_URL ein."
        )


def _address(settings: Settings) -> Iterator[str]:
    parts = urlsplit(settings.base_url)
    if parts.scheme != "https":
        yield (
            f"Adresse: {settings.base_url} beginnt nicht mit https://. "
            "Stellen Sie LEADERACADEMY_BASE_URL ein."
        )
    elif _is_example(parts.hostname or ""):
        yield f"Adresse: {settings.base_url} ist noch ein Beispiel."


def _second_factor(settings: Settings) -> Iterator[str]:
    if not settings.require_second_factor:
        return
    try:
        count = without_factor()
    except SQLAlchemyError:
        session.rollback()  # _dates() says what is the matter
        return
    session.rollback()
    if count:
        who = "Eine Person im Team hat" if count == 1 else f"{count} Personen im Team haben"
        yield (
            f"Zweiter Faktor: {who} noch keinen; das Studio öffnet sich erst, wenn er "
            "eingerichtet ist."
        )


def _dates(settings: Settings) -> Iterator[str]:
    if settings.demo:
        yield "Beispieltermine: Jeder Start legt welche an, bis LEADERACADEMY_DEMO=0 gilt."
    try:
        current = is_current(current_app.extensions["engine"])
    except SQLAlchemyError:
        yield "Datenbank: Sie ist nicht zu erreichen. Prüfen Sie LEADERACADEMY_DATABASE_URL."
        return
    if not current:
        yield "Datenbank: Das Schema ist nicht auf dem neuesten Stand (flask database upgrade)."
        return
    for training in upcoming_trainings(clock.now()):
        if training.demo and training.state == "open":
            yield f"Beispieltermin: /training/{training.key}/buchen lässt sich noch buchen."
    session.rollback()


def _is_example(address: str) -> bool:
    return EXAMPLE.search(address.rpartition("@")[2].lower()) is not None
