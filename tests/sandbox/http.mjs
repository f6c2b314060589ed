// Small pieces shared by the three servers.

import { createServer } from 'node:http';

const MAX_BODY_BYTES = 256 * 1024;
/** Nobody waits that long for an answer. */
const UNANSWERED_MILLIS = 60_000;

/**
 * Starts an HTTP server on the loopback interface.
 * `port` 0 asks the system for a free one; the port in use is `server.address().port`.
 */
export function listen(handler, port) {
  const server = createServer((req, res) => {
    Promise.resolve(handler(req, res)).catch((error) => answerFault(res, error));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}

// The stack names files of the sandbox and nothing about anybody; request contents are never printed.
function answerFault(res, error) {
  process.stderr.write(`bac à sable : ${error.stack}\n`);
  if (res.headersSent) res.destroy();
  else sendText(res, 500, 'Erreur du bac à sable.');
}

/** Closes a server at once, open connections included. */
export function close(server) {
  return new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
}

/** Reads the whole body as text. Throws when it is larger than 256 KiB. */
export async function readBody(req) {
  const chunks = [];
  let size = 0;
  for await (const chunk of req) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Error('body too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Reads an `application/x-www-form-urlencoded` body. */
export async function readForm(req) {
  return new URLSearchParams(await readBody(req));
}

/** The URL of a request. Only its path and query are meaningful. */
export function requestUrl(req) {
  return new URL(req.url, 'http://127.0.0.1');
}

export function sendJson(res, status, body, headers = {}) {
  send(res, status, JSON.stringify(body), { 'Content-Type': 'application/json; charset=utf-8', ...headers });
}

export function sendHtml(res, status, html, headers = {}) {
  send(res, status, html, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store', ...headers });
}

export function sendText(res, status, text, headers = {}) {
  send(res, status, text, { 'Content-Type': 'text/plain; charset=utf-8', ...headers });
}

export function redirect(res, location) {
  send(res, 303, '', { Location: location, 'Cache-Control': 'no-store' });
}

export function send(res, status, body, headers) {
  res.writeHead(status, { 'Content-Length': Buffer.byteLength(body), ...headers });
  res.end(body);
}

/** Says nothing, as if nobody were there, and ends the connection long after the caller should have given up. */
export function leaveUnanswered(res) {
  const end = setTimeout(() => res.destroy(), UNANSWERED_MILLIS).unref();
  res.once('close', () => clearTimeout(end));
}

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Escapes a text for HTML, in content and in quoted attributes alike. */
export function escapeHtml(text) {
  return String(text).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

/** The value of one cookie of a request, or `undefined`. */
export function readCookie(req, name) {
  const pairs = (req.headers.cookie ?? '').split(/;\s*/);
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

export function wait(millis) {
  return new Promise((resolve) => {
    setTimeout(resolve, millis).unref();
  });
}
