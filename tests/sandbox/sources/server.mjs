import { leaveUnanswered, requestUrl, send, sendJson } from '../http.mjs';
import { answerControl } from './control.mjs';
import { TaxService, TOKEN_PATH, asTaxError, tooManyCalls } from './dgfip/server.mjs';
import { accountNamed } from './dgfip/tokens.mjs';
import { ENDPOINTS } from './endpoints.mjs';
import { errorAnswer } from './errors.mjs';
import { callerOf, Gateway, readBearer } from './gateway.mjs';
import { INTROSPECT_PATH, introspect, readAnyToken } from './introspect.mjs';
import { Introspection } from './introspection.mjs';

/** Where the data providers publish the key FranceConnect encrypts for. */
export const JWKS_PATH = '/api/france_connect_jwks';

/** Makes the request handler of the sources. `franceconnectBase` is FranceConnect's back-channel address. */
export async function makeSources({ franceconnectBase, identities, faults, calls, last, delays, limits, tokenLifetimeSecs }) {
  const introspection = await Introspection.make(franceconnectBase);
  const shared = { introspection, people: [...identities.values()], faults, delays };
  const context = { faults, calls, last, delays, limits, identities, introspection };
  context.gateway = new Gateway(shared);
  context.taxes = new TaxService({ ...shared, tokenLifetimeSecs });
  return { handler: (req, res) => route(context, req, res) };
}

async function route(context, req, res) {
  const { pathname } = requestUrl(req);
  if (await answerControl(context, req, res, pathname)) return undefined;
  if (pathname === JWKS_PATH) return sendJson(res, 200, context.introspection.jwks);
  if (pathname.startsWith('/dgfip/')) return routeTaxes(context, req, res, pathname);
  return routeGateway(context, req, res, pathname);
}

async function routeGateway(context, req, res, pathname) {
  const { gateway, limits } = context;
  const address = req.socket.remoteAddress;
  // Health is asked without a token and without a quota, but not from behind a ban.
  if (pathname === '/api/ping') return limits.isBanned(address) ? leaveUnanswered(res) : send(res, 200, '', {});
  const isShut = limits.isShutToAddress(address);
  if (req.method === 'GET' && pathname === INTROSPECT_PATH) return answerIntrospect(context, req, res, isShut);
  const endpoint = req.method === 'GET' && ENDPOINTS.find(({ path }) => path === pathname);
  if (endpoint) return answerSource(context, endpoint.source, req, res, { caller: callerOf(readBearer(req)), isShut, answer: () => gateway.answer(endpoint, req) });
  return isShut ? leaveUnanswered(res) : write(res, errorAnswer('00402'));
}

/**
 * Counts a request to a source, keeps it, and lets the faults in force answer, or alter the answer. Nobody answers a
 * `caller` under a ban, nor one whose address `isShut` out already.
 */
async function answerSource(context, source, req, res, { caller, isShut = false, answer, translate = (one) => one }) {
  const { faults, calls, last, limits } = context;
  calls.count(`sources.${source}`);
  last.keep(source, req);
  if (limits.isShutTo(caller) || isShut) return leaveUnanswered(res);
  for (const effect of faults.take('source', source)) {
    const fault = await effect(res, req);
    if (fault) return give(context, caller, res, translate(fault));
    if (fault === null) return undefined;
  }
  // A copy: a source keeps what it answers, and a fault must not last longer than its answer.
  const usual = structuredClone(await answer());
  for (const effect of faults.take('source_answer', source)) effect(usual);
  return give(context, caller, res, usual);
}

/** Not one of the sources a token is counted over: no wait is broken here, but a ban is one everywhere. */
async function answerIntrospect(context, req, res, isShut) {
  context.calls.count('sources.introspect');
  context.last.keep('introspect', req);
  if (isShut || context.limits.isBanned(callerOf(readAnyToken(req)))) return leaveUnanswered(res);
  const [fault] = context.faults.take('introspect');
  return write(res, fault ? fault() : introspect(context, req));
}

async function routeTaxes(context, req, res, pathname) {
  if (pathname === TOKEN_PATH && req.method === 'POST') return answerTaxToken(context, req, res);
  const taxRoute = req.method === 'GET' && context.taxes.routeOf(pathname);
  if (!taxRoute) return send(res, 404, '', {});
  const caller = context.taxes.tokens.accountOf(readBearer(req)) ?? callerOf(readBearer(req));
  const isSpent = context.limits.isTaxQuotaSpent(caller);
  const answer = () => (isSpent ? tooManyCalls() : answerTaxes(context, taxRoute, req));
  return answerSource(context, 'impots', req, res, { caller, answer, translate: asTaxError });
}

async function answerTaxes({ faults, taxes }, taxRoute, req) {
  const [fault] = faults.take('dgfip');
  if (fault) return fault();
  const usual = await taxes.answer(taxRoute, req);
  for (const effect of faults.take('dgfip_answer')) effect(usual);
  return usual;
}

async function answerTaxToken(context, req, res) {
  const { calls, last, faults, limits, taxes } = context;
  const { authorization } = req.headers;
  const caller = accountNamed(authorization) ?? callerOf(authorization);
  calls.count('sources.dgfip_token');
  const { pairs, ...usual } = await taxes.tokens.answer(req);
  last.keep('dgfip_token', req, pairs);
  if (limits.isShutTo(caller)) return leaveUnanswered(res);
  if (limits.isTaxQuotaSpent(caller)) return write(res, tooManyCalls());
  const [fault] = faults.take('dgfip_token');
  return give(context, caller, res, fault ? fault() : usual);
}

/** Sends an answer, and remembers how long it asks its caller to wait. */
function give({ limits }, caller, res, answer) {
  const wait = answer.status === 429 ? answer.headers['Retry-After'] : undefined;
  if (wait !== undefined) limits.askToWait(caller, Number(wait));
  return write(res, answer);
}

/** A body is serialised here unless a fault has already turned it into text. */
function write(res, { status, headers, body }) {
  send(res, status, typeof body === 'string' ? body : JSON.stringify(body), headers);
}
