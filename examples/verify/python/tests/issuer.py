"""An issuer of the tests' own, for what shared vectors cannot hold: the present hour, a nonce."""

import json
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey

ISSUER = "https://unefois.valbourg.example"
AUDIENCE = "siret:21999999200015"
FORM = "cantine-valbourg"
NOW = 1_780_000_000

Claims = dict[str, Any]


def new_key(kid: str) -> ECKey:
    """A private P-256 key."""
    return ECKey.generate_key("P-256", {"kid": kid})


def jwks(*keys: ECKey) -> dict[str, Any]:
    """Their public halves, as the edge publishes them."""
    return {"keys": [key.as_dict(private=False) for key in keys]}


def claims(now: float = NOW, **changes: Any) -> Claims:
    """Claims of an attestation made a minute before ``now``."""
    return {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "iat": int(now) - 60,
        "exp": int(now) + 3600,
        "jti": "jti-Œ/1",
        "form": {"id": FORM, "version": "1"},
        "data": {
            "identite.nom_naissance": {"value": "L’HÉRITIER-DUPRÉ"},
            "identite.date_naissance": {"value": "1987-03-05"},
            "quotient_familial.valeur": {"value": 0},
        },
        **changes,
    }


def signed(key: ECKey, payload: Claims | bytes, **header: Any) -> str:
    """A compact JWS of the profile, or of a header that leaves it."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    profile = {"alg": "ES256", "kid": key.kid, "typ": "prefill-attestation+jwt"}
    return jws.serialize_compact({**profile, **header}, body, key, algorithms=["ES256"])
