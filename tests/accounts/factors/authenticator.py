"""A security key in software: makes passkeys and signs with them, also wrongly when told to."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

DOMAIN = "kurs.nordlicht.de"
ORIGIN = f"https://{DOMAIN}"
PRESENT, WITH_KEY = 0x01, 0x40


def in_base64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Authenticator:
    """One credential and its counter."""

    def __init__(self, counter: int = 0) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential = secrets.token_bytes(32)
        self.counter = counter

    def create(self, asked: str, **wrong: Any) -> str:
        """The answer to navigator.credentials.create()."""
        numbers = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        attested = bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential + public
        flags = wrong.get("flags", PRESENT) | WITH_KEY
        data = self._data(flags, wrong) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = _client("webauthn.create", asked, wrong)
        response = {
            "clientDataJSON": in_base64(client),
            "attestationObject": in_base64(attestation),
        }
        return self._answer(response, wrong)

    def get(self, asked: str, **wrong: Any) -> str:
        """The answer to navigator.credentials.get()."""
        if "counter" not in wrong and self.counter:
            self.counter += 1
        data = self._data(wrong.get("flags", PRESENT), wrong)
        client = _client("webauthn.get", asked, wrong)
        signed = data + hashlib.sha256(client).digest()
        key = wrong.get("key", self.key)
        signature = key.sign(signed, ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": in_base64(client),
            "authenticatorData": in_base64(data),
            "signature": in_base64(signature),
        }
        return self._answer(response, wrong)

    def _data(self, flags: int, wrong: dict[str, Any]) -> bytes:
        home = hashlib.sha256(str(wrong.get("domain", DOMAIN)).encode()).digest()
        return home + bytes([flags]) + int(wrong.get("counter", self.counter)).to_bytes(4, "big")

    def _answer(self, response: dict[str, str], wrong: dict[str, Any]) -> str:
        name = in_base64(wrong.get("credential", self.credential))
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "response": response,
                "clientExtensionResults": {},
            }
        )


def _client(kind: str, asked: str, wrong: dict[str, Any]) -> bytes:
    return json.dumps(
        {
            "type": wrong.get("kind", kind),
            "challenge": wrong.get("challenge", asked),
            "origin": wrong.get("origin", ORIGIN),
            "crossOrigin": False,
        }
    ).encode()
