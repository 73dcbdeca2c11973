"""How templates are read: an unknown name is an error, blank lines are not sent."""

from flask import Flask
from jinja2 import StrictUndefined


def init_templates(app: Flask) -> None:
    """Set the Jinja options that hold for every page."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")
