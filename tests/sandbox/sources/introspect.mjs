// GET /api/introspect: what the gateway knows of a town's token. FranceConnect tokens have no such thing.

import { requestUrl } from '../http.mjs';
import { errorAnswer } from './errors.mjs';
import { readBearer } from './gateway.mjs';
import { rightsOf } from './town-tokens.mjs';

export const INTROSPECT_PATH = '/api/introspect';

/** `{status, headers, body}`. */
export function introspect({ faults }, req) {
  const { code, jti, scopes } = rightsOf(readAnyToken(req), faults);
  if (code) return errorAnswer(code);
  return { status: 200, headers: { 'Content-Type': 'application/json; charset=utf-8' }, body: { _id: jti, name: '', scopes } };
}

/** The token may come in three ways here; the one in the address ends up in logs. */
export function readAnyToken(req) {
  return readBearer(req) ?? req.headers['x-api-key'] ?? requestUrl(req).searchParams.get('token') ?? undefined;
}
