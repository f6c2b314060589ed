"""Verifies the attestation of Une fois in the back-office that receives the form.

``Verifier`` does the twelve steps of docs/verify.md; ``KeyCache`` keeps the keys of the configured
issuer. Nothing here refuses a form: a verdict says of each field whether it is verified, edited by
the person, or declared.
"""

from .compare import FieldVerdict, compare, normalise
from .keys import KeyCache, KeysUnavailable, fetch_jwks
from .reason import Reason
from .seen import MemorySeen, Seen
from .verifier import NO_NONCE, Field, Keys, NoNonce, SessionNonce, Verdict, Verifier

__all__ = [
    "NO_NONCE",
    "Field",
    "FieldVerdict",
    "KeyCache",
    "Keys",
    "KeysUnavailable",
    "MemorySeen",
    "NoNonce",
    "Reason",
    "Seen",
    "SessionNonce",
    "Verdict",
    "Verifier",
    "compare",
    "fetch_jwks",
    "normalise",
]
