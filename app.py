"""The WSGI application; started as a script it serves itself like `make run`."""

import gc
import sys

from leaderacademy.application import create_app

app = create_app()

# What is there now stays: looking through it again and again for circles of garbage took up to a
# quarter of the time of an answer. What a request leaves behind is collected all the same, later.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 10, 10)

if __name__ == "__main__":
    sys.exit(app.cli.main(args=["serve"], prog_name="app.py"))
