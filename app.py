"""The WSGI application; started as a script it serves itself like `make run`."""

import sys

from leaderacademy.application import create_app

app = create_app()

if __name__ == "__main__":
    sys.exit(app.cli.main(args=["serve"], prog_name="app.py"))
