"""R1: a bare Flask route that returns a fixed string of 10,000 bytes."""

import sys

from flask import Flask

app = Flask(__name__, static_folder=None)
TEXT = "x" * 10_000


@app.get("/")
def fixed() -> str:
    return TEXT


if __name__ == "__main__":
    from granian import Granian

    from leaderacademy.cli.serve import SERVER

    Granian("bench.reference:app", port=int(sys.argv[1]), workers=2, **SERVER).serve()
