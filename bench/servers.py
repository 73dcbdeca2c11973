"""Start the product, R1 and R2 in processes of their own, as an operator would."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from bench.reference import TEXT

ROOT = Path(__file__).parent.parent

NGINX = """
daemon off; worker_processes 2; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off; sendfile on;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; root {folder}/files; index index.html; }}
}}
"""


@dataclass(frozen=True)
class Running:
    """The product as it answers."""

    url: str
    pid: int
    seconds: float  # from the command until /readyz


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def reference() -> Iterator[str]:
    """R1 under granian with the product's own settings."""
    port = free_port()
    command = [sys.executable, "-m", "bench.reference", str(port)]
    with _running(command, {}, f"http://127.0.0.1:{port}/"):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def static_files(folder: Path) -> Iterator[str]:
    """R2: the bytes of R1 as a file, by nginx."""
    port = free_port()
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "index.html").write_text(TEXT)
    for directory in (folder, folder / "files"):
        directory.chmod(0o755)
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
    command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with _running(
        command, {"PATH": os.environ["PATH"] + ":/usr/sbin"}, f"http://127.0.0.1:{port}/"
    ):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def product(instance: Path, database_url: str = "") -> Iterator[Running]:
    """The whole product by `flask serve`, with two workers and the job worker."""
    port = free_port()
    environment = {
        "PORT": str(port),
        "LEADERACADEMY_INSTANCE": str(instance),
        "LEADERACADEMY_DATABASE_URL": database_url,
        "LEADERACADEMY_WORKERS": "2",
    }
    started = time.perf_counter()
    command = [sys.executable, "-m", "flask", "--app", "app", "serve"]
    url = f"http://127.0.0.1:{port}"
    with _running(command, environment, f"{url}/readyz") as process:
        yield Running(url, process.pid, time.perf_counter() - started)


@contextmanager
def _running(
    command: list[str], environment: dict[str, str], ready: str
) -> Iterator[subprocess.Popen[bytes]]:
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | environment, stdout=log, stderr=log
        )
        try:
            _wait_for(ready, process, log)
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: IO[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            log.seek(0)
            raise RuntimeError(f"the server ended: {log.read().decode()}")
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310
                answer.read()
                return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"{address} did not answer within a minute")


def memory(pid: int) -> float:
    """MB of RSS of a process and all that it started."""
    total, pids = 0, [pid]
    while pids:
        current = pids.pop()
        try:
            status = Path(f"/proc/{current}/status").read_text()
            tasks = Path(f"/proc/{current}/task/{current}/children").read_text().split()
        except OSError:
            continue
        for line in status.splitlines():
            if line.startswith("VmRSS"):
                total += int(line.split()[1])
        pids += [int(child) for child in tasks]
    return total / 1024
