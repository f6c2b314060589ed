"""Steps 1, 2 and 4: the text of the hidden field, its header and its signature.

RFC 7515; RFC 8725 for what a header must not be allowed to decide.
"""

import base64
import binascii
import json
import math
import re
from dataclasses import dataclass
from typing import Any, NoReturn, TypeGuard

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from .reason import Reason, Refused, require

MAX_BYTES = 65_536
ALGORITHM = "ES256"
TYPE = "prefill-attestation+jwt"
SIGNATURE_BYTES = 64
COORDINATE_BYTES = 32
# Whole numbers up to this one are doubles, each distinct from the next (RFC 8259 §6).
MAX_WHOLE = 2**53 - 1

_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")


@dataclass(frozen=True)
class UnverifiedJws:
    """A well-formed attestation whose header follows the profile. Nobody vouches for it yet."""

    text: str
    kid: str
    payload: bytes


def parse(attestation: str) -> UnverifiedJws:
    """Reads the compact serialisation. Raises ``Refused``."""
    # A form's text may hold anything, half a surrogate pair included: it is only measured here.
    size = len(attestation.encode("utf-8", "surrogatepass"))
    require(size <= MAX_BYTES, Reason.TOO_LARGE)
    parts = [_decoded_part(part) for part in attestation.split(".")]
    require(len(parts) == 3, Reason.MALFORMED)
    header_bytes, payload, signature = parts
    header = read_object(header_bytes)
    if header is None or len(signature) != SIGNATURE_BYTES:
        raise Refused(Reason.MALFORMED)
    return UnverifiedJws(attestation, _checked_kid(header), payload)


def check_signature(unverified: UnverifiedJws, key: ECKey) -> None:
    """Raises ``Refused`` unless ``key`` signed exactly this text."""
    try:
        jws.deserialize_compact(unverified.text, key, algorithms=[ALGORITHM])
    except (JoseError, ValueError) as error:
        raise Refused(Reason.SIGNATURE) from error


def p256_key(jwk: object) -> ECKey | None:
    """The key of a member of a JWK Set, or nothing when it is no P-256 key (RFC 7518 §6.2)."""
    if not isinstance(jwk, dict) or jwk.get("kty") != "EC" or jwk.get("crv") != "P-256":
        return None
    x, y = jwk.get("x"), jwk.get("y")
    if not _is_coordinate(x) or not _is_coordinate(y):
        return None
    try:
        # Four members only: nothing else of the set may change how the library verifies.
        return ECKey.import_key({"kty": "EC", "crv": "P-256", "x": x, "y": y})
    except (JoseError, ValueError):
        return None


def read_object(data: bytes) -> dict[str, Any] | None:
    """The JSON object of ``data``, or nothing.

    Stricter than ``json.loads``: UTF-8 alone, no ``NaN``, no half surrogate pair, no number that a
    double cannot hold.
    """
    try:
        value = json.loads(
            data.decode("utf-8"),
            parse_constant=_refuse,
            parse_float=_number,
            parse_int=_number,
        )
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _checked_kid(header: dict[str, Any]) -> str:
    require(header.get("alg") == ALGORITHM, Reason.ALGORITHM)
    require(header.get("typ") == TYPE, Reason.TYPE)
    kid = header.get("kid")
    if set(header) != {"alg", "kid", "typ"} or not isinstance(kid, str):
        raise Refused(Reason.HEADER)
    return kid


def _decoded_part(part: str) -> bytes:
    data = decode_base64url(part)
    if not data:
        raise Refused(Reason.MALFORMED)
    return data


def decode_base64url(text: str) -> bytes | None:
    """The bytes of ``text``, or nothing when it is not their one canonical writing."""
    if not _BASE64URL.fullmatch(text):
        return None
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        return None
    # Unused bits of the last letter would let two texts say the same bytes.
    written = base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
    return data if written == text else None


def _is_coordinate(text: object) -> TypeGuard[str]:
    if not isinstance(text, str):
        return False
    data = decode_base64url(text)
    return data is not None and len(data) == COORDINATE_BYTES


def _number(text: str) -> int | float:
    """A number as every language reads it: its nearest double, an ``int`` where that is whole."""
    number = float(text)
    if math.isinf(number):
        raise ValueError("a number that no double holds")
    return int(number) if number.is_integer() and abs(number) <= MAX_WHOLE else number


def _refuse(_: str) -> NoReturn:
    raise ValueError("not JSON")
