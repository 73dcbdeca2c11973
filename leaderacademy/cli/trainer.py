"""`flask trainer`: a new one-time link for a trainer, and help for one who lost everything."""

import click
from flask import current_app
from flask.cli import AppGroup

from leaderacademy.accounts.service import create_trainer_link
from leaderacademy.accounts.service.factors import reset_factors
from leaderacademy.core import clock
from leaderacademy.core.database import session

trainer_cli = AppGroup("trainer", help="Konten für Trainerinnen und Trainer.")


@trainer_cli.command("invite")
def invite_command() -> None:
    """Einen Link ausgeben, mit dem sich ein Trainer-Konto einrichten lässt."""
    token = create_trainer_link(clock.now())
    session.commit()
    click.echo(f"{current_app.config['SETTINGS'].base_url}/einrichten/{token}")


@trainer_cli.command("reset-second-factor")
@click.argument("mail")
def reset_command(mail: str) -> None:
    """Den zweiten Faktor von MAIL entfernen, wenn Telefon und Notfallcodes verloren sind."""
    if not reset_factors(mail, clock.now()):
        session.rollback()
        raise click.ClickException(f"Mit {mail} gibt es kein Konto mit einem zweiten Faktor.")
    session.commit()
    click.echo(
        f"Der zweite Faktor von {mail} ist entfernt, und das Konto ist überall abgemeldet. "
        "Bitte prüfen Sie, dass wirklich diese Person darum gebeten hat."
    )
