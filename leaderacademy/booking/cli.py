"""`flask training`: add a date of the live training, list the dates, open and close one."""

from datetime import date, time
from typing import Any

import click
from flask.cli import AppGroup

from leaderacademy.booking import service
from leaderacademy.booking.rules.dates import BERLIN
from leaderacademy.booking.rules.details import clean_line
from leaderacademy.booking.rules.editing import early_problems, end_of_day, step_problems
from leaderacademy.booking.rules.price import cents_in, euro
from leaderacademy.booking.rules.training import TITLE, NewTraining
from leaderacademy.booking.rules.typed import day_in
from leaderacademy.booking.rules.voucher import NewVoucher
from leaderacademy.booking.service.vouchers import VoucherRefused, add_voucher
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
        day = day_in(value)
        if day is None:
            self.fail(
                f"„{value}“ ist kein Datum. Schreiben Sie zum Beispiel 15.04.2027.", param, ctx
            )
        return day


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
    places = "ein Platz" if training.seats == 1 else f"{training.seats} Plätze"
    click.echo(
        f"Angelegt: {training.weekday}, {training.day}, {training.where}, "
        f"{places}, {euro(training.price_cents)} netto. "
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


@training_cli.command("voucher")
@click.argument("code")
@click.option("--percent", type=click.IntRange(1, 100), help="Nachlass in Prozent")
@click.option("--amount", "amount_cents", type=Euros(), help="Oder: Nachlass in Euro, netto")
@click.option("--most", type=click.IntRange(1, 10_000), default=1, help="Wie oft er gilt, sonst 1")
@click.option("--until", type=Day(), help="Letzter Tag, an dem er gilt")
@click.option("--training", "key", help="Nur für diesen Termin, zum Beispiel 2027-04-15-hamburg")
def voucher_command(
    code: str,
    percent: int | None,
    amount_cents: int | None,
    most: int,
    until: date | None,
    key: str | None,
) -> None:
    """Einen Gutschein anlegen."""
    code = clean_line(code)
    if not 3 <= len(code) <= 40:
        raise click.ClickException("Ein Code hat 3 bis 40 Zeichen.")
    if (percent is None) == (not amount_cents):
        raise click.ClickException("Geben Sie entweder --percent oder --amount an.")
    training = service.find_training(key) if key else None
    if key and training is None:
        raise click.ClickException(f"Den Termin „{key}“ gibt es nicht.")
    # The last day counts whole: it ends with the first moment of the next.
    ends = end_of_day(until) if until else None
    chosen = training.id if training else None
    new = NewVoucher(code, percent, amount_cents or None, most, ends, chosen)
    try:
        voucher = add_voucher(new, clock.now())
    except VoucherRefused as refusal:
        raise click.ClickException(str(refusal)) from None
    session.commit()
    click.echo(f"Angelegt: Gutschein {voucher.code}, {voucher.in_words}, {voucher.most}-mal.")


_OPTIONS = {
    "early_price": "--early-price",
    "early_until": "--early-until",
    "partial_days": "--partial-days",
    "late_percent": "--late-percent",
}


@training_cli.command("terms")
@click.argument("key")
@click.option("--early-price", "early_price_cents", type=Euros(), help="Frühbucherpreis, netto")
@click.option("--early-until", type=Day(), help="Letzter Tag des Frühbucherpreises")
@click.option(
    "--free-days", type=click.IntRange(0, 365), help="Bis so viele Tage vorher kostenfrei"
)
@click.option("--partial-days", type=click.IntRange(0, 365), help="Bis dahin gilt der Teilbetrag")
@click.option("--partial-percent", type=click.IntRange(0, 100), help="Teilbetrag in Prozent")
@click.option("--late-percent", type=click.IntRange(0, 100), help="Danach, in Prozent")
@click.option("--offer-hours", type=click.IntRange(1, 336), help="So lange gilt ein Angebot")
def terms_command(
    key: str, early_price_cents: int | None, early_until: date | None, **steps: int | None
) -> None:
    """Frühbucherpreis und Stufen des Rücktritts setzen; Buchungen von vorher behalten ihre."""
    training = service.find_training(key)
    if training is None:
        raise click.ClickException(f"Den Termin „{key}“ gibt es nicht.")
    if (early_price_cents is None) != (early_until is None):
        raise click.ClickException("--early-price und --early-until gehören zusammen.")
    day = training.starts_at.astimezone(BERLIN).date()
    wrong = early_problems(training.price_cents, early_price_cents, early_until, day)
    if early_price_cents is not None and early_until is not None:
        training.early_price_cents = early_price_cents
        training.early_until = end_of_day(early_until)
    for name, value in steps.items():
        if value is not None:
            setattr(training, name, value)
    agreed = training.terms
    wrong += step_problems(
        agreed.free_days, agreed.partial_days, agreed.partial_percent, agreed.late_percent
    )
    if wrong:
        session.rollback()
        raise click.ClickException(" ".join(f"{_OPTIONS[name]}: {text}" for name, text in wrong))
    session.commit()
    click.echo(f"{training.key}: {training.terms.in_words}")
