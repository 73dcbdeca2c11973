"""The codes on paper for the day on which the second factor is lost: shown once, good once."""

import secrets
from datetime import datetime

from sqlalchemy import delete, update

from leaderacademy.accounts.links import digest
from leaderacademy.accounts.models import RecoveryCode
from leaderacademy.accounts.rules.factors import (
    RECOVERY_ALPHABET,
    RECOVERY_CODES,
    RECOVERY_LENGTH,
    recovery_code,
)
from leaderacademy.core.database import session


def make_codes(person_id: int) -> list[str]:
    """Ten new codes; older ones are void. Only their digests are kept."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = [
        "".join(secrets.choice(RECOVERY_ALPHABET) for _ in range(RECOVERY_LENGTH))
        for _ in range(RECOVERY_CODES)
    ]
    session.add_all(RecoveryCode(person_id=person_id, code_digest=digest(code)) for code in codes)
    session.flush()
    return codes


def accept_recovery(person_id: int, typed: str, now: datetime) -> bool:
    """Whether this is one of the person's codes that was not used; it is then."""
    code = recovery_code(typed)
    if code is None:
        return False
    used = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person_id,
            RecoveryCode.code_digest == digest(code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(RecoveryCode.id)
    ).scalar_one_or_none()
    return used is not None
