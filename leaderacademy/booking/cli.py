"""`flask training`: add a date of the live training, list the dates, open and close one."""

import re
from datetime import date, time
from typing import Any

import click
from flask.cli import AppGroup

from leaderacademy.booking import service
from leaderacademy.booking.rules.details import clean_line
from leaderacademy.booking.rules.price import cents_in, euro
from leaderacademy.booking.rules.training import TITLE, NewTraining
from leaderacademy.core import clock
from leaderacademy.core.database import session

training_cli = AppGroup("training", help="Termine des Live-Trainings anlegen und auflisten.")


class Day(click.ParamType[date]):
    """15.04.2027 or 2027-04-15."""

    name = "tag"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        if isinstance(value, date):
            return value
        found = re.fullmatch(r"(\d{4})-(\d\d?)-(\d\d?)", value)
        turned = re.fullmatch(r"(\d\d?)\.(\d\d?)\.(\d{4})", value)
        numbers = found.groups() if found else turned.groups()[::-1] if turned else ()
        try:
            return date(*(int(number) for number in numbers))
        except (TypeError, ValueError):
            self.fail(
                f"„{value}“ ist kein Datum. Schreiben Sie zum Beispiel 15.04.2027.", param, ctx
            )


class ClockTime(click.ParamType[time]):
    """9:00 or 17:30."""

    name = "uhrzeit"

    def convert(
        self, value: str | time, param: click.Parameter | None, ctx: click.Context | None
    ) -> time:
        if isinstance(value, time):
            return value
        try:
            hour, minute = value.split(":")
            return time(int(hour), int(minute))
        except ValueError:
            self.fail(f"„{value}“ ist keine Uhrzeit. Schreiben Sie zum Beispiel 9:00.", param, ctx)


class Euros(click.ParamType[int]):
    """690 or 1.234,50; becomes cents."""

    name = "euro"

    def convert(
        self, value: str | int, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        if isinstance(value, int):
            return value
        cents = cents_in(value)
        if cents is None:
            self.fail(f"„{value}“ ist kein Betrag. Schreiben Sie zum Beispiel 690.", param, ctx)
        return cents


@training_cli.command("add")
@click.option("--date", "day", type=Day(), required=True, help="Tag, zum Beispiel 15.04.2027")
@click.option("--place", required=True, help="Ort, zum Beispiel Hamburg")
@click.option("--venue", default="", help="Haus oder Stadtteil, zum Beispiel Speicherstadt")
@click.option(
    "--format",
    type=click.Choice(["onsite", "online"]),
    default="onsite",
    help="onsite (vor Ort in Deutschland) oder online (live)",
)
@click.option("--seats", type=int, default=10, help="Zahl der Plätze, sonst 10")
@click.option("--minimum", type=int, help="Mindestzahl der Anmeldungen, sonst 6")
@click.option("--price", "price_cents", type=Euros(), required=True, help="Netto, erste Person")
@click.option("--second-price", "second_price_cents", type=Euros(), help="Netto, zweite Person")
@click.option("--begin", type=ClockTime(), default="9:00", help="Beginn in deutscher Zeit")
@click.option("--end", type=ClockTime(), default="17:00", help="Ende in deutscher Zeit")
@click.option("--title", default=TITLE, help="Titel des Trainings")
def add_command(**given: Any) -> None:
    """Einen Termin anlegen."""
    if given["second_price_cents"] is None:
        given["second_price_cents"] = given["price_cents"]
    if given["minimum"] is None:
        # A room for fewer than six must not fail on a number nobody typed.
        given["minimum"] = min(6, max(given["seats"], 0))
    for name in ("place", "venue", "title"):
        given[name] = clean_line(given[name])
    try:
        training = service.add_training(NewTraining(**given), clock.now())
    except service.TrainingRefused as refusal:
        raise click.ClickException(str(refusal)) from None
    session.commit()
    click.echo(
        f"Angelegt: {training.weekday}, {training.day}, {training.where}, "
        f"{training.seats} Plätze, {euro(training.price_cents)} netto. "
        f"Adresse: /training/{training.key}/buchen"
    )


@training_cli.command("list")
def list_command() -> None:
    """Alle Termine auflisten, die spätesten zuerst."""
    trainings = service.all_trainings()
    if not trainings:
        click.echo("Es gibt noch keinen Termin. Anlegen: flask training add --help")
    words = {"open": "offen", "closed": "geschlossen", "cancelled": "abgesagt"}
    for training in trainings:
        mark = ", Beispieltermin" if training.demo else ""
        click.echo(
            f"{training.key}: {training.hours}, {training.seats_taken} von {training.seats} "
            f"Plätzen belegt, {euro(training.price_cents)} netto, {words[training.state]}{mark}"
        )
