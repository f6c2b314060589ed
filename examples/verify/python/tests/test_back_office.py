"""The back-office over HTTP: the form served, posted, answered, and a log without values."""

import contextlib
import io
import json
import re
import threading
import time
import unittest
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import urlencode

import back_office
from unefois_verify import fetch_jwks

from . import issuer

KEY = issuer.new_key("kid-1")
CANTINE = Path(__file__).parents[3] / "cantine"
POSTED = {
    "nom_naissance": "L'héritier-Dupré",
    "jour_naissance": "5",
    "mois_naissance": "03",
    "annee_naissance": "1987",
    "quotient_familial": "12",
    "ville": "Valbourg",
}
FIELDS: list[dict[str, Any]] = [
    {"path": "identite.nom_naissance", "name": "nom_naissance"},
    {
        "path": "identite.date_naissance",
        "names": {"day": "jour_naissance", "month": "mois_naissance", "year": "annee_naissance"},
    },
    {"path": "quotient_familial.valeur", "name": "quotient_familial"},
    {"path": "adresse.commune", "name": "ville"},
]


class Publisher(BaseHTTPRequestHandler):
    """An edge that publishes its keys, and an address that sends elsewhere."""

    def do_GET(self) -> None:
        """The key set, or a redirection to it."""
        body = json.dumps(issuer.jwks(KEY)).encode()
        self.send_response(200 if self.path == "/keys" else 302)
        self.send_header("Location", "/keys")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@contextlib.contextmanager
def listening(server: ThreadingHTTPServer) -> Iterator[int]:
    """Serves in the background; gives the port."""
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def ask(
    port: int, method: str, path: str, form: dict[str, str] | None = None, cookie: str = ""
) -> tuple[HTTPResponse, str]:
    """One request, as a browser would make it."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request(method, path, urlencode(form or {}), headers)
    response = connection.getresponse()
    body = response.read().decode("utf-8")
    connection.close()
    return response, body


def verdict(page: str) -> tuple[str, dict[str, str]]:
    """What the page that answers a form shows."""
    reason = re.search(r"data-reason>([a-z_]*)<", page)
    rows = re.findall(r'data-path="([^"]*)" data-verdict="([^"]*)"', page)
    assert reason is not None
    return reason[1], dict(rows)


class BackOfficeTest(unittest.TestCase):
    """A stack of its own a test: keys, back-office, log."""

    def setUp(self) -> None:
        self.log = io.StringIO()
        self.enterContext(contextlib.redirect_stderr(self.log))
        keys = ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
        self.keys_port = self.enterContext(listening(keys))

    def start(self, nonce: bool, keys: str = "keys") -> None:
        """Starts the back-office, which reads its keys at that path."""
        config = {
            "issuer": issuer.ISSUER,
            "audience": issuer.AUDIENCE,
            "forms": {issuer.FORM: ["1"]},
            "jwks_uri": f"http://127.0.0.1:{self.keys_port}/{keys}",
            "page": str(CANTINE / "index.html"),
            "written_edge": "http://unefois.localhost:8787",
            "edge": "http://edge.localhost:1234",
            "nonce": nonce,
            "fields": FIELDS,
        }
        self.port = self.enterContext(listening(back_office.server(config, 0)))

    def open_session(self) -> tuple[str, str]:
        """Cookie and nonce of a new session."""
        response, page = ask(self.port, "GET", "/cantine/")
        cookie = response.headers["Set-Cookie"]
        self.assertIn("HttpOnly", cookie)
        self.assertIn("SameSite=Lax", cookie)
        self.assertIn("Path=/cantine/;", cookie)
        nonce = re.search(r' data-submission-nonce="([A-Za-z0-9_-]{16,128})" data-demarche=', page)
        assert nonce is not None
        return cookie.split(";")[0], nonce[1]

    def post(self, cookie: str = "", **claims: Any) -> tuple[str, dict[str, str]]:
        """Posts the form with an attestation of these claims."""
        attestation = issuer.signed(KEY, issuer.claims(time.time(), **claims))
        return self.post_text(attestation, cookie)

    def post_text(self, attestation: str, cookie: str = "") -> tuple[str, dict[str, str]]:
        """Posts the form with any text as its attestation."""
        form = {**POSTED, "unefois_attestation": attestation}
        response, page = ask(self.port, "POST", "/cantine/recu", form, cookie)
        self.assertEqual(response.status, 200)
        return verdict(page)

    def assert_all_declared(self, answer: tuple[str, dict[str, str]], reason: str) -> None:
        """The form was taken, and nothing believed."""
        self.assertEqual(answer, (reason, {field["path"]: "declared" for field in FIELDS}))

    def test_each_field_of_a_form_with_its_session_has_its_verdict(self) -> None:
        self.start(nonce=True)
        cookie, nonce = self.open_session()
        reason, fields = self.post(cookie, submission_nonce=nonce)
        self.assertEqual(reason, "")
        self.assertEqual(list(fields.values()), ["verified", "verified", "edited", "declared"])

    def test_rejects_attestation_of_another_session_and_a_spent_nonce(self) -> None:
        self.start(nonce=True)
        cookie, nonce = self.open_session()
        other, _ = self.open_session()
        claims = {"submission_nonce": nonce}
        self.assert_all_declared(self.post(other, **claims), "submission_nonce")
        self.assertEqual(self.post(cookie, **claims)[0], "")
        self.assert_all_declared(self.post(cookie, **claims), "submission_nonce")

    def test_session_is_one_this_server_drew_and_no_other(self) -> None:
        self.start(nonce=True)
        cookie, _ = self.open_session()
        response, _ = ask(self.port, "GET", "/cantine/", cookie="dossier=planted")
        self.assertNotIn("planted", response.headers["Set-Cookie"])
        response, _ = ask(self.port, "GET", "/cantine/", cookie=cookie)
        self.assertEqual(response.headers["Set-Cookie"].split(";")[0], cookie)

    def test_session_whose_nonce_is_spent_is_never_opened_again(self) -> None:
        sessions = back_office.Sessions()
        spent, nonce = sessions.open("")
        self.assertEqual(sessions.open(spent), (spent, nonce))
        self.assertEqual(sessions.spend(spent), nonce)
        self.assertNotEqual(sessions.open(spent)[0], spent)
        self.assertIsNone(sessions.spend(spent))

    def test_oldest_session_is_forgotten_when_there_are_too_many(self) -> None:
        sessions = back_office.Sessions()
        with mock.patch.object(back_office, "MAX_SESSIONS", 2):
            first, second, third = (sessions.open("")[0] for _ in range(3))
        self.assertIsNone(sessions.spend(first))
        self.assertIsNotNone(sessions.spend(second))
        self.assertIsNotNone(sessions.spend(third))

    def test_form_is_taken_and_its_values_declared_while_keys_cannot_be_read(self) -> None:
        self.start(nonce=False, keys="moved")
        self.assert_all_declared(self.post(), "keys_unavailable")

    def test_rejects_attestation_without_nonce_when_there_is_no_session(self) -> None:
        self.start(nonce=True)
        self.assert_all_declared(self.post(), "submission_nonce")
        self.assert_all_declared(self.post("dossier=invented"), "submission_nonce")

    def test_rejects_attestation_that_arrives_twice(self) -> None:
        self.start(nonce=False)
        attestation = issuer.signed(KEY, issuer.claims(time.time()))
        self.assertEqual(self.post_text(attestation)[0], "")
        self.assert_all_declared(self.post_text(attestation), "replayed")

    def test_form_without_attestation_is_taken_and_its_values_declared(self) -> None:
        self.start(nonce=False)
        self.assert_all_declared(self.post_text(""), "absent")
        self.assert_all_declared(self.post_text("a.b.c"), "malformed")
        response, page = ask(self.port, "POST", "/cantine/recu")
        self.assertEqual(response.status, 200)
        self.assert_all_declared(verdict(page), "absent")

    def test_page_names_the_real_edge_and_serves_only_what_is_beside_it(self) -> None:
        self.start(nonce=False)
        response, page = ask(self.port, "GET", "/cantine/?unefois=x")
        self.assertIsNone(response.headers["Set-Cookie"])
        self.assertIn('src="http://edge.localhost:1234/v1/unefois.js" data-demarche=', page)
        self.assertEqual(ask(self.port, "GET", "/cantine/cantine.css")[0].status, 200)
        for path in ("../piscine/index.html", "%2e%2e%2fcantine%2findex.html", ".", "cantine"):
            path = "/cantine/" + path
            self.assertEqual(ask(self.port, "GET", path)[0].status, 404, path)

    def test_log_holds_the_reason_and_no_value(self) -> None:
        self.start(nonce=True)
        cookie, nonce = self.open_session()
        self.post(cookie, submission_nonce=nonce)
        self.post(cookie, submission_nonce=nonce)
        lines = ["form cantine-valbourg: verified", "form cantine-valbourg: submission_nonce"]
        self.assertEqual(self.log.getvalue().splitlines(), lines)

    def test_rejects_keys_that_are_at_another_address(self) -> None:
        address = f"http://127.0.0.1:{self.keys_port}"
        self.assertEqual(fetch_jwks(address + "/keys"), issuer.jwks(KEY))
        self.assertRaises(OSError, fetch_jwks, address + "/moved")
