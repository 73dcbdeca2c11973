"""Files that a job makes: asked for once per content, kept for a day, then forgotten."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update

from leaderacademy.core.database import session, upsert
from leaderacademy.core.jobs import enqueue
from leaderacademy.logbook.models.documents import ReadyFile

MAKE_FILE = "logbook-file"
KEPT = timedelta(days=1)
PATIENCE = timedelta(minutes=10)  # after so long without an answer a file is asked for again


def find_file(person_id: int, name: str, stamp: str) -> ReadyFile | None:
    """The file with this content, made or still being made; its bytes are read only on demand."""
    return session.scalar(
        select(ReadyFile).where(
            ReadyFile.person_id == person_id, ReadyFile.name == name, ReadyFile.stamp == stamp
        )
    )


def ask_for(person_id: int, name: str, stamp: str, now: datetime) -> ReadyFile:
    """The file, asked for if nobody did yet; asking twice makes it once."""
    session.execute(
        delete(ReadyFile).where(
            ReadyFile.person_id == person_id,
            ReadyFile.name == name,
            ReadyFile.stamp == stamp,
            or_(
                ReadyFile.problem.is_not(None),
                ReadyFile.made_at.is_(None) & (ReadyFile.asked_at < now - PATIENCE),
            ),
        )
    )
    session.execute(
        upsert(ReadyFile.__table__)
        .values(person_id=person_id, name=name, stamp=stamp, asked_at=now)
        .on_conflict_do_nothing(index_elements=["person_id", "name", "stamp"])
    )
    file = find_file(person_id, name, stamp)
    assert file is not None  # noqa: S101 - it was just put there
    enqueue(MAKE_FILE, {"file": file.id}, now, key=f"{MAKE_FILE}:{file.id}:{stamp[:16]}")
    return file


def get_request(file_id: int) -> ReadyFile | None:
    """What a job is to make; None when it was forgotten or the person left."""
    return session.get(ReadyFile, file_id, populate_existing=True)


def keep_file(file: ReadyFile, stamp: str, content: bytes, now: datetime) -> None:
    """Store the bytes under what they really show, and forget what they replace."""
    session.execute(
        delete(ReadyFile).where(
            ReadyFile.person_id == file.person_id,
            ReadyFile.name == file.name,
            ReadyFile.id != file.id,
            or_(ReadyFile.made_at.is_not(None), ReadyFile.stamp == stamp),
        )
    )
    session.execute(
        update(ReadyFile)
        .where(ReadyFile.id == file.id)
        .values(stamp=stamp, content=content, made_at=now, problem=None)
    )
    forget_files(now)


def say_how_far(file_id: int, drawn: int) -> None:
    """So many of the file's documents are drawn."""
    session.execute(update(ReadyFile).where(ReadyFile.id == file_id).values(drawn=drawn))


def keep_problem(file: ReadyFile, problem: str) -> None:
    """Say why there is no file."""
    session.execute(update(ReadyFile).where(ReadyFile.id == file.id).values(problem=problem))


def forget_files(now: datetime) -> None:
    """Files older than a day are made again when somebody wants them."""
    session.execute(delete(ReadyFile).where(ReadyFile.asked_at < now - KEPT))
