"""The blueprint that all pages of the Logbuch join."""

from flask import Blueprint

blueprint = Blueprint("logbook", __name__)
