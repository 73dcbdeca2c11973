"""R1: a bare Flask route that returns a fixed string of 10,000 bytes."""

from flask import Flask

app = Flask(__name__, static_folder=None)
TEXT = "x" * 10_000


@app.get("/")
def fixed() -> str:
    return TEXT
