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

# What is there now stays: looking through it again and again for circles of garbage took up to a
# quarter of the time of an answer. What a request leaves behind is collected all the same, later.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 10, 10)

if __name__ == "__main__":
    sys.exit(app.cli.main(args=["serve"], prog_name="app.py"))
