import { requestUrl, send, sendJson } from '../http.mjs';
import { answerControl } from './control.mjs';
import { errorAnswer } from './errors.mjs';
import { Gateway } from './gateway.mjs';
import { Introspection } from './introspection.mjs';
import { quotientFamilial } from './quotient-familial.mjs';

const ENDPOINTS = [quotientFamilial];

/** Where the gateway publishes the key FranceConnect encrypts for. */
export const JWKS_PATH = '/api/france_connect_jwks';

/** Makes the request handler of the sources. `franceconnectBase` is FranceConnect's back-channel address. */
export async function makeSources({ franceconnectBase, identities, faults, calls, delayMillis }) {
  const introspection = await Introspection.make(franceconnectBase);
  const people = [...identities.values()];
  const context = { faults, calls, identities, introspection, gateway: new Gateway({ introspection, people, faults, delayMillis }) };
  return { handler: (req, res) => route(context, req, res) };
}

async function route(context, req, res) {
  const { pathname } = requestUrl(req);
  if (await answerControl(context, req, res, pathname)) return;
  if (pathname === JWKS_PATH) return sendJson(res, 200, context.introspection.jwks);
  if (pathname === '/api/ping') return send(res, 200, '', {});
  const endpoint = req.method === 'GET' && ENDPOINTS.find(({ path }) => path === pathname);
  if (endpoint) return answerEndpoint(context, endpoint, req, res);
  return write(res, errorAnswer('00402'));
}

async function answerEndpoint({ faults, calls, gateway }, endpoint, req, res) {
  calls.count(`sources.${endpoint.name}`);
  for (const effect of faults.take('source')) {
    const answer = await effect(res, req);
    if (answer) return write(res, answer);
    if (answer === null) return undefined;
  }
  // A copy: the gateway keeps what it answers, and a fault must not last longer than its answer.
  const answer = structuredClone(await gateway.answer(endpoint, req));
  for (const effect of faults.take('source_answer')) effect(answer);
  return write(res, answer);
}

/** A body is serialised here unless a fault has already turned it into text. */
function write(res, { status, headers, body }) {
  send(res, status, typeof body === 'string' ? body : JSON.stringify(body), headers);
}
