import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formHeaders } from './headers.mjs';
import { receiptPage } from './receipt.mjs';
import { escapeHtml, readForm, requestUrl, send, sendHtml, sendJson, sendText } from '../http.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};
// A single folder, then a single file, of plain names: no path of a request can leave the folder of examples.
const ADDRESS = /^\/([a-z0-9-]+)\/([a-z0-9-]+\.[a-z]+)?$/;
const RECEIPT = /^\/([a-z0-9-]+)\/recu$/;
const WRITTEN_EDGE = 'http://unefois.localhost:8787';

/**
 * Makes the request handler of the town's server: the forms of `examples`, with the edge's real address in them, and
 * what the build made of their sources, in `bundles`.
 */
export function makeForms({ examples, bundles, edgeOrigin, calls }) {
  const context = { examples, bundles, edgeOrigin, calls };
  const headers = formHeaders(edgeOrigin);
  const handler = (req, res) => {
    for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
    return route(context, req, res);
  };
  return { handler };
}

async function route(context, req, res) {
  const { pathname } = requestUrl(req);
  const receipt = RECEIPT.exec(pathname);
  if (receipt && req.method === 'POST') return answerReceipt(context, req, res, receipt[1]);
  if (req.method !== 'GET') return sendText(res, 405, 'Méthode non permise.');
  if (pathname === '/') return sendHtml(res, 200, await listPage(context));
  const address = ADDRESS.exec(pathname);
  return address ? sendFile(context, res, address[1], address[2] ?? 'index.html') : sendText(res, 404, 'Page introuvable.');
}

async function sendFile({ examples, bundles, edgeOrigin }, res, folder, file) {
  const type = TYPES[file.slice(file.lastIndexOf('.'))];
  const read = (root) => readFile(join(root, folder, file)).catch(() => undefined);
  // A bundle comes in place of the source that has its name.
  const content = type && ((await read(bundles)) ?? (await read(examples)));
  if (!content) return sendText(res, 404, 'Page introuvable.');
  const body = file.endsWith('.html') ? content.toString('utf8').replaceAll(WRITTEN_EDGE, edgeOrigin) : content;
  return send(res, 200, body, { 'Content-Type': type, 'Cache-Control': 'no-cache' });
}

async function answerReceipt({ examples, calls }, req, res, name) {
  calls.count('forms.receipt');
  const fields = [...(await readForm(req))];
  if ((req.headers.accept ?? '').startsWith('application/json')) {
    return sendJson(res, 200, { fields });
  }
  const files = await readdir(join(examples, name)).catch(() => []);
  const addressOf = (extension) => files.filter((file) => file.endsWith(extension)).map((file) => `/${name}/${file}`)[0];
  return sendHtml(res, 200, receiptPage({ name, fields, stylesheet: addressOf('.css'), icon: addressOf('.svg') }));
}

async function listPage({ examples }) {
  const entries = await readdir(examples, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory() && entry.name !== 'node_modules');
  const links = folders.map(({ name }) => `<li><a href="/${escapeHtml(name)}/">${escapeHtml(name)}</a></li>`);
  return `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Formulaires d’essai</title><h1>Formulaires d’essai</h1><ul>${links.join('')}</ul></html>`;
}
