// What the provider answers, made to look like FranceConnect's, then spoilt by the faults in force.

import { randomUUID } from 'node:crypto';
import { codeOf, errorUri } from './errors.mjs';
import { Draft } from './draft.mjs';

const ERROR_EVENTS = ['grant.error', 'userinfo.error', 'revocation.error'];

/** Installs the middleware around a provider. */
export function dressAnswers(context) {
  const { provider } = context;
  for (const event of ERROR_EVENTS) {
    provider.on(event, (ctx, error) => {
      ctx.state.refusal = error;
    });
  }
  provider.use(async (ctx, next) => {
    // Chromium accepts `Secure` cookies from *.localhost over plain HTTP, and FranceConnect's are always `Secure`.
    ctx.cookies.secure = true;
    await next();
    if (ctx.state.refusal) explainError(ctx);
    else await DRESSERS[ctx.oidc?.route]?.(context, ctx);
  });
}

const DRESSERS = {
  token: dressToken,
  userinfo: dressUserinfo,
  jwks: dressJwks,
  authorization: dressCallback,
  resume: dressCallback,
  end_session_confirm: dressLogoutReturn,
};

function explainError(ctx) {
  const { refusal } = ctx.state;
  const detail = refusal.error_detail && refusal.error_detail !== refusal.error_description ? ` (${refusal.error_detail})` : '';
  ctx.body = {
    error: ctx.body.error,
    error_description: `${ctx.body.error_description}${detail}`,
    error_uri: errorUri(codeOf(refusal), randomUUID()),
  };
}

async function dressToken({ faults, keys }, ctx) {
  const { client } = ctx.oidc;
  const draft = Draft.of(ctx.body.id_token, { keys, clientSecret: client.clientSecret });
  const effects = faults.take('id_token');
  for (const effect of effects) effect(draft);
  const body = { ...ctx.body, id_token: effects.length > 0 ? await draft.seal() : ctx.body.id_token };
  for (const effect of faults.take('token_answer')) effect(body, ctx.res);
  ctx.body = body;
}

async function dressUserinfo({ faults, keys }, ctx) {
  const effects = faults.take('userinfo');
  if (effects.length === 0) return;
  const isSigned = typeof ctx.body === 'string';
  const draft = isSigned
    ? Draft.of(ctx.body, { keys, clientSecret: ctx.oidc.client.clientSecret })
    : Draft.plain(ctx.body);
  for (const effect of effects) effect(draft);
  if (draft.isPlain) ctx.type = 'application/json';
  ctx.body = draft.isPlain ? draft.payload : await draft.seal();
}

function dressJwks({ faults, keys }, ctx) {
  ctx.set('Cache-Control', 'public, max-age=600');
  for (const effect of faults.take('jwks_answer')) ctx.body = effect(ctx.body, keys);
}

function dressCallback({ faults, edgeOrigin }, ctx) {
  alterRedirect(ctx, `${edgeOrigin}/v1/callback`, faults, 'callback');
}

function dressLogoutReturn({ faults, edgeOrigin }, ctx) {
  alterRedirect(ctx, `${edgeOrigin}/v1/logout/return`, faults, 'logout_return');
}

function alterRedirect(ctx, target, faults, hook) {
  const location = ctx.response.get('Location');
  if (!location?.startsWith(target)) return;
  const url = new URL(location);
  for (const effect of faults.take(hook)) effect(url.searchParams);
  ctx.set('Location', url.href);
}
