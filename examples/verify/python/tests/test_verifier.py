"""What JSON and Python disagree about, with attestations that are truly signed."""

import json
import unittest
from typing import Any
from unittest import mock

from unefois_verify import NO_NONCE, Field, KeyCache, MemorySeen, Verdict, Verifier

from . import issuer

KEY = issuer.new_key("kid-1")
FIELD = Field("identite.nom_naissance", "l'héritier-dupré")


def verify(payload: issuer.Claims | bytes, now: float = issuer.NOW, **rest: Any) -> Verdict:
    """Verifies what is signed with the right key."""
    keys = KeyCache(lambda: issuer.jwks(KEY), lambda: now)
    forms = {issuer.FORM: ["1"]}
    seen = MemorySeen(lambda: now)
    verifier = Verifier(issuer.ISSUER, issuer.AUDIENCE, forms, keys, seen)
    rest = {"session_nonce": NO_NONCE, "received_at": now, **rest}
    return verifier.verify(issuer.signed(KEY, payload), [FIELD], **rest)


def written(**replaced: str) -> bytes:
    """The nominal claims, some members of which are written by hand."""
    members = {name: json.dumps(value) for name, value in issuer.claims().items()} | replaced
    return ("{" + ",".join(f'"{name}":{text}' for name, text in members.items()) + "}").encode()


class VerifierTest(unittest.TestCase):
    """Types, limits of time, and what an accepted attestation leaves."""

    def test_accepted_attestation_leaves_its_identifier_and_the_key_to_archive(self) -> None:
        verdict = verify(issuer.claims())
        self.assertIsNone(verdict.reason)
        self.assertEqual(verdict.fields, {FIELD.path: "verified"})
        self.assertEqual((verdict.jti, verdict.form_id), ("jti-Œ/1", issuer.FORM))
        self.assertEqual(verdict.key, issuer.jwks(KEY)["keys"][0])

    def test_rejects_times_that_are_not_whole_numbers(self) -> None:
        for text in ("true", "1.5", '"1780000000"', "null", "NaN", "Infinity", "9" * 5000):
            self.assertEqual(verify(written(exp=text)).reason, "claims", text[:20])

    def test_rejects_values_of_another_type(self) -> None:
        for text in ("1.5", "null", "[1]", '{"a":1}', "-Infinity", str(2**53)):
            data = '{"a":{"value":' + text + "}}"
            self.assertEqual(verify(written(data=data)).reason, "claims", text)

    def test_rejects_payloads_that_are_no_object_of_unicode_json(self) -> None:
        latin = written().replace(b"jti-", b"\xff")
        for payload in (b"[]", b"nul", b"[" * 40_000, latin):
            self.assertEqual(verify(payload).reason, "claims", payload[:20])
        self.assertEqual(verify(json.dumps(issuer.claims()).encode("utf-16")).reason, "claims")
        self.assertEqual(verify(written(jti='"\\ud800"')).reason, "claims")

    def test_time_is_held_to_the_millisecond(self) -> None:
        claims = issuer.claims()
        for now, reason in [
            (claims["iat"] - 60, None),
            (claims["iat"] - 60.001, "not_yet_valid"),
            (claims["exp"] + 60, None),
            (claims["exp"] + 60.001, "expired"),
        ]:
            self.assertEqual(verify(claims, now).reason, reason)

    def test_rejects_nonce_that_is_no_text(self) -> None:
        for nonce in (None, True, 0, ["n" * 16]):
            claims = issuer.claims(submission_nonce=nonce)
            verdict = verify(claims, session_nonce="n" * 16)
            self.assertEqual(verdict.reason, "submission_nonce")
            self.assertEqual(verify(claims).reason, "submission_nonce")

    def test_rejects_attestation_when_the_session_has_no_nonce_left(self) -> None:
        for nonce in (None, ""):
            for changes in ({}, {"submission_nonce": nonce}, {"submission_nonce": "n" * 16}):
                verdict = verify(issuer.claims(**changes), session_nonce=nonce)
                self.assertEqual(verdict.reason, "submission_nonce")

    def test_caller_says_which_nonce_the_session_has_or_that_the_form_uses_none(self) -> None:
        verifier = Verifier("i", "a", {}, KeyCache(lambda: None), MemorySeen())
        self.assertRaises(TypeError, verifier.verify, None, [FIELD])

    def test_rejects_file_of_another_person_but_not_one_that_does_not_say(self) -> None:
        name, birth = "identite.nom_naissance", "identite.date_naissance"
        for file, reason in [
            ({name: "l'HÉRITIER-DUPRÉ", birth: "05/03/1987", "identite.sexe": "F"}, None),
            ({name: " ", birth: ""}, None),
            ({name: "L'Héritier"}, "other_person"),
            ({birth: "1987-03-06"}, "other_person"),
        ]:
            self.assertEqual(verify(issuer.claims(), file=file).reason, reason)

    def test_identifier_is_kept_until_its_time_and_not_taken_when_that_is_past(self) -> None:
        now = float(issuer.NOW)
        seen = MemorySeen(lambda: now)
        self.assertTrue(seen.take("jti-1", now + 60))
        now += 60
        self.assertFalse(seen.take("jti-1", now + 60))
        now += 0.001
        self.assertFalse(seen.take("jti-1", now - 0.001))
        self.assertTrue(seen.take("jti-1", now))

    def test_rejects_copy_that_was_put_aside_when_another_was_accepted_meanwhile(self) -> None:
        now, can_be_read = float(issuer.NOW), False
        claims = issuer.claims()
        attestation = issuer.signed(KEY, claims)
        keys = KeyCache(lambda: issuer.jwks(KEY) if can_be_read else None, lambda: now)
        seen = MemorySeen(lambda: now)
        verifier = Verifier(issuer.ISSUER, issuer.AUDIENCE, {issuer.FORM: ["1"]}, keys, seen)

        def reason(received_at: float) -> str | None:
            verdict = verifier.verify(
                attestation, [FIELD], session_nonce=NO_NONCE, received_at=received_at
            )
            return verdict.reason

        last_moment = now = claims["exp"] + 60.0
        self.assertEqual(reason(last_moment), "keys_unavailable")
        can_be_read = True
        now = last_moment + 7 * 86_400
        self.assertIsNone(reason(issuer.NOW))
        for now in (now + 60, last_moment + 8 * 86_400, last_moment + 9 * 86_400):
            self.assertEqual(reason(last_moment), "replayed")

    def test_form_is_received_when_its_request_arrives_whatever_reading_the_keys_takes(
        self,
    ) -> None:
        moments = [float(issuer.NOW)]

        def read_keys() -> object:
            moments.append(issuer.NOW + 5.0)
            return issuer.jwks(KEY)

        claims = issuer.claims(exp=issuer.NOW - 58)
        keys = KeyCache(read_keys, lambda: moments[-1])
        seen = MemorySeen(lambda: moments[-1])
        verifier = Verifier(issuer.ISSUER, issuer.AUDIENCE, {issuer.FORM: ["1"]}, keys, seen)
        with mock.patch("time.time", lambda: moments[-1]):
            verdict = verifier.verify(issuer.signed(KEY, claims), [FIELD], session_nonce=NO_NONCE)
        self.assertIsNone(verdict.reason)

    def test_submitted_text_is_never_too_strange_to_be_answered(self) -> None:
        verifier = Verifier("i", "a", {}, KeyCache(lambda: None), MemorySeen())
        for text in ("\ud800", "\0", "." * 70_000, "[" * 60_000, "é.é.é", "W10.W10." + "A" * 86):
            reason = verifier.verify(text, [FIELD], session_nonce=NO_NONCE).reason
            self.assertIn(reason, ("malformed", "too_large"))
