"""A worker in a process of its own that a test kills: hands letters over until it is done."""

import json
import os
import sys
from datetime import datetime
from pathlib import Path

from leaderacademy.core import jobs, mail
from leaderacademy.core.database import open_database, session

if __name__ == "__main__":
    import leaderacademy.application
    from leaderacademy.config import ROOT
    from leaderacademy.content.catalogue import catalogue

    url, folder, now = json.loads(sys.argv[1])
    assert leaderacademy.application
    open_database(url)
    catalogue.open(ROOT / "content")
    mail.configure(
        mail.Post(f"folder:{folder}", "A", "a@a.example", "https://a.example", "Leader Academy")
    )
    deliver = mail._put_into_folder

    def counted(target: Path, name: str, message: object) -> None:
        deliver(target, name, message)  # type: ignore[arg-type]
        with (Path(folder) / "log").open("a") as log:
            log.write(f"{message['To']} {name}\n")  # type: ignore[index]
            log.flush()
            os.fsync(log.fileno())

    mail._put_into_folder = counted
    jobs.run_due(datetime.fromisoformat(now), limit=10_000)
    session.remove()
    sys.stdout.write("done")
