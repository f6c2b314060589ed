// A relying party written by hand: what a black-box test does with plain HTTP and a jar of cookies.

import { randomBytes } from 'node:crypto';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { startSandbox } from '../sandbox.mjs';
import { readSettings } from '../settings.mjs';

export const EDGE = 'http://unefois.localhost:8787';
export const REDIRECT_URI = `${EDGE}/v1/callback`;
export const POST_LOGOUT_REDIRECT_URI = `${EDGE}/v1/logout/return`;
export const RECIPIENT = '13002526500013';
export const SCOPE = 'openid identite_pivot preferred_username email cnaf_quotient_familial cnaf_enfants cnaf_adresse cnaf_allocataires';
const SECRETS = { es256: 'sandbox-secret-es256+/&=%', rs256: 'sandbox-secret-rs256+/&=%', json: 'sandbox-secret-json+/&=%' };

/** Starts a sandbox on free ports, without delays unless told otherwise. */
export function startTestSandbox(env = {}) {
  const ports = { SANDBOX_FC_PORT: '0', SANDBOX_SOURCES_PORT: '0', SANDBOX_FORMS_PORT: '0' };
  return startSandbox(readSettings({ SANDBOX_DELAY_MS: '0', ...ports, ...env }));
}

/** One browser and one service, talking to a sandbox. */
export class Visitor {
  constructor(sandbox, { client = 'es256' } = {}) {
    this.sandbox = sandbox;
    this.client = { client_id: `unefois-sandbox-${client}`, client_secret: SECRETS[client] };
    this.alg = client === 'rs256' ? 'RS256' : 'ES256';
    this.base = sandbox.franceconnectBase;
    this.sources = `http://127.0.0.1:${sandbox.ports.sources}`;
    this.cookies = new Map();
  }

  /** A navigation that follows no redirect. Paths are taken on FranceConnect's own address. */
  async go(path, form) {
    const response = await fetch(new URL(path, this.base), {
      method: form ? 'POST' : 'GET',
      body: form && new URLSearchParams(form),
      headers: { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      redirect: 'manual',
    });
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
    return response;
  }

  #keep(cookie) {
    const [name, value] = cookie.split(';')[0].split(/=(.*)/s);
    if (value === '') this.cookies.delete(name);
    else this.cookies.set(name, value);
  }

  /** A well-formed authorization request; `changes` replaces parameters, `undefined` removes one. */
  authorizePath(changes = {}) {
    this.nonce = randomBytes(32).toString('base64url');
    this.state = randomBytes(32).toString('base64url');
    const params = {
      client_id: this.client.client_id,
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
      scope: SCOPE,
      acr_values: 'eidas1',
      state: this.state,
      nonce: this.nonce,
      ...changes,
    };
    return `/api/v2/authorize?${new URLSearchParams(Object.entries(params).filter(([, value]) => value !== undefined))}`;
  }

  /** Goes to the interaction and returns its path. */
  async begin(changes) {
    const response = await this.go(this.authorizePath(changes));
    return response.headers.get('location') ?? response;
  }

  /** The whole way through FranceConnect. Returns the parameters of the callback, or the page that kept the person. */
  async signIn({ login = 'camille', changes } = {}) {
    const interaction = await this.begin(changes);
    if (typeof interaction !== 'string') return interaction;
    const isRecognised = (await (await this.go(interaction)).text()).includes('id="continuer"');
    if (!isRecognised) await this.go(`${interaction}/identity`, { login });
    return this.resume(await this.go(`${interaction}/continue`, {}));
  }

  /** Follows FranceConnect's last redirect and reads the callback. */
  async resume(response) {
    const last = response.status === 303 ? await this.go(response.headers.get('location')) : response;
    const location = last.headers.get('location');
    return location ? new URL(location).searchParams : last;
  }

  exchange(code, changes = {}, headers = {}) {
    const form = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI, ...this.client, ...changes };
    return fetch(`${this.base}/token`, { method: 'POST', body: new URLSearchParams(form), headers });
  }

  async tokens(options) {
    const callback = await this.signIn(options);
    return (await this.exchange(callback.get('code'))).json();
  }

  userinfo(token) {
    return fetch(`${this.base}/userinfo`, { headers: token ? { authorization: `Bearer ${token}` } : {} });
  }

  async claims(token) {
    return decodeJwt(await (await this.userinfo(token)).text());
  }

  verify(jwt) {
    const keys = createRemoteJWKSet(new URL(`${this.base}/jwks`), { cooldownDuration: 0 });
    const issuer = this.sandbox.issuer;
    return jwtVerify(jwt, keys, { issuer, audience: this.client.client_id, algorithms: [this.alg] });
  }

  quotient(token, query = `recipient=${RECIPIENT}`, headers = {}) {
    return fetch(`${this.sources}/v3/dss/quotient_familial/france_connect?${query}`, {
      headers: { authorization: `Bearer ${token}`, ...headers },
      redirect: 'manual',
    });
  }
}
