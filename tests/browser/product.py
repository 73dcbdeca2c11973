"""The product in a process of its own: start, kill, start again."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).parent.parent.parent


class Product:
    """`flask serve` with its own instance folder; the port stays the same over restarts."""

    def __init__(self, instance: Path, name: str = "127.0.0.1", **environment: str) -> None:
        self.instance = instance
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url = f"http://{name}:{self.port}"
        self._environment = {"LEADERACADEMY_BASE_URL": self.url, **environment}
        self._process: subprocess.Popen[str] | None = None
        self.content = ROOT / "content"

    def __enter__(self) -> "Product":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        self.launch()
        self._wait()

    def launch(self) -> None:
        environment = self._whole_environment()
        self._log = (self.instance / "output.log").open("a")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "app", "serve"],
            cwd=ROOT,
            env=environment,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def _whole_environment(self) -> dict[str, str]:
        return os.environ | {
            "PORT": str(self.port),
            "LEADERACADEMY_INSTANCE": str(self.instance),
            **self._environment,
        }

    def fill(self) -> dict[str, str]:
        """Bring bookings and money into every state; the addresses by name."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.browser.shop"],
            cwd=ROOT,
            env=self._whole_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        found: dict[str, str] = json.loads(done.stdout)
        return found

    def _wait(self) -> None:
        assert self._process is not None
        for _ in range(600):
            if self._process.poll() is not None:
                raise RuntimeError(self.output())
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=2):  # noqa: S310
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("not ready within 30 seconds: " + self.output())

    def output(self) -> str:
        return (self.instance / "output.log").read_text()

    def pids(self) -> list[int]:
        """Every process that belongs to the running product."""
        assert self._process is not None
        found, todo = [], [self._process.pid]
        while todo:
            pid = todo.pop()
            found.append(pid)
            try:
                children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
            except OSError:
                continue
            todo += [int(child) for child in children.split()]
        return found

    def kill(self) -> None:
        """kill -9 for everything at once, as a power cut would."""
        for pid in self.pids():
            # A child may be gone by itself, as soon as its parent is.
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.wait()
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)):
                    return
            time.sleep(0.02)
        raise RuntimeError("something still listens")

    def stop(self) -> int:
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return self.wait()

    def wait(self) -> int:
        assert self._process is not None
        code = self._process.wait(30)
        self._log.close()
        return code

    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def mail_to(self, address: str, subject: str, seconds: float = 15) -> str:
        """The text of the newest mail to this address whose subject holds these words."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            files = sorted(self.instance.glob("mail/*.eml"), key=lambda f: f.stat().st_mtime)
            for file in reversed(files):
                message = message_from_bytes(file.read_bytes(), policy=default)
                if address in message["To"] and subject in message["Subject"]:
                    return str(message.get_body(("plain",)).get_content())  # type: ignore[union-attr]
            time.sleep(0.1)
        raise AssertionError(f"no mail to {address} about {subject}")

    def link_in(self, text: str) -> str:
        match = re.search(r"https?://\S+", text)
        assert match, text
        return match[0].removeprefix(self.url)
