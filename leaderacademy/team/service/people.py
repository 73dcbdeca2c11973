"""The team's part in merging two people and in a person's own copy of their data."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from leaderacademy.core.database import session
from leaderacademy.team.models import CheckIn, CheckInLink, TaktRound, TeamLink
from leaderacademy.team.service.sharing import own_link, revoke_link
from leaderacademy.team.service.takt import answers_of, end_round


def merge_team(from_id: int, into_id: int, now: datetime) -> None:
    """When two people turn out to be one, what the first has goes to the second.

    A Takt-Test that runs is closed. Of two team pages the account's stays open.
    """
    end_round(from_id, now)
    if own_link(into_id) is not None:
        revoke_link(from_id, now)
    for model in (TaktRound, TeamLink, CheckIn, CheckInLink):
        session.execute(update(model).where(model.person_id == from_id).values(person_id=into_id))


def export_person(person_id: int) -> dict[str, Any]:
    """Takt-Tests with answers as far as their owner may read them, links, check-ins."""
    rounds = session.scalars(
        select(TaktRound).where(TaktRound.person_id == person_id).order_by(TaktRound.id)
    )
    links = session.scalars(
        select(TeamLink).where(TeamLink.person_id == person_id).order_by(TeamLink.id)
    )
    check_ins = session.scalars(
        select(CheckIn).where(CheckIn.person_id == person_id).order_by(CheckIn.id)
    )
    asked = session.scalars(
        select(CheckInLink)
        .where(CheckInLink.person_id == person_id)
        .order_by(CheckInLink.created_at)
    )
    return {
        "takt_tests": [_round(one) for one in rounds],
        "team_links": [
            {"created_at": one.created_at.isoformat(), "withdrawn_at": _moment(one.revoked_at)}
            for one in links
        ],
        "check_ins": [{"made_at": one.made_at.isoformat(), **one.outcome} for one in check_ins],
        "check_in_links": [
            {
                "created_at": one.created_at.isoformat(),
                "expires_at": one.expires_at.isoformat(),
                "used_at": _moment(one.used_at),
            }
            for one in asked
        ],
    }


def _round(one: TaktRound) -> dict[str, Any]:
    answers = answers_of(one, one.closed_at) if one.closed_at is not None else []
    return {
        "question": one.question,
        "created_at": one.created_at.isoformat(),
        "expires_at": one.closes_at.isoformat(),
        "closed_at": _moment(one.closed_at),
        "answers_of_the_team": [{"text": answer.text, "hit": answer.hit} for answer in answers],
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
