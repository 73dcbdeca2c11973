"""The blueprint that all pages of learning hang on."""

from flask import Blueprint

blueprint = Blueprint("learning", __name__)
