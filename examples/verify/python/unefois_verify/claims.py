"""Step 5: what an attestation claims, with its types checked."""

from dataclasses import dataclass
from typing import Any, TypeGuard

from .jws import read_object
from .reason import Reason, Refused

Value = str | int | bool
"""A text, a whole number, ``True`` or ``False``."""


@dataclass(frozen=True)
class Attested:
    """A value as its provider gave it, and the official name of the code it may be."""

    value: Value
    label: str | None


@dataclass(frozen=True)
class Claims:
    """Claims of a signed payload. Only their types are sure: audience, time and form come after.

    ``iat`` and ``exp`` are whatever the payload holds, since their own step comes later.
    """

    issuer: str
    audience: object
    jti: str
    iat: object
    exp: object
    form_id: str
    form_version: str
    has_submission_nonce: bool
    submission_nonce: object
    data: dict[str, Attested]


def read_claims(payload: bytes) -> Claims:
    """Reads a payload whose signature was checked. Raises ``Refused``."""
    claims = read_object(payload)
    if claims is None:
        raise Refused(Reason.CLAIMS)
    form = _object(claims, "form")
    data = _object(claims, "data")
    return Claims(
        issuer=_text(claims, "iss"),
        audience=_text(claims, "aud"),
        jti=_text(claims, "jti"),
        iat=claims.get("iat"),
        exp=claims.get("exp"),
        form_id=_text(form, "id"),
        form_version=_text(form, "version"),
        has_submission_nonce="submission_nonce" in claims,
        submission_nonce=claims.get("submission_nonce"),
        data={path: _attested(entry) for path, entry in data.items()},
    )


def is_whole(value: object) -> TypeGuard[int]:
    """Whether what ``read_object`` read is a whole number that every language can hold."""
    # `bool` is a kind of `int` in Python, not in JSON.
    return isinstance(value, int) and not isinstance(value, bool)


def _attested(entry: object) -> Attested:
    if not isinstance(entry, dict):
        raise Refused(Reason.CLAIMS)
    value = entry.get("value")
    if not isinstance(value, (str, bool)) and not is_whole(value):
        raise Refused(Reason.CLAIMS)
    label = _text(entry, "label") if "label" in entry else None
    return Attested(value, label)


def _object(members: dict[str, Any], name: str) -> dict[str, Any]:
    value = members.get(name)
    if not isinstance(value, dict):
        raise Refused(Reason.CLAIMS)
    return value


def _text(members: dict[str, Any], name: str) -> str:
    value = members.get(name)
    if not isinstance(value, str):
        raise Refused(Reason.CLAIMS)
    return value
