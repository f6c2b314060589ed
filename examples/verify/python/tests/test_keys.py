"""The key cache: how long keys are kept, how often they are asked for."""

import contextlib
import threading
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from unefois_verify import (
    NO_NONCE,
    Field,
    KeyCache,
    KeysUnavailable,
    MemorySeen,
    Verifier,
    fetch_jwks,
)

from . import issuer

DAY_SECS = 86_400
WAIT_SECS = 10
OLD, NEW = issuer.new_key("old"), issuer.new_key("new")


class Edge:
    """Publishes keys, or is down; counts how often it was asked."""

    def __init__(self, *keys: Any) -> None:
        self.published: object = issuer.jwks(*keys)
        self.is_down = False
        self.asked = 0
        self.now = float(issuer.NOW)
        self.cache = KeyCache(self.fetch, lambda: self.now)

    def fetch(self) -> object:
        """What the cache calls."""
        self.asked += 1
        if self.is_down:
            raise OSError("unreachable")
        return self.published

    def verify(self, attestation: str) -> str | None:
        """Reason given for an attestation, verified with the cache."""
        forms = {issuer.FORM: ["1"]}
        seen = MemorySeen(lambda: self.now)
        verifier = Verifier(issuer.ISSUER, issuer.AUDIENCE, forms, self.cache, seen)
        fields = [Field("identite.nom_naissance", "x")]
        return verifier.verify(
            attestation, fields, session_nonce=NO_NONCE, received_at=issuer.NOW
        ).reason


class KeyCacheTest(unittest.TestCase):
    """Rotation, removal, and an edge that does not answer."""

    def test_keys_are_asked_for_once_a_day(self) -> None:
        edge = Edge(OLD)
        for age in (0, 1, DAY_SECS - 1):
            edge.now = issuer.NOW + age
            self.assertIsNotNone(edge.cache.find("old"))
        self.assertEqual(edge.asked, 1)
        edge.now = issuer.NOW + DAY_SECS
        edge.cache.find("old")
        self.assertEqual(edge.asked, 2)

    def test_rotated_key_is_found_after_one_refresh_and_the_old_one_still_verifies(self) -> None:
        edge = Edge(OLD)
        before = issuer.signed(OLD, issuer.claims())
        self.assertIsNone(edge.verify(before))
        edge.published = issuer.jwks(OLD, NEW)
        edge.now += 60
        self.assertIsNone(edge.verify(issuer.signed(NEW, issuer.claims())))
        self.assertIsNone(edge.verify(before))
        self.assertEqual(edge.asked, 2)

    def test_unknown_key_makes_one_refresh_a_minute(self) -> None:
        edge = Edge(OLD)
        edge.cache.find("old")
        for seconds in (0, 1, 59, 60, 61):
            edge.now = issuer.NOW + seconds
            self.assertIsNone(edge.cache.find("invented"))
        self.assertEqual(edge.asked, 2)

    def test_rejects_removed_key_once_the_kept_ones_are_a_day_old(self) -> None:
        edge = Edge(OLD)
        attestation = issuer.signed(OLD, issuer.claims())
        self.assertIsNone(edge.verify(attestation))
        edge.published = issuer.jwks(NEW)
        edge.now += DAY_SECS
        self.assertEqual(edge.verify(attestation), "unknown_key")

    def test_kept_keys_serve_while_the_edge_is_down_for_less_than_a_day(self) -> None:
        edge = Edge(OLD)
        edge.cache.find("old")
        edge.is_down = True
        edge.now = issuer.NOW + DAY_SECS - 1
        self.assertIsNone(edge.verify(issuer.signed(OLD, issuer.claims())))
        edge.now = issuer.NOW + DAY_SECS
        self.assertEqual(edge.verify(issuer.signed(OLD, issuer.claims())), "keys_unavailable")

    def test_edge_that_is_down_is_asked_once_a_minute_and_believed_when_back(self) -> None:
        edge = Edge(OLD)
        edge.is_down = True
        for _ in range(3):
            self.assertRaises(KeysUnavailable, edge.cache.find, "old")
        self.assertEqual(edge.asked, 1)
        edge.is_down = False
        edge.now += 60
        self.assertIsNotNone(edge.cache.find("old"))

    def test_unknown_key_while_the_edge_is_down_leaves_the_kept_keys_in_place(self) -> None:
        edge = Edge(OLD)
        edge.cache.find("old")
        edge.is_down = True
        edge.now += 60
        self.assertIsNone(edge.cache.find("new"))
        self.assertIsNotNone(edge.cache.find("old"))
        self.assertEqual(edge.asked, 2)

    def test_known_key_is_found_while_another_is_being_asked_for(self) -> None:
        asked, answered = threading.Event(), threading.Event()

        def answer_late() -> object:
            if not edge.asked:
                return edge.fetch()
            asked.set()
            answered.wait(WAIT_SECS)
            return edge.fetch()

        edge = Edge(OLD)
        cache = KeyCache(answer_late, lambda: edge.now)
        cache.find("old")
        edge.now += 60
        with ThreadPoolExecutor() as pool:
            invented = pool.submit(cache.find, "invented")
            self.assertTrue(asked.wait(WAIT_SECS))
            known = pool.submit(cache.find, "old")
            try:
                self.assertIsNotNone(known.result(WAIT_SECS / 2))
            finally:
                answered.set()
            self.assertIsNone(invented.result(WAIT_SECS))

    def test_forms_that_come_together_wait_for_one_answer(self) -> None:
        edge = Edge(OLD)

        def answer_slowly() -> object:
            time.sleep(0.05)
            return edge.fetch()

        cache = KeyCache(answer_slowly, lambda: edge.now)
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(cache.find, ["old"] * 8))
        self.assertTrue(all(found))
        self.assertEqual(edge.asked, 1)

    def test_clock_that_was_put_back_makes_the_keys_be_read_again(self) -> None:
        for is_down in (False, True):
            edge = Edge(OLD)
            edge.is_down = is_down
            with contextlib.suppress(KeysUnavailable):
                edge.cache.find("old")
            edge.is_down = False
            edge.now -= 1
            self.assertIsNotNone(edge.cache.find("old"))
            self.assertEqual(edge.asked, 2)

    def test_rejects_sets_that_are_none(self) -> None:
        sets: list[object] = [None, [], {}, {"keys": {}}, "keys"]
        for published in sets:
            edge = Edge()
            edge.published = published
            self.assertRaises(KeysUnavailable, edge.cache.find, "old")

    def test_rejects_keys_of_another_kind_under_the_same_identifier(self) -> None:
        public: dict[str, Any] = issuer.jwks(OLD)["keys"][0]
        others: list[object] = [
            {**public, "kty": "oct", "k": "AAAA"},
            {**public, "crv": "P-384"},
            {**public, "x": public["y"]},
            {**public, "x": public["x"] + "="},
            {**public, "y": 1},
            "old",
        ]
        for other in others:
            edge = Edge()
            edge.published = {"keys": [other]}
            self.assertIsNone(edge.cache.find("old"))

    def test_rejects_addresses_where_anybody_could_answer(self) -> None:
        for address in ("file:///etc/hostname", "http://edge.invalid/keys", "//edge.invalid"):
            self.assertRaises(ValueError, fetch_jwks, address)
