"""Real server processes before the database of a test, and buyers who ask them over HTTP."""

import http.client
import os
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from lxml import html as lxml_html

from tests.booking.shop import GOOD

ROOT = Path(__file__).parent.parent.parent
HEADERS = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Sec-Fetch-Site": "same-origin",
}


@dataclass(frozen=True)
class Answer:
    """What a buyer got; status 0: the connection broke."""

    status: int
    location: str
    text: str


@dataclass(frozen=True)
class House:
    """Server and worker processes that may be told to die."""

    app: Flask
    port: int
    armed: Path
    process: subprocess.Popen[str]

    def arm(self, step: str) -> None:
        """Whoever comes to this step next dies."""
        hidden = self.armed.with_suffix(".part")
        hidden.write_text(step)
        hidden.rename(self.armed)

    def work(self, later: int, mail_url: str) -> int:
        """A process does what is due so many seconds from now; -9 when it was killed."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{later} {mail_url}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    @property
    def died(self) -> bool:
        return not self.armed.exists()

    def form(self, path: str) -> dict[str, str]:
        """The checkout as its page gives it, filled in; the number of the checkout is new."""
        page = lxml_html.fromstring(self.ask_until_answered("GET", path).text)
        (form,) = [form for form in page.forms if form.get("id") == "buchen"]
        fields = dict(form.form_values())
        return {**fields, **GOOD, "step": "book", "checkout_id": str(uuid.uuid4())}

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, urlencode(fields or {}), HEADERS)
            answer = connection.getresponse()
            text = answer.read().decode()
            return Answer(answer.status, answer.headers.get("Location", ""), text)
        except (http.client.HTTPException, ConnectionError):
            return Answer(0, "", "")
        finally:
            connection.close()

    def ask_until_answered(
        self, method: str, path: str, fields: dict[str, str] | None = None
    ) -> Answer:
        """As a person presses again and again while a process that died is being replaced."""
        deadline = time.monotonic() + 30
        while not (answer := self.ask(method, path, fields)).status:
            assert time.monotonic() < deadline, "the servers never came back"
            time.sleep(0.1)
        return answer

    def all_at_once(self, path: str, buyers: int) -> list[Answer]:
        """So many buyers press the button in the same instant, each with a form of their own."""
        form = self.form(path)
        gate = threading.Barrier(buyers)

        def buy(_number: int) -> Answer:
            mine = {**form, "checkout_id": str(uuid.uuid4())}
            gate.wait(30)
            return self.ask("POST", path, mine)

        with ThreadPoolExecutor(buyers) as pool:
            return list(pool.map(buy, range(buyers)))


@contextmanager
def running(app: Flask, folder: Path) -> Iterator[House]:
    """Several server processes of the product before this app's database, and its workers."""
    environment = os.environ | {
        "LEADERACADEMY_DATABASE_URL": app.config["SETTINGS"].database_url,
        "LEADERACADEMY_INSTANCE": str(folder),
        "PROOF_ARMED": str(folder / "armed"),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.proofs.dying"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield House(app, int(process.stdout.readline()), folder / "armed", process)
    finally:
        process.communicate(timeout=20)
