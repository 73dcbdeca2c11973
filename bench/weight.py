"""What travels over the line when a browser opens a lesson, counted on the line itself."""

import os
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from bench.figures import report

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@dataclass
class Line:
    """A proxy between browser and product that counts bytes and requests."""

    port: int
    received: int = 0
    requests: int = 0
    listener: socket.socket = field(default_factory=socket.socket)

    def open(self) -> str:
        """Listen; gives back the address for the browser."""
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                browser, _ = self.listener.accept()
                product = socket.create_connection(("127.0.0.1", self.port))
                for source, target, up in ((browser, product, True), (product, browser, False)):
                    threading.Thread(
                        target=self._carry, args=(source, target, up), daemon=True
                    ).start()

    def _carry(self, source: socket.socket, target: socket.socket, up: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if up:
                    self.requests += data.count(b" HTTP/1.1\r\n")
                else:
                    self.received += len(data)
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)

    def taken(self) -> tuple[int, int]:
        """Requests and bytes since the last time."""
        counted = self.requests, self.received
        self.requests = self.received = 0
        return counted


def measure(url: str, path: str) -> None:
    """A new visitor opens a lesson, and opens it again later."""
    line = Line(urlsplit(url).port or 80)
    address = line.open()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context()
        first, again = [_visit(context, address + path, line) for _ in range(2)]
        browser.close()
    line.listener.close()
    report("first_visit_bytes", first[1] / 1024, "KB", goal=100, at_least=False)
    report("first_visit_requests", first[0], "requests", goal=10, at_least=False)
    report("repeat_visit_bytes", again[1] / 1024, "KB", goal=20, at_least=False)
    report("repeat_visit_requests", again[0], "requests", goal=10, at_least=False)


def _visit(context: object, address: str, line: Line) -> tuple[int, int]:
    page = context.new_page()  # type: ignore[attr-defined]
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(1500)  # the service worker comes after the page
    page.close()
    return line.taken()


def installed() -> bool:
    return Path(CHROMIUM).exists()
