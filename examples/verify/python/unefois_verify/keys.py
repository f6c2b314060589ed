"""Step 3: the keys of the configured issuer, kept a day at most."""

import contextlib
import threading
import time
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

from .jws import p256_key, read_object

DAY_SECS = 86_400
PAUSE_SECS = 60
TIMEOUT_SECS = 5
MAX_BYTES = 262_144

Jwk = dict[str, Any]
"""A JSON Web Key (RFC 7517 §4)."""


class KeysUnavailable(Exception):
    """The keys cannot be read now, and none are kept: the attestation is to be verified later."""


class KeyCache:
    """Keys read by ``fetch``, which gives a JWK Set or raises.

    Read again after a day, and for a ``kid`` that is not in it, but once a minute at most: an
    attacker who invents identifiers does not make the back-office ask the edge each time.
    """

    def __init__(self, fetch: Callable[[], object], clock: Callable[[], float] = time.time) -> None:
        self._fetch = fetch
        self._clock = clock
        self._asking = threading.Lock()
        self._kept: _Kept | None = None
        self._asked_at = float("-inf")

    def find(self, kid: str) -> Jwk | None:
        """The P-256 key called ``kid``, or nothing. Raises ``KeysUnavailable``."""
        jwk = self._known(kid, self._clock())
        if jwk is not None:
            return jwk
        # Those whose key is known do not wait for those who must ask.
        with self._asking:
            now = self._clock()
            jwk = self._known(kid, now)
            if jwk is None and not _is_within(now - self._asked_at, PAUSE_SECS):
                self._ask(now)
                jwk = self._known(kid, now)
            if self._fresh(now) is None:
                raise KeysUnavailable
            return jwk

    def _ask(self, now: float) -> None:
        self._asked_at = now
        # Whatever went wrong, the keys were not read.
        with contextlib.suppress(Exception):
            self._kept = _Kept(_keys_of(self._fetch()), now)

    def _known(self, kid: str, now: float) -> Jwk | None:
        for jwk in self._fresh(now) or []:
            if isinstance(jwk, dict) and jwk.get("kid") == kid and p256_key(jwk):
                return jwk
        return None

    def _fresh(self, now: float) -> list[object] | None:
        kept = self._kept
        if kept is None or not _is_within(now - kept.fetched_at, DAY_SECS):
            return None
        return kept.jwks


class _Kept(NamedTuple):
    """A set and when it was read, replaced together: whoever reads them holds no lock."""

    jwks: list[object]
    fetched_at: float


def fetch_jwks(uri: str) -> object:
    """Reads a JWK Set over HTTP. ``uri`` comes from the configuration, never from an attestation.

    Raises ``OSError`` or ``ValueError``.
    """
    parts = urlsplit(uri)
    # On a network, keys that came in clear may be anybody's.
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_local(parts.hostname)):
        raise ValueError("keys are read over https only")
    with build_opener(_NoRedirect).open(uri, timeout=TIMEOUT_SECS) as response:
        body = response.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise ValueError("the key set is too large")
    return read_object(body)


class _NoRedirect(HTTPRedirectHandler):
    """A redirection would let another server say which keys are the issuer's."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _is_local(hostname: str | None) -> bool:
    name = hostname or ""
    return name in ("localhost", "127.0.0.1", "::1") or name.endswith(".localhost")


def _is_within(age: float, limit: float) -> bool:
    # A clock that went back makes nothing last longer.
    return 0 <= age < limit


def _keys_of(jwks: object) -> list[object]:
    keys = jwks.get("keys") if isinstance(jwks, dict) else None
    if not isinstance(keys, list):
        raise ValueError("not a JWK Set")
    return keys
