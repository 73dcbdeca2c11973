"""Passkeys (WebAuthn Level 2): made on one device, asked at the second step, named, removed.

They are a second factor only, so the browser need not ask for a fingerprint or PIN, and nothing
is asked of the maker of the device.
"""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.exc import IntegrityError

from leaderacademy.accounts.links import digest, new_secret
from leaderacademy.accounts.models import Device, HalfSignIn, Passkey, PasskeyChallenge, Person
from leaderacademy.accounts.rules.factors import (
    KEY_NAME_LENGTH,
    MOST_CREDENTIAL,
    MOST_PASSKEYS,
    PASSKEY_CHALLENGE,
    Home,
)
from leaderacademy.accounts.service.factors.half import exchange_challenge
from leaderacademy.core.database import session, upsert


class RefusedPasskeyError(Exception):
    """What came was no proof; why is of no use to anybody, so it is not said."""


def begin_passkey(device: Device, now: datetime) -> None:
    """Say what a new passkey on this device is to sign; what was said before is void."""
    fresh = {"challenge": new_secret(), "expires_at": now + PASSKEY_CHALLENGE}
    statement = upsert(PasskeyChallenge.__table__).values(device_id=device.id, **fresh)
    session.execute(statement.on_conflict_do_update(index_elements=["device_id"], set_=fresh))


def creation_options(person: Person, device: Device, home: Home, house: str, now: datetime) -> str:
    """What navigator.credentials.create() needs, as JSON; empty when nothing was begun."""
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers import base64url_to_bytes
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    challenge = session.scalar(
        select(PasskeyChallenge.challenge).where(
            PasskeyChallenge.device_id == device.id, PasskeyChallenge.expires_at > now
        )
    )
    if challenge is None:
        return ""
    return options_to_json(
        generate_registration_options(
            rp_id=home.domain,
            rp_name=house,
            user_id=bytes.fromhex(digest(f"{home.domain}:{person.id}")),
            user_name=str(person.email),
            user_display_name=person.name or str(person.email),
            challenge=base64url_to_bytes(challenge),
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.DISCOURAGED,
                user_verification=UserVerificationRequirement.DISCOURAGED,
            ),
            exclude_credentials=[
                PublicKeyCredentialDescriptor(id=base64url_to_bytes(known))
                for known in credentials_of(person.id)
            ],
        )
    )


def credentials_of(person_id: int) -> list[str]:
    """The names that authenticators gave to this person's keys, in base64url."""
    found = select(Passkey.credential_id).where(Passkey.person_id == person_id)
    return list(session.scalars(found.order_by(Passkey.id)))


def add_passkey(
    person: Person, device: Device, answer: str, name: str, home: Home, now: datetime
) -> None:
    """Keep the public half of what the browser made. Raises RefusedPasskeyError; the caller
    commits also then, because the challenge is spent."""
    challenge = session.execute(
        delete(PasskeyChallenge)
        .where(PasskeyChallenge.device_id == device.id, PasskeyChallenge.expires_at > now)
        .returning(PasskeyChallenge.challenge)
    ).scalar_one_or_none()
    if challenge is None or len(credentials_of(person.id)) >= MOST_PASSKEYS:
        raise RefusedPasskeyError
    made = _verified_creation(answer, challenge, home)
    try:
        with session.begin_nested():
            session.add(
                Passkey(
                    person_id=person.id,
                    credential_id=_text(made.credential_id),
                    public_key=_text(made.credential_public_key),
                    sign_count=made.sign_count,
                    name=name[:KEY_NAME_LENGTH],
                    created_at=now,
                )
            )
    except IntegrityError:
        raise RefusedPasskeyError from None


def _text(data: bytes) -> str:
    from webauthn.helpers import bytes_to_base64url

    return bytes_to_base64url(data)


def _verified_creation(answer: str, challenge: str, home: Home) -> Any:
    from webauthn import verify_registration_response
    from webauthn.helpers import base64url_to_bytes

    if len(answer) > MOST_CREDENTIAL:
        raise RefusedPasskeyError
    try:
        return verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=home.domain,
            expected_origin=home.origin,
        )
    except Exception as error:
        # The library has many kinds for what hostile bytes can do to its parsers, and lets some
        # of others through. Whatever is not a proof is a refusal.
        raise RefusedPasskeyError from error


def request_options(half: HalfSignIn, home: Home) -> str:
    """What navigator.credentials.get() needs, as JSON; empty for who has no passkey."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers import base64url_to_bytes
    from webauthn.helpers.structs import (
        PublicKeyCredentialDescriptor,
        UserVerificationRequirement,
    )

    known = credentials_of(half.person_id)
    if not known:
        return ""
    return options_to_json(
        generate_authentication_options(
            rp_id=home.domain,
            challenge=base64url_to_bytes(half.challenge),
            allow_credentials=[
                PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known
            ],
            user_verification=UserVerificationRequirement.DISCOURAGED,
        )
    )


def accept_passkey(half: HalfSignIn, answer: str, home: Home, now: datetime) -> bool:
    """Whether a key of this very person signed what was asked. The caller commits in any case."""
    challenge = exchange_challenge(half)
    key = _key_of(half.person_id, answer)
    if challenge is None or key is None:
        return False
    try:
        count = _verified_count(answer, challenge, home, key)
    except RefusedPasskeyError:
        return False
    # In the UPDATE, so that of two copies of a key only one comes through with the same count.
    used = session.execute(
        update(Passkey)
        .where(Passkey.id == key.id, _counts_on(count))
        .values(sign_count=count, used_at=now)
        .execution_options(synchronize_session=False)
        .returning(Passkey.id)
    ).scalar_one_or_none()
    return used is not None


def _counts_on(count: int) -> ColumnElement[bool]:
    """A key that counts must have counted on; many count nothing and always say 0."""
    return Passkey.sign_count == 0 if count == 0 else Passkey.sign_count < count


def _key_of(person_id: int, answer: str) -> Passkey | None:
    try:
        named = json.loads(answer) if len(answer) <= MOST_CREDENTIAL else None
    except (ValueError, RecursionError):
        return None
    credential = named.get("id") if isinstance(named, dict) else None
    if not isinstance(credential, str):
        return None
    return session.scalar(
        select(Passkey).where(
            Passkey.person_id == person_id, Passkey.credential_id == credential[:1400]
        )
    )


def _verified_count(answer: str, challenge: str, home: Home, key: Passkey) -> int:
    from webauthn import verify_authentication_response
    from webauthn.helpers import base64url_to_bytes

    try:
        return verify_authentication_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=home.domain,
            expected_origin=home.origin,
            credential_public_key=base64url_to_bytes(key.public_key),
            credential_current_sign_count=key.sign_count,
        ).new_sign_count
    except Exception as error:
        raise RefusedPasskeyError from error  # as above


def remove_passkey(person_id: int, number: int) -> bool:
    """Forget one of this person's keys; False if it is not one of theirs."""
    gone = session.execute(
        delete(Passkey)
        .where(Passkey.id == number, Passkey.person_id == person_id)
        .returning(Passkey.id)
    ).scalar_one_or_none()
    return gone is not None
