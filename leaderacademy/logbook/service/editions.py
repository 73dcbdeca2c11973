"""Counting versions: a document that left the house and was changed since is a new one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, Text, bindparam, cast, select, update

from leaderacademy.core.database import Base, once_per_dialect, session, upsert
from leaderacademy.logbook.models.documents import Edition, FixedWeights
from leaderacademy.logbook.service.weights import Fixed

_table = Base.metadata.tables[Edition.__tablename__]
_weights_table = Base.metadata.tables[FixedWeights.__tablename__]


class Taken(NamedTuple):
    """The last version that left the house."""

    number: int
    stamp: str

    def number_of(self, stamp: str) -> int:
        """Which version content with this stamp is."""
        return self.number if stamp == self.stamp else self.number + 1


NEVER = Taken(0, "")


class Beside(NamedTuple):
    """What is kept beside the answers of a document."""

    taken: Taken
    fixed: Fixed | None  # once an offer was written down


NOTHING_BESIDE = Beside(NEVER, None)


def beside(person_id: int, document: str) -> Beside:
    """The last version of one document and the fixed weights, in one query."""
    parameters = {"person": person_id, "document": document}
    row = session.connection().execute(_beside(), parameters).one()
    taken = NEVER if row[0] is None else Taken(row[0], row[1])
    return Beside(taken, None if row[2] is None else Fixed(*row[2:]))


@once_per_dialect
def _beside() -> Select[Any]:
    # Made once, and from a row that is always there: a page that is kept asks nothing else.
    person = select(bindparam("person").label("id")).subquery()
    edition, fixed = _table.c, _weights_table.c
    found = (edition.person_id == person.c.id) & (edition.document == bindparam("document"))
    return select(
        edition.number,
        edition.stamp,
        cast(fixed.weights, Text),
        fixed.fixed_at,
        fixed.reason,
        fixed.reason_at,
    ).select_from(
        person.outerjoin(_table, found).outerjoin(_weights_table, fixed.person_id == person.c.id)
    )


def editions_of(person_id: int) -> dict[str, Taken]:
    """The last versions of all documents, in one query."""
    rows = session.execute(
        select(_table.c.document, _table.c.number, _table.c.stamp).where(
            _table.c.person_id == person_id
        )
    )
    return {document: Taken(number, stamp) for document, number, stamp in rows}


def take_out(person_id: int, document: str, stamp: str, now: datetime) -> int:
    """Note that a document leaves the house with this content; gives its number.

    Two statements that each decide by themselves, so two exports at once count once.
    """
    session.execute(
        upsert(_table)
        .values(person_id=person_id, document=document, number=1, stamp=stamp, taken_at=now)
        .on_conflict_do_nothing(index_elements=["person_id", "document"])
    )
    session.execute(
        update(_table)
        .where(
            _table.c.person_id == person_id,
            _table.c.document == document,
            _table.c.stamp != stamp,
        )
        .values(number=_table.c.number + 1, stamp=stamp, taken_at=now)
    )
    return int(
        session.scalar(
            select(_table.c.number).where(
                _table.c.person_id == person_id, _table.c.document == document
            )
        )
        or 1
    )


def merge_logbook(from_id: int, into_id: int, _now: datetime) -> None:
    """What is counted beside the answers goes along when two people become one."""
    ours = editions_of(into_id)
    for row in session.scalars(select(Edition).where(Edition.person_id == from_id)).all():
        known = ours.get(row.document)
        if known is None:
            values = {c.name: getattr(row, c.name) for c in _table.columns}
            session.execute(upsert(_table).values({**values, "person_id": into_id}))
        elif known.number < row.number:
            session.execute(
                update(Edition)
                .where(Edition.person_id == into_id, Edition.document == row.document)
                .values(number=row.number)
            )
    theirs = session.get(FixedWeights, from_id)
    if theirs is not None and session.get(FixedWeights, into_id) is None:
        session.add(
            FixedWeights(
                person_id=into_id,
                weights=theirs.weights,
                fixed_at=theirs.fixed_at,
                reason=theirs.reason,
                reason_at=theirs.reason_at,
            )
        )
    session.flush()


def export_person(person_id: int) -> dict[str, Any]:
    """What is kept beside the answers, for the person's own copy; files are made from these."""
    rows = session.scalars(
        select(Edition).where(Edition.person_id == person_id).order_by(Edition.document)
    )
    weights = session.get(FixedWeights, person_id)
    found: dict[str, Any] = {
        "editions": [
            {"document": r.document, "number": r.number, "taken_at": r.taken_at.isoformat()}
            for r in rows
        ]
    }
    if weights is not None:
        found["fixed_weights"] = _weights(weights)
    return found


def _weights(row: FixedWeights) -> Mapping[str, Any]:
    return {
        "weights": row.weights,
        "fixed_at": row.fixed_at.isoformat(),
        "reason": row.reason,
        "reason_at": row.reason_at.isoformat() if row.reason_at else None,
    }
