// A back-office of a few lines: it serves the canteen form of Valbourg, takes what is sent, and shows what each value
// is worth. Its configuration is described in ../README.md.

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { basename, dirname, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { receivedPage } from './received-page.mjs';
import { KeySet, MemorySeen, NO_NONCE, verify } from './verify.mjs';

/** @typedef {import('node:http').IncomingMessage} Request */
/** @typedef {import('node:http').ServerResponse} Response */

/**
 * A field of the form: where its value is, and what it is compared with.
 * @typedef {object} Field
 * @property {string} path
 * @property {string} [name]
 * @property {{ day: string, month: string, year: string }} [names] of a date in three fields
 * @property {Record<string, string>} [values]
 */

/**
 * @typedef {object} Configuration
 * @property {string} issuer
 * @property {string} audience
 * @property {Record<string, string[]>} forms
 * @property {string} [jwks_uri]
 * @property {string} page
 * @property {string} written_edge
 * @property {string} edge
 * @property {boolean} [nonce]
 * @property {Field[]} fields
 */

const MAX_BODY_BYTES = 1024 * 1024;
const MAX_SESSIONS = 10_000;
const FILE = /^\/cantine\/([a-z0-9-]+\.[a-z]+)$/;
const TYPES = { '.css': 'text/css', '.html': 'text/html', '.js': 'text/javascript', '.svg': 'image/svg+xml' };

/**
 * Makes the server; the caller chooses where it listens.
 * @param {Configuration} configuration
 * @param {(line: string) => void} [log] takes lines that hold no value
 */
export function createBackOffice(configuration, log = console.log) {
  const { issuer, audience, forms, jwks_uri: uri } = configuration;
  const verifier = { issuer, audience, forms, keys: new KeySet(issuer, { uri }), seen: new MemorySeen() };
  /** Nonce of each session whose form has not come back. @type {Map<string, string>} */
  const nonces = new Map();

  return createServer((request, response) => {
    answer(request, response).catch(() => send(response, 500, 'text/plain', 'Le serveur est en panne.'));
  });

  /** @param {Request} request @param {Response} response */
  async function answer(request, response) {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const asked = `${request.method} ${pathname}`;
    const file = request.method === 'GET' && FILE.exec(pathname)?.[1];
    if (asked === 'GET /cantine/') await sendForm(request, response);
    else if (asked === 'POST /cantine/recu') await receive(request, response);
    else if (file) await sendFile(response, file);
    else send(response, 404, 'text/plain', 'Page introuvable.');
  }

  /** @param {Request} request @param {Response} response */
  async function sendForm(request, response) {
    const { page, written_edge: written, edge } = configuration;
    let html = (await readFile(page, 'utf8')).replaceAll(written, edge);
    if (configuration.nonce) {
      const { session, nonce } = openSession(request);
      html = html.replace('data-demarche=', `data-submission-nonce="${nonce}" data-demarche=`);
      response.setHeader('Set-Cookie', `dossier=${session}; Path=/cantine/; HttpOnly; SameSite=Lax`);
    }
    send(response, 200, 'text/html', html);
  }

  /** @param {Response} response @param {string} file */
  async function sendFile(response, file) {
    const type = TYPES[/** @type {keyof TYPES} */ (extname(file))];
    const isServed = type && file !== basename(configuration.page);
    const content = isServed && (await readFile(join(dirname(configuration.page), file)).catch(() => undefined));
    if (content) send(response, 200, type, content);
    else send(response, 404, 'text/plain', 'Page introuvable.');
  }

  /** Takes the form, whatever its attestation is worth. @param {Request} request @param {Response} response */
  async function receive(request, response) {
    const body = await readBody(request);
    if (body === undefined) return send(response, 413, 'text/plain', 'La demande est trop longue.');
    const form = new URLSearchParams(body);
    const fields = configuration.fields.map((field) => ({ ...field, submitted: readField(form, field) }));
    const sessionNonce = configuration.nonce ? spendNonce(request) : NO_NONCE;
    const verdicts = await verify({ attestation: form.get('unefois_attestation'), sessionNonce, fields }, verifier);
    log(JSON.stringify({ event: 'received', form: Object.keys(forms)[0], reason: verdicts.reason }));
    return send(response, 200, 'text/html', receivedPage(fields, verdicts));
  }

  /** The request's session, whose tabs have the same nonce, or a new one. @param {Request} request */
  function openSession(request) {
    const asked = readSession(request);
    const kept = nonces.get(asked);
    if (kept) return { session: asked, nonce: kept };
    // An identifier this server did not draw opens no session: whoever planted it would know it.
    const [session, nonce] = [drawText(), drawText()];
    for (const oldest of nonces.keys()) if (nonces.size >= MAX_SESSIONS) nonces.delete(oldest);
    nonces.set(session, nonce);
    return { session, nonce };
  }

  /** The nonce of the request's session, once; nothing when there is none left. @param {Request} request */
  function spendNonce(request) {
    const session = readSession(request);
    const nonce = nonces.get(session);
    nonces.delete(session);
    return nonce;
  }
}

/** What the request's cookie says; empty when it says nothing. @param {Request} request */
function readSession(request) {
  return /(?:^|; )dossier=([A-Za-z0-9_-]{22})(?:;|$)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
}

/** 128 bits that nobody guesses, in base64url. */
function drawText() {
  return randomBytes(16).toString('base64url');
}

/** @param {URLSearchParams} form @param {Field} field */
function readField(form, { name = '', names }) {
  const text = (/** @type {string} */ field) => (form.get(field) ?? '').trim();
  if (!names) return form.get(name) ?? '';
  const parts = [text(names.year), text(names.month), text(names.day)];
  return parts.every((part) => part === '') ? '' : parts.map((part) => part.padStart(2, '0')).join('-');
}

/** @param {Request} request */
async function readBody(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** @param {Response} response @param {number} status @param {string} type @param {string | Buffer} content */
function send(response, status, type, content) {
  response.writeHead(status, {
    'Content-Type': `${type}; charset=utf-8`,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(content);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const configuration = JSON.parse(await readFile(process.env.BACK_OFFICE_CONFIG ?? 'back-office.json', 'utf8'));
  const server = createBackOffice(configuration);
  server.listen(Number(process.env.PORT ?? 8795), '127.0.0.1');
}
