"""The blueprint of the pages of course mails."""

from flask import Blueprint

blueprint = Blueprint("nudges", __name__)
