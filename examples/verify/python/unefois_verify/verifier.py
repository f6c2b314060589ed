"""The twelve steps, in their order."""

import hmac
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, Literal, Protocol

from .claims import Attested, Claims, is_whole, read_claims
from .compare import FieldVerdict, compare, normalise, plain, says_the_same
from .jws import UnverifiedJws, check_signature, p256_key, parse
from .keys import Jwk, KeysUnavailable
from .reason import Reason, Refused, require
from .seen import Seen

LEEWAY_SECS = 60
# A form put aside is verified within that time: its key is published no longer.
ASIDE_SECS = 8 * 86_400


class Keys(Protocol):
    """Keys of the configured issuer: ``KeyCache`` is one."""

    def find(self, kid: str) -> Jwk | None:
        """The P-256 key of that identifier, or nothing. Raises ``KeysUnavailable``."""


class NoNonce(Enum):
    """Said in place of the session's nonce, for a form that uses none."""

    FORM_USES_NONE = "the form uses no nonce"


NO_NONCE: Final = NoNonce.FORM_USES_NONE

SessionNonce = str | None | Literal[NoNonce.FORM_USES_NONE]
"""Nonce of the session; ``None`` when it has none left, ``NO_NONCE`` when the form uses none."""


@dataclass(frozen=True)
class Field:
    """A field of the form: its path in the démarche file and what was submitted, put together.

    ``values`` is the démarche file's table from a received value to the value of an option.
    """

    path: str
    submitted: str
    values: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Verdict:
    """What the back-office may believe. The form is taken in every case.

    ``reason`` goes to the log; it is ``None`` when the attestation was accepted. Keep ``jti`` and
    ``key`` with it then: a dispute comes after the key is no longer published.
    """

    reason: Reason | None
    fields: dict[str, FieldVerdict]
    jti: str | None = None
    form_id: str | None = None
    key: Jwk | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Verifier:
    """What the back-office knows. ``forms`` gives the known versions of each form it receives."""

    issuer: str
    audience: str
    forms: Mapping[str, Collection[str]]
    keys: Keys
    seen: Seen

    def verify(
        self,
        attestation: str | None,
        fields: Iterable[Field],
        *,
        session_nonce: SessionNonce,
        file: Mapping[str, str] | None = None,
        received_at: float | None = None,
    ) -> Verdict:
        """Verifies the hidden field of a form.

        ``received_at`` is when its request arrived, in Unix seconds; left out, it is now. A second
        try, within eight days, gives that of the first.

        ``session_nonce`` is what the server wrote into this person's page: ``None`` or an empty
        text is a session that has none left, and refuses; ``NO_NONCE`` says that the form uses
        none. ``file`` is the identity of the person the file belongs to, by path. Never raises for
        what was submitted, nor what ``seen`` raises.
        """
        received_at = time.time() if received_at is None else received_at
        fields = list(fields)
        try:
            claims, key = self._accepted(attestation, session_nonce, received_at)
            verdicts = {one.path: _verdict(claims, one) for one in fields}
            require(_is_same_person(claims, file or {}), Reason.OTHER_PERSON)
        except Refused as refused:
            return Verdict(refused.reason, {one.path: FieldVerdict.DECLARED for one in fields})
        return Verdict(None, verdicts, claims.jti, claims.form_id, key)

    def _accepted(
        self, attestation: str | None, nonce: SessionNonce, received_at: float
    ) -> tuple[Claims, Jwk]:
        if not attestation:
            raise Refused(Reason.ABSENT)
        unverified = parse(attestation)
        key = self._verified_by(unverified)
        claims = read_claims(unverified.payload)
        require(claims.issuer == self.issuer, Reason.ISSUER)
        require(claims.audience == self.audience, Reason.AUDIENCE)
        expires_at = _check_time(claims, received_at)
        require(claims.form_id in self.forms, Reason.FORM)
        require(claims.form_version in self.forms[claims.form_id], Reason.FORM_VERSION)
        require(_is_of_session(claims, nonce), Reason.SUBMISSION_NONCE)
        require(self._is_first(claims, expires_at), Reason.REPLAYED)
        return claims, key

    def _is_first(self, claims: Claims, expires_at: int) -> bool:
        try:
            return self.seen.take(claims.jti, expires_at + LEEWAY_SECS + ASIDE_SECS)
        except Exception as error:  # whatever went wrong, the form is taken
            raise Refused(Reason.STORE_UNAVAILABLE) from error

    def _verified_by(self, unverified: UnverifiedJws) -> Jwk:
        try:
            jwk = self.keys.find(unverified.kid)
        except KeysUnavailable as error:
            raise Refused(Reason.KEYS_UNAVAILABLE) from error
        key = p256_key(jwk)
        if jwk is None or key is None:
            raise Refused(Reason.UNKNOWN_KEY)
        check_signature(unverified, key)
        return jwk


def _check_time(claims: Claims, received_at: float) -> int:
    iat, exp = claims.iat, claims.exp
    if not is_whole(iat) or not is_whole(exp) or exp <= iat:
        raise Refused(Reason.CLAIMS)
    require(iat <= received_at + LEEWAY_SECS, Reason.NOT_YET_VALID)
    require(received_at <= exp + LEEWAY_SECS, Reason.EXPIRED)
    return exp


def _is_of_session(claims: Claims, nonce: SessionNonce) -> bool:
    if nonce is NO_NONCE:
        return not claims.has_submission_nonce
    written = claims.submission_nonce
    if not nonce or not isinstance(written, str):
        return False
    return hmac.compare_digest(written.encode(), nonce.encode())


def _verdict(claims: Claims, one: Field) -> FieldVerdict:
    attested = claims.data.get(one.path)
    if attested is None:
        return FieldVerdict.DECLARED
    return compare(attested, one.submitted, one.values)


def _is_same_person(claims: Claims, file: Mapping[str, str]) -> bool:
    for path, written in file.items():
        known, attested = normalise(written), claims.data.get(path)
        if not known or attested is None:
            continue
        # Identity is compared as a date or a text, whatever the type of the value.
        if not says_the_same(Attested(plain(attested.value), attested.label), known):
            return False
    return True
