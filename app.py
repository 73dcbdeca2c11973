"""The WSGI application; started as a script it serves itself like `make run`."""

import gc
import sys

from leaderacademy.application import create_app
from leaderacademy.config import SettingsError

try:
    app = create_app()
except SettingsError as error:
    # For the operator, who wants a sentence and not the way it came here.
    sys.exit(f"So kann Leader Academy nicht starten.\n{error}")

# What is there now stays. Looking through it again and again for circles of garbage took a quarter
# of the time of an answer; a request leaves few, and they are collected all the same, later.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)


if __name__ == "__main__":
    sys.exit(app.cli.main(args=["serve"], prog_name="app.py"))
