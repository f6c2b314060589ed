"""A back-office of a few lines: serves the canteen form, receives it, shows its verdict.

``PORT=8080 BACK_OFFICE_CONFIG=config.json python back_office.py``; the configuration is described
in examples/verify/README.md. A demonstration: sessions and identifiers stay in memory.
"""

import html
import json
import mimetypes
import os
import secrets
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from unefois_verify import (
    NO_NONCE,
    Field,
    KeyCache,
    MemorySeen,
    Verdict,
    Verifier,
    fetch_jwks,
)

FORM = "/cantine/"
RECEIPT = "/cantine/recu"
COOKIE = "dossier"
MAX_FORM_BYTES = 1_048_576
MAX_SESSIONS = 10_000


class Sessions:
    """Nonce of each session whose form has not come back; requests come several at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._nonces: dict[str, str] = {}

    def open(self, named: str) -> tuple[str, str]:
        """The session of that identifier, or a new one, and its nonce: one for all tabs."""
        with self._lock:
            # An identifier this server did not draw, or whose nonce is spent, opens no session.
            if named not in self._nonces:
                named = secrets.token_urlsafe(24)
                if len(self._nonces) >= MAX_SESSIONS:
                    del self._nonces[next(iter(self._nonces))]
                self._nonces[named] = secrets.token_urlsafe(24)
            return named, self._nonces[named]

    def spend(self, session: str) -> str | None:
        """The nonce of a session, once."""
        with self._lock:
            return self._nonces.pop(session, None)


@dataclass
class BackOffice:
    """Configuration, verifier and sessions. Knows nothing of HTTP."""

    config: Mapping[str, Any]
    verifier: Verifier
    sessions: Sessions = field(default_factory=Sessions)

    @classmethod
    def configured(cls, config: Mapping[str, Any]) -> "BackOffice":
        """Builds the back-office of a configuration file."""
        uri = config.get("jwks_uri") or config["issuer"] + "/.well-known/jwks.json"
        keys = KeyCache(lambda: fetch_jwks(uri))
        verifier = Verifier(
            config["issuer"], config["audience"], config["forms"], keys, MemorySeen()
        )
        return cls(config, verifier)

    @property
    def uses_nonce(self) -> bool:
        """Whether the form uses a ``submission_nonce``."""
        return bool(self.config.get("nonce"))

    def page(self, named: str) -> tuple[str, str | None]:
        """The form's page, with the edge's address and a nonce; the session it belongs to."""
        page = Path(self.config["page"]).read_text("utf-8")
        page = page.replace(self.config["written_edge"], self.config["edge"])
        if not self.uses_nonce:
            return page, None
        session, nonce = self.sessions.open(named)
        written = f'data-submission-nonce="{nonce}" data-demarche='
        return page.replace("data-demarche=", written, 1), session

    def receive(self, form: Mapping[str, list[str]], session: str) -> Verdict:
        """Takes a form, whatever its attestation is worth, and spends the nonce of the session."""
        nonce = self.sessions.spend(session) if self.uses_nonce else NO_NONCE
        attestation = _submitted(form, "unefois_attestation")
        fields = [_field(entry, form) for entry in self.config["fields"]]
        verdict = self.verifier.verify(attestation, fields, session_nonce=nonce)
        # A real back-office keeps the form here, with the attestation and `verdict.key`.
        forms = ",".join(self.config["forms"])
        print(f"form {forms}: {verdict.reason or 'verified'}", file=sys.stderr, flush=True)
        return verdict

    def file_beside_page(self, name: str) -> Path | None:
        """A file of the page's own folder, by its bare name."""
        path = Path(self.config["page"]).parent / name
        is_bare = name == path.name and not name.startswith(".") and "\0" not in name
        return path if is_bare and path.is_file() else None


def receipt(verdict: Verdict) -> str:
    """The page that answers a form."""
    rows = "".join(
        f'<tr data-path="{html.escape(path)}" data-verdict="{one}">'
        f"<td>{html.escape(path)}</td><td>{one}</td></tr>"
        for path, one in verdict.fields.items()
    )
    reason = verdict.reason or ""
    return (
        '<!doctype html><html lang="fr"><meta charset="utf-8"><title>Demande reçue</title>'
        f"<h1>Votre demande est reçue</h1><p data-reason>{reason}</p>"
        f"<table><tr><th>Champ</th><th>Valeur</th></tr>{rows}</table></html>"
    )


def _field(entry: Mapping[str, Any], form: Mapping[str, list[str]]) -> Field:
    if "names" in entry:
        submitted = _date_of_three(entry["names"], form)
    else:
        submitted = _submitted(form, entry["name"])
    return Field(entry["path"], submitted, entry.get("values"))


def _date_of_three(names: Mapping[str, str], form: Mapping[str, list[str]]) -> str:
    day, month, year = (_submitted(form, names[part]) for part in ("day", "month", "year"))
    if not (day or month or year):
        return ""
    return f"{year}-{month:0>2}-{day:0>2}"


def _submitted(form: Mapping[str, list[str]], name: str) -> str:
    return form.get(name, [""])[-1]


class Handler(BaseHTTPRequestHandler):
    """HTTP around a ``BackOffice``, which its subclass holds."""

    back_office: BackOffice

    def do_GET(self) -> None:
        """``GET /cantine/``, and the files beside the page."""
        path = unquote(urlsplit(self.path).path)
        if path == FORM:
            self._answer(*self.back_office.page(self._session()))
            return
        beside = self.back_office.file_beside_page(path.removeprefix(FORM))
        if beside is None or not path.startswith(FORM):
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        kind = mimetypes.guess_type(beside.name)[0] or "application/octet-stream"
        self._send(beside.read_bytes(), kind)

    def do_POST(self) -> None:
        """``POST /cantine/recu``."""
        length = self.headers.get("Content-Length", "")
        if urlsplit(self.path).path != RECEIPT:
            self.send_error(HTTPStatus.NOT_FOUND)
        elif not length.isascii() or not length.isdigit():
            self.send_error(HTTPStatus.LENGTH_REQUIRED)
        elif int(length) > MAX_FORM_BYTES:
            self.send_error(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        else:
            body = self.rfile.read(int(length)).decode("utf-8", "replace")
            form = parse_qs(body, keep_blank_values=True)
            verdict = self.back_office.receive(form, self._session())
            self._answer(receipt(verdict))

    def log_message(self, *_: Any) -> None:
        """Nothing: an address may hold what the person typed."""

    def _session(self) -> str:
        try:
            cookies = SimpleCookie(self.headers.get("Cookie", ""))
        except CookieError:
            return ""
        return cookies[COOKIE].value if COOKIE in cookies else ""

    def _answer(self, page: str, session: str | None = None) -> None:
        self._send(page.encode("utf-8"), "text/html; charset=utf-8", session)

    def _send(self, body: bytes, kind: str, session: str | None = None) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if session is not None:
            cookie = f"{COOKIE}={session}; Path={FORM}; HttpOnly; SameSite=Lax"
            self.send_header("Set-Cookie", cookie)
        self.end_headers()
        self.wfile.write(body)


def server(config: Mapping[str, Any], port: int) -> ThreadingHTTPServer:
    """A server of that configuration on ``127.0.0.1``; port 0 takes a free one."""
    handler = type("Handler", (Handler,), {"back_office": BackOffice.configured(config)})
    return ThreadingHTTPServer(("127.0.0.1", port), handler)


def main() -> None:
    """Serves until interrupted."""
    config = json.loads(Path(os.environ["BACK_OFFICE_CONFIG"]).read_text("utf-8"))
    with server(config, int(os.environ["PORT"])) as listening:
        print(f"http://127.0.0.1:{listening.server_port}{FORM}", flush=True)
        listening.serve_forever()


if __name__ == "__main__":
    main()
