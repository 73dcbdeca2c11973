"""Commits what was published, where the content folder is a git repository and it is wanted."""

import logging
import os
import subprocess
from pathlib import Path

from leaderacademy.content.catalogue import catalogue
from leaderacademy.core.audit import Actor

_PATIENCE = 10  # seconds
_log = logging.getLogger(__name__)


class Settings:
    """Whether to commit; set once by the application."""

    commits = False


def configure(commits: bool) -> None:
    """Switch committing on or off; it is off where nobody asked for it."""
    Settings.commits = commits


def commit(names: list[str], note: str, actor: Actor) -> bool:
    """Commit these files and nothing else; False when that failed, which is no reason to stop."""
    folder = catalogue.folder
    if not Settings.commits or folder is None:
        return True
    try:
        _git(folder, "add", "--all", "--", *names)
        if not _git(folder, "diff", "--cached", "--name-only", "--", *names).strip():
            return True
        author = f"{_plain(actor.name) or 'Trainer'} <trainer-{actor.id or 0}@studio.invalid>"
        message = _plain(note) or f"Veröffentlicht: {', '.join(names)}"
        _git(folder, "commit", "--quiet", f"--author={author}", "-m", message, "--", *names)
    except (OSError, subprocess.SubprocessError) as error:
        _log.warning("git commit failed", extra={"reason": type(error).__name__})
        return False
    return True


def _git(folder: Path, *arguments: str) -> str:
    who = {"GIT_COMMITTER_NAME": "Leader Academy", "GIT_COMMITTER_EMAIL": "studio@studio.invalid"}
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments],  # noqa: S607 - git is where the PATH says
        env=os.environ | who | {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"},
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    return done.stdout


def _plain(text: str) -> str:
    return " ".join(text.replace("<", "").replace(">", "").split())[:200]
