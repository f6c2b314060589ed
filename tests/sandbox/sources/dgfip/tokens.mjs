// POST /dgfip/token: the token of the service itself, which goes beside the one of the citizen.

import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readForm } from '../../http.mjs';

/** The account of the invented town on the API manager, with the resources it was opened. */
export const APIM_CLIENT = {
  client_id: 'unefois-apim-sandbox',
  // No reserved character: managers disagree about encoding them in a Basic header.
  client_secret: 'sandbox_secret_dgfip_4f1c9b7e2a',
  resources: ['RessourceIR', 'RessourceIRDerniere2'],
};

const SHORT_LIFETIME_SECS = 1;

/** The tokens delivered by one API manager; `lifetimeSecs` is how long each lives. */
export class ServiceTokens {
  #tokens = new Map();

  constructor({ faults, lifetimeSecs }) {
    Object.assign(this, { faults, lifetimeSecs });
  }

  /** Answers a token request: `{status, headers, body}`, with `pairs`, the form as a test may see it. */
  async answer(req) {
    const form = await readForm(req);
    const pairs = ['grant_type', 'scope'].filter((name) => form.has(name)).map((name) => [name, form.get(name)]);
    return { ...this.#deliver(req, form), pairs };
  }

  #deliver(req, form) {
    if (!accountNamed(req.headers.authorization)) return refusal(401, 'invalid_client', 'A valid OAuth client could not be found for client_id');
    if (form.get('grant_type') !== 'client_credentials') return refusal(400, 'unsupported_grant_type', 'Unsupported grant_type value');
    const asked = (form.get('scope') ?? '').split(' ');
    const granted = APIM_CLIENT.resources.filter((resource) => asked.includes(resource));
    const isShort = this.faults.take('dgfip_token_life').length > 0;
    const expires_in = isShort ? SHORT_LIFETIME_SECS : this.lifetimeSecs;
    const access_token = randomBytes(24).toString('base64url');
    this.#tokens.set(access_token, { account: APIM_CLIENT.client_id, resources: new Set(granted), expiresAt: Date.now() + expires_in * 1000 });
    // A resource nobody opened is left out in silence, as the manager does: the call refuses it later.
    return json(200, { access_token, scope: granted.join(' ') || 'default', token_type: 'Bearer', expires_in });
  }

  /** The account a token was delivered to, even if it has expired since; `undefined` when it is none of ours. */
  accountOf(token) {
    return this.#tokens.get(token)?.account;
  }

  /** The resources a live token opens, or `undefined`. */
  resourcesOf(token) {
    const kept = this.#tokens.get(token);
    return kept && kept.expiresAt > Date.now() ? kept.resources : undefined;
  }
}

/** The account whose name and secret a Basic header holds, or `undefined`. */
export function accountNamed(authorization) {
  const [, encoded] = /^Basic (.+)$/.exec(authorization ?? '') ?? [];
  const [given, expected] = [Buffer.from(encoded ?? '', 'base64'), Buffer.from(`${APIM_CLIENT.client_id}:${APIM_CLIENT.client_secret}`)];
  return given.length === expected.length && timingSafeEqual(given, expected) ? APIM_CLIENT.client_id : undefined;
}

function refusal(status, error, error_description) {
  return json(status, { error, error_description });
}

function json(status, body) {
  return { status, headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' }, body };
}
