"""The vectors that the verifiers of all languages share."""

import json
import unittest
from pathlib import Path
from typing import Any

from unefois_verify import NO_NONCE, Field, KeyCache, MemorySeen, Verdict, Verifier

VECTORS = json.loads((Path(__file__).parents[2] / "vectors.json").read_text("utf-8"))
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


class FailingStore:
    """A store that does not answer."""

    def take(self, jti: str, until: float) -> bool:
        """Raises what a store may raise."""
        raise OSError(f"{jti} was not kept until {until}")


def verify(case: dict[str, Any], attestation: str | None) -> Verdict:
    """Verifies an attestation in the situation of a case."""
    now = case.get("now", VECTORS["now"])
    seen = MemorySeen(lambda: now)
    for jti in case.get("seen") or []:
        seen.take(jti, float("inf"))
    store = FailingStore() if case.get("seen", []) is None else seen
    keys = KeyCache(lambda: case.get("jwks", VECTORS["jwks"]), lambda: now)
    verifier = Verifier(VECTORS["issuer"], VECTORS["audience"], VECTORS["forms"], keys, store)
    fields = [Field(one["path"], one["submitted"], one.get("values")) for one in case["fields"]]
    nonce = case.get("session_nonce", NO_NONCE)
    return verifier.verify(
        attestation, fields, session_nonce=nonce, file=case.get("file"), received_at=now
    )


class Vector(unittest.TestCase):
    """One case: a test of its own, so that the tally counts vectors."""

    def __init__(self, case: dict[str, Any]) -> None:
        super().__init__("gives_the_expected_verdict")
        self.case = case

    def __str__(self) -> str:
        return f"vector {self.case['id']}: {self.case['title']}"

    def gives_the_expected_verdict(self) -> None:
        """The reason and the verdict of each field are those of the vector."""
        verdict = verify(self.case, self.case.get("attestation"))
        fields = {path: str(one) for path, one in verdict.fields.items()}
        got = {"reason": verdict.reason and str(verdict.reason), "fields": fields}
        self.assertEqual(got, self.case["expect"])


class Alterations(unittest.TestCase):
    """The nominal attestation, no longer what was signed."""

    nominal = next(case for case in VECTORS["cases"] if case["id"] == "nominal")

    def test_rejects_nominal_attestation_when_any_character_changes(self) -> None:
        text = self.nominal["attestation"]
        for index, letter in enumerate(text):
            other = ALPHABET[(ALPHABET.find(letter) + 1) % len(ALPHABET)]
            self.assert_refused(text[:index] + other + text[index + 1 :], index)

    def test_rejects_nominal_attestation_when_cut_or_followed(self) -> None:
        text = self.nominal["attestation"]
        alterations = [text[:-1], text + "A", text + "\n", " " + text, text + "="]
        for index, altered in enumerate(alterations):
            self.assert_refused(altered, index)

    def assert_refused(self, altered: str, index: int) -> None:
        """A reason, and every value declared."""
        verdict = verify(self.nominal, altered)
        self.assertIsNotNone(verdict.reason, f"alteration {index} was accepted")
        self.assertEqual(set(verdict.fields.values()), {"declared"})


def load_tests(
    loader: unittest.TestLoader, _standard: unittest.TestSuite, _pattern: str | None
) -> unittest.TestSuite:
    """One test a vector, then the alterations."""
    suite = unittest.TestSuite(Vector(case) for case in VECTORS["cases"])
    suite.addTests(loader.loadTestsFromTestCase(Alterations))
    return suite
