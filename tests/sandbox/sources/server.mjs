import { requestUrl, send, sendJson } from '../http.mjs';
import { answerControl } from './control.mjs';
import { TaxService, TOKEN_PATH, asTaxError } from './dgfip/server.mjs';
import { ENDPOINTS } from './endpoints.mjs';
import { errorAnswer } from './errors.mjs';
import { Gateway } from './gateway.mjs';
import { INTROSPECT_PATH, introspect } from './introspect.mjs';
import { Introspection } from './introspection.mjs';

/** Where the data providers publish the key FranceConnect encrypts for. */
export const JWKS_PATH = '/api/france_connect_jwks';

/** Makes the request handler of the sources. `franceconnectBase` is FranceConnect's back-channel address. */
export async function makeSources({ franceconnectBase, identities, faults, calls, last, delays, tokenLifetimeSecs }) {
  const introspection = await Introspection.make(franceconnectBase);
  const shared = { introspection, people: [...identities.values()], faults, delays };
  const context = { faults, calls, last, delays, identities, introspection };
  context.gateway = new Gateway(shared);
  context.taxes = new TaxService({ ...shared, tokenLifetimeSecs });
  return { handler: (req, res) => route(context, req, res) };
}

async function route(context, req, res) {
  const { pathname } = requestUrl(req);
  if (await answerControl(context, req, res, pathname)) return undefined;
  if (pathname === JWKS_PATH) return sendJson(res, 200, context.introspection.jwks);
  if (pathname === '/api/ping') return send(res, 200, '', {});
  if (pathname.startsWith('/dgfip/')) return routeTaxes(context, req, res, pathname);
  if (req.method !== 'GET') return write(res, errorAnswer('00402'));
  if (pathname === INTROSPECT_PATH) return answerIntrospect(context, req, res);
  const endpoint = ENDPOINTS.find(({ path }) => path === pathname);
  if (!endpoint) return write(res, errorAnswer('00402'));
  return answerSource(context, endpoint.source, req, res, { answer: () => context.gateway.answer(endpoint, req) });
}

/** Counts a request to a source, keeps it, and lets the faults in force answer, or alter the answer. */
async function answerSource({ faults, calls, last }, source, req, res, { answer, translate = (one) => one }) {
  calls.count(`sources.${source}`);
  last.keep(source, req);
  for (const effect of faults.take('source', source)) {
    const fault = await effect(res, req);
    if (fault) return write(res, translate(fault));
    if (fault === null) return undefined;
  }
  // A copy: a source keeps what it answers, and a fault must not last longer than its answer.
  const usual = structuredClone(await answer());
  for (const effect of faults.take('source_answer', source)) effect(usual);
  return write(res, usual);
}

async function answerIntrospect(context, req, res) {
  context.calls.count('sources.introspect');
  context.last.keep('introspect', req);
  const [fault] = context.faults.take('introspect');
  return write(res, fault ? fault() : introspect(context, req));
}

async function routeTaxes(context, req, res, pathname) {
  if (pathname === TOKEN_PATH && req.method === 'POST') return answerTaxToken(context, req, res);
  const taxRoute = req.method === 'GET' && context.taxes.routeOf(pathname);
  if (!taxRoute) return send(res, 404, '', {});
  const answer = () => answerTaxes(context, taxRoute, req);
  return answerSource(context, 'impots', req, res, { answer, translate: asTaxError });
}

async function answerTaxes({ faults, taxes }, taxRoute, req) {
  const [fault] = faults.take('dgfip');
  if (fault) return fault();
  const usual = await taxes.answer(taxRoute, req);
  for (const effect of faults.take('dgfip_answer')) effect(usual);
  return usual;
}

async function answerTaxToken({ calls, last, faults, taxes }, req, res) {
  calls.count('sources.dgfip_token');
  const { pairs, ...usual } = await taxes.tokens.answer(req);
  last.keep('dgfip_token', req, pairs);
  const [fault] = faults.take('dgfip_token');
  return write(res, fault ? fault() : usual);
}

/** A body is serialised here unless a fault has already turned it into text. */
function write(res, { status, headers, body }) {
  send(res, status, typeof body === 'string' ? body : JSON.stringify(body), headers);
}
