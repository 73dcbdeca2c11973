"""The confirmation that somebody really wants to go."""

from wtforms import BooleanField, Form


class DeleteForm(Form):
    """A tick that says so."""

    sure = BooleanField("Ja")
