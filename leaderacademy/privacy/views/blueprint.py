"""The blueprint of the pages about a person's own data."""

from flask import Blueprint

blueprint = Blueprint("privacy", __name__)
