"""`flask trainer`: a new one-time link for a trainer."""

import click
from flask import current_app
from flask.cli import AppGroup

from leaderacademy.accounts.service import create_trainer_link
from leaderacademy.core import clock
from leaderacademy.core.database import session

trainer_cli = AppGroup("trainer", help="Konten für Trainerinnen und Trainer.")


@trainer_cli.command("invite")
def invite_command() -> None:
    """Einen Link ausgeben, mit dem sich ein Trainer-Konto einrichten lässt."""
    token = create_trainer_link(clock.now())
    session.commit()
    click.echo(f"{current_app.config['SETTINGS'].base_url}/einrichten/{token}")
