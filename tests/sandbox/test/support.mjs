// A relying party written by hand: what a black-box test does with plain HTTP and a jar of cookies.

import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { startSandbox } from '../sandbox.mjs';
import { readSettings } from '../settings.mjs';
import { TOWN_TOKENS } from '../sources/town-tokens.mjs';

export const EDGE = 'http://unefois.localhost:8787';
export const REDIRECT_URI = `${EDGE}/v1/callback`;
export const POST_LOGOUT_REDIRECT_URI = `${EDGE}/v1/logout/return`;
export const RECIPIENT = '13002526500013';
export const SCOPE = 'openid identite_pivot preferred_username email cnaf_quotient_familial cnaf_enfants cnaf_adresse cnaf_allocataires';
const APIM = Buffer.from('unefois-apim-sandbox:sandbox_secret_dgfip_4f1c9b7e2a').toString('base64');

/** Starts a sandbox on free ports, without delays unless told otherwise. */
export function startTestSandbox(env = {}) {
  const ports = { SANDBOX_FC_PORT: '0', SANDBOX_SOURCES_PORT: '0', SANDBOX_FORMS_PORT: '0' };
  return startSandbox(readSettings({ SANDBOX_DELAY_MS: '0', ...ports, ...env }));
}

/** One browser and one service, talking to a sandbox. */
export class Visitor {
  constructor(sandbox, { client = 'es256' } = {}) {
    this.sandbox = sandbox;
    this.client = { client_id: `unefois-sandbox-${client}`, client_secret: `sandbox-secret-${client}+/&=%` };
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
    return this.source('/v3/dss/quotient_familial/france_connect', token, query, headers);
  }

  /** A call to any endpoint of the gateway, with any token. */
  source(path, token, query = `recipient=${RECIPIENT}`, headers = {}) {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return fetch(`${this.sources}${path}?${query}`, { headers: { ...authorization, ...headers }, redirect: 'manual' });
  }

  /** The same with a town's token and named parameters; a 429 is waited for, as a service must. */
  async town(path, params = {}, { token = TOWN_TOKENS.valbourg, headers = {} } = {}) {
    const pairs = Object.entries(params).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
    const query = new URLSearchParams([['recipient', RECIPIENT], ...pairs]);
    const response = await this.source(path, token, query, headers);
    if (response.status !== 429) return response;
    await new Promise((resolve) => {
      setTimeout(resolve, 1000 * response.headers.get('retry-after'));
    });
    return this.town(path, params, { token, headers });
  }

  /** The DGFiP's token of the service, for the resources named. */
  taxToken(scope = 'RessourceIRDerniere2 RessourceIR', { authorization = `Basic ${APIM}`, form = {} } = {}) {
    const body = new URLSearchParams({ grant_type: 'client_credentials', scope, ...form });
    return fetch(`${this.sources}/dgfip/token`, { method: 'POST', body, headers: { authorization } });
  }

  /** A call to the DGFiP with both tokens; a header set to `undefined` is left out. */
  tax(path, { service, citizen, headers = {} }) {
    const all = { authorization: `Bearer ${service}`, 'x-franceconnect-oauth': citizen, 'x-correlation-id': randomUUID(), ...headers };
    const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
    return fetch(`${this.sources}/dgfip/impotparticulier/1.0${path}`, { headers: sent });
  }
}

/** The first 429 among calls sent at once. The others may never be answered. */
export function firstThrottled(calls) {
  return Promise.any(calls.map(async (call) => {
    const response = await call;
    assert.equal(response.status, 429);
    return response;
  }));
}

/** An error must have its status, its code and the shape of the gateway. */
export async function refused(response, status, code) {
  assert.equal(response.status, status);
  const { errors } = await response.json();
  assert.equal(errors.length, 1);
  assert.deepEqual(Object.keys(errors[0]), ['code', 'title', 'detail', 'source', 'meta']);
  assert.equal(errors[0].code, code);
}

/** The civil status of an `/identite` route, written from the file of a person; `changes` replaces parameters, `undefined` removes one. */
export function civilStatus({ identite }, changes = {}) {
  const [annee, mois, jour] = identite.birthdate.split('-').map(Number);
  const params = {
    nomNaissance: identite.family_name,
    'prenoms[]': identite.given_name_array,
    anneeDateNaissance: annee,
    moisDateNaissance: mois || undefined,
    jourDateNaissance: jour || undefined,
    sexeEtatCivil: identite.gender === 'male' ? 'M' : 'F',
    codeCogInseePaysNaissance: identite.birthcountry,
    codeCogInseeCommuneNaissance: identite.birthplace,
    ...changes,
  };
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
}
