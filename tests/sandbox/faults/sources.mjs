// Faults of the data sources. An effect at `source` answers instead of the gateway: it returns the answer, `null` when it
// has dealt with the connection itself, or `undefined` to let the gateway go on.

import { errorAnswer } from '../sources/errors.mjs';
import { wait } from '../http.mjs';

const WHERE = 'Sources, toutes ou celle que l’on nomme';
const JSON_API = { 'Content-Type': 'application/vnd.api+json; charset=utf-8' };
const HTML = { 'Content-Type': 'text/html; charset=utf-8' };
const HUGE_BYTES = 20_000_000;
const NESTED_LEVELS = 100_000;
const DRIP_MILLIS = 500;

export const sourceFaults = [
  fault('timeout', 'ne répond jamais', () => null),
  fault('reset', 'coupe la connexion sans répondre', (res) => {
    res.destroy();
    return null;
  }),
  fault('slow', 'répond juste, mais après delay_ms (30 s)', async (res, req, { delayMillis }) => {
    await wait(delayMillis);
    return undefined;
  }),
  fault('drip', 'envoie une réponse octet par octet, un toutes les demi-secondes', (res) => {
    drip(res);
    return null;
  }),
  fault('html_200', 'répond 200 avec une page HTML', () => ({ status: 200, headers: HTML, body: '<!doctype html><title>Portail</title><p>Bonjour' })),
  fault('empty', 'répond 200 avec un corps vide', () => ({ status: 200, headers: JSON_API, body: '' })),
  fault('huge', 'répond 20 Mo de JSON valide', () => ({ status: 200, headers: JSON_API, body: hugeBody() })),
  fault('nested', 'répond un JSON imbriqué cent mille fois', () => ({ status: 200, headers: JSON_API, body: `{"data":${'['.repeat(NESTED_LEVELS)}${']'.repeat(NESTED_LEVELS)}}` })),
  fault('array', 'répond un tableau à la place de l’objet', () => ({ status: 200, headers: JSON_API, body: '[]' })),
  fault('redirect', 'répond 302 vers une autre adresse, comptée sous sources.trap', () => ({ status: 302, headers: { Location: '/__sandbox/trap' }, body: '' })),
  ...coded('401_50001', '401_50002', '401_51502', '403_00100', '404_10003', '404_23003', '404_35003'),
  ...coded('404_26003', '404_30003', '404_37003', '404_40003', '404_42003', '404_42005'),
  { ...fault('409_once', 'un appel identique est en cours : 409 une fois, puis juste', () => errorAnswer('00015')), times: 1 },
  fault('409_always', 'un appel identique est toujours en cours', () => errorAnswer('00015')),
  ...coded('409_26015'),
  ...coded('422_00355', '422_00366', '422_35560', '422_39400'),
  fault('429', 'répond 429 avec Retry-After', () => withHeaders(errorAnswer('00429'), { 'Retry-After': '2' })),
  fault('429_without_retry_after', 'répond 429 sans Retry-After', () => errorAnswer('00429')),
  ...coded('500_00500', '502_00501', '502_35000'),
  fault('502_html', 'répond 502 avec la page HTML d’un mandataire', () => ({ status: 502, headers: HTML, body: '<html><body><h1>502 Bad Gateway</h1></body></html>' })),
  ...coded('503_35020', '504_35002'),
  fault('410_text', 'répond 410 en texte, comme une route retirée', () => ({ status: 410, headers: { 'Content-Type': 'text/plain' }, body: 'Gone' })),
  {
    name: 'source_later_catalogue',
    where: WHERE,
    what: 'emploie les codes d’erreur de septembre 2026 (51501, 51502, 51504, 51564, 35560, 36560, 31563)',
    effects: { catalogue: () => undefined },
  },
];

function fault(name, what, effect) {
  return { name: `source_${name}`, where: WHERE, what, effects: { source: effect } };
}

/** Faults named by a status and a code of the gateway's catalogue. */
function coded(...names) {
  return names.map((name) => {
    const [status, code] = name.split('_');
    const { title } = errorAnswer(code).body.errors[0];
    return fault(name, `répond ${status}, code ${code} : ${title}`, () => errorAnswer(code));
  });
}

function withHeaders(answer, headers) {
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

function hugeBody() {
  return JSON.stringify({ data: { remplissage: 'x'.repeat(HUGE_BYTES) }, links: {}, meta: {} });
}

async function drip(res) {
  const body = JSON.stringify({ data: {}, links: {}, meta: {} });
  res.writeHead(200, JSON_API);
  for (const character of body) {
    if (res.destroyed) return;
    res.write(character);
    await wait(DRIP_MILLIS);
  }
  res.end();
}
