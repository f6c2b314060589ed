"""Why an attestation was not believed."""

from enum import StrEnum


class Reason(StrEnum):
    """Code for the operator's log. It never carries a value: docs/verify.md lists the codes."""

    ABSENT = "absent"
    TOO_LARGE = "too_large"
    MALFORMED = "malformed"
    ALGORITHM = "algorithm"
    TYPE = "type"
    HEADER = "header"
    KEYS_UNAVAILABLE = "keys_unavailable"
    UNKNOWN_KEY = "unknown_key"
    SIGNATURE = "signature"
    CLAIMS = "claims"
    ISSUER = "issuer"
    AUDIENCE = "audience"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    FORM = "form"
    FORM_VERSION = "form_version"
    SUBMISSION_NONCE = "submission_nonce"
    STORE_UNAVAILABLE = "store_unavailable"
    REPLAYED = "replayed"
    OTHER_PERSON = "other_person"


class Refused(Exception):
    """A step failed. Internal to the package: a back-office receives a verdict, never this."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def require(holds: bool, reason: Reason) -> None:
    """Refuses with ``reason`` unless ``holds``."""
    if not holds:
        raise Refused(reason)
