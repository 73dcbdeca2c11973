"""The worker that runs with the application knows how to delete."""

import subprocess
import sys

from leaderacademy.config import ROOT

PROGRAM = """
import leaderacademy.application
from leaderacademy.core.jobs import _handlers
assert "delete-person" in _handlers, sorted(_handlers)
"""


def test_the_worker_knows_how_to_delete_a_person() -> None:
    """In a process of its own, because these tests import the handler themselves."""
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
