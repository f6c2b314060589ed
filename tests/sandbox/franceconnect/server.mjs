import { readFile } from 'node:fs/promises';
import { authorizeRefusal, rewriteAuthorize } from './authorize.mjs';
import { dressAnswers } from './answers.mjs';
import { checkToken } from './checktoken.mjs';
import { setSecurityHeaders } from './headers.mjs';
import { cancel, chooseIdentity, continueToService, showInteraction } from './interaction.mjs';
import { makeKeys } from './keys.mjs';
import { IDENTITY_PROVIDER_LOGOUT, Logout } from './logout.mjs';
import { errorPage } from './pages/error.mjs';
import { makeProvider } from './provider.mjs';
import { Sessions } from './sessions.mjs';
import { readForm, requestUrl, send, sendHtml } from '../http.mjs';

const BASE = '/api/v2';
const ASSET_TYPES = { '/assets/style.css': 'text/css; charset=utf-8', '/assets/auto-submit.js': 'text/javascript; charset=utf-8' };

/**
 * Makes the request handler of a FranceConnect whose issuer is `http://franceconnect.localhost:<port>/api/v2`.
 * `dataProviderJwksUri` is where the data provider publishes its encryption key.
 */
export async function makeFranceConnect({ port, edgeOrigin, identities, faults, calls, dataProviderJwksUri }) {
  const host = `franceconnect.localhost:${port}`;
  const context = {
    issuer: `http://${host}${BASE}`,
    host,
    edgeOrigin,
    identities,
    faults,
    calls,
    dataProviderJwksUri,
    keys: await makeKeys(),
    sessions: new Sessions(),
    logout: new Logout(),
  };
  context.provider = await makeProvider(context);
  dressAnswers(context);
  context.callback = context.provider.callback();
  const handler = (req, res) => route(context, req, res);
  return { handler, issuer: context.issuer };
}

/** Method, path under the issuer, name in the counts and in the faults, and what answers. */
const ROUTES = [
  ['GET', /^\/authorize$/, 'authorize', authorize],
  ['POST', /^\/authorize$/, 'authorize', authorize],
  ['GET', /^\/authorize\/[\w-]+$/, 'resume', resume],
  ['GET', /^\/interaction\/([\w-]+)$/, 'interaction', showInteraction],
  ['POST', /^\/interaction\/([\w-]+)\/identity$/, 'interaction', chooseIdentity],
  ['POST', /^\/interaction\/([\w-]+)\/continue$/, 'interaction', continueToService],
  ['POST', /^\/interaction\/([\w-]+)\/cancel$/, 'interaction', cancel],
  ['GET', /^\/\.well-known\/openid-configuration$/, 'discovery', forwardJson],
  ['GET', /^\/jwks$/, 'jwks', forwardJson],
  ['POST', /^\/token$/, 'token', forwardJson],
  ['GET', /^\/userinfo$/, 'userinfo', forwardJson],
  ['POST', /^\/token\/revocation$/, 'revocation', forwardJson],
  ['POST', /^\/checktoken$/, 'checktoken', checkToken],
  ['GET', /^\/session\/end$/, 'session_end', endSession],
  ['GET', /^\/client\/logout-callback$/, 'logout_callback', (context, req, res) => context.logout.comeBack(context, req, res)],
  ['POST', /^\/session\/end\/confirm$/, 'session_end_confirm', forwardHtml],
  ['GET', /^\/session\/end\/success$/, 'session_end_success', forwardHtml],
];

async function route(context, req, res) {
  setSecurityHeaders(res);
  const { pathname } = requestUrl(req);
  if (pathname in ASSET_TYPES) return sendAsset(res, pathname);
  if (pathname === IDENTITY_PROVIDER_LOGOUT) return context.logout.leaveIdentityProvider(req, res);
  const path = pathname.startsWith(`${BASE}/`) ? pathname.slice(BASE.length) : '';
  for (const [method, pattern, name, answer] of ROUTES) {
    const match = req.method === method && pattern.exec(path);
    if (match) return answerRoute(context, req, res, { name, answer, uid: match[1] });
  }
  return sendHtml(res, 404, errorPage('Y000404'));
}

async function answerRoute(context, req, res, { name, answer, uid }) {
  context.calls.count(`franceconnect.${name}`);
  for (const effect of context.faults.take(`request.${name}`)) {
    if (await effect(res, req)) return;
  }
  await answer(context, req, res, uid);
}

async function sendAsset(res, pathname) {
  const content = await readFile(new URL(`.${pathname}`, import.meta.url));
  send(res, 200, content, { 'Content-Type': ASSET_TYPES[pathname] });
}

/** `GET|POST /authorize`: the closed list first, then the provider, which receives a GET without any cookie of its own. */
async function authorize(context, req, res) {
  const params = req.method === 'POST' ? await readForm(req) : requestUrl(req).searchParams;
  const refusal = authorizeRefusal(params);
  if (refusal) return sendHtml(res, 400, errorPage(refusal));
  req.method = 'GET';
  delete req.headers.cookie;
  return forward(context, req, res, { accept: 'text/html', url: `${BASE}/authorize?${rewriteAuthorize(params)}` });
}

/** The way back from the interaction. Only the resume cookie counts: FranceConnect's session is its own. */
function resume(context, req, res) {
  const cookies = (req.headers.cookie ?? '').split(/;\s*/).filter((pair) => !pair.startsWith('_session'));
  req.headers.cookie = cookies.join('; ');
  return forwardHtml(context, req, res);
}

function endSession(context, req, res) {
  const refusal = context.logout.refusal(requestUrl(req).searchParams, context.sessions.of(req));
  if (refusal) return sendHtml(res, 400, errorPage(refusal));
  return forwardHtml(context, req, res);
}

function forwardHtml(context, req, res) {
  return forward(context, req, res, { accept: 'text/html', url: req.url });
}

function forwardJson(context, req, res) {
  return forward(context, req, res, { accept: 'application/json', url: req.url });
}

/** Hands a request to the provider, which must see the issuer's host under whatever name it was reached. */
function forward({ callback, host }, req, res, { accept, url }) {
  Object.assign(req.headers, { host, accept });
  req.originalUrl = url;
  req.url = url.slice(BASE.length);
  return callback(req, res);
}
