// The towns' API Particulier tokens: HS256 JWTs whose rights are read again by `jti`, so what they say of themselves is a hint.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { ENDPOINTS } from './endpoints.mjs';

const SIGNING_KEY = 'cle-du-bac-a-sable-qui-ne-signe-que-des-jetons-de-bac-a-sable';
const ISSUED_AT = Date.UTC(2026, 0, 5) / 1000;
const IN_TEN_YEARS = Date.UTC(2036, 0, 5) / 1000;

/** Everything the gateway gives to a town's token, on the routes it opens. */
const EVERY_SCOPE = [...new Set(ENDPOINTS.filter(({ modality }) => modality !== 'france_connect').flatMap(({ scopes }) => scopes))];

/** One scope a token may have lost since it was delivered: see the fault `introspect_scope_missing`. */
export const LOST_SCOPE = 'cnav_participation_familiale_eaje_adresse';

/** What the gateway knows of each token, by `jti`. */
const RIGHTS = new Map([
  ['7d1f7c53-5a5e-4b51-9f0d-3f7a2f0c1e01', { name: 'valbourg', scopes: EVERY_SCOPE, exp: IN_TEN_YEARS }],
  ['7d1f7c53-5a5e-4b51-9f0d-3f7a2f0c1e02', { name: 'expire', scopes: EVERY_SCOPE, exp: ISSUED_AT + 86_400 }],
  ['7d1f7c53-5a5e-4b51-9f0d-3f7a2f0c1e03', { name: 'liste-noire', scopes: EVERY_SCOPE, exp: IN_TEN_YEARS, isBlacklisted: true }],
  ['7d1f7c53-5a5e-4b51-9f0d-3f7a2f0c1e04', { name: 'etroit', scopes: ['cnaf_enfants', 'mesri_admissions'], exp: IN_TEN_YEARS }],
  ['7d1f7c53-5a5e-4b51-9f0d-3f7a2f0c1e05', { name: 'sainte-aure', town: 'Sainte-Aure', scopes: EVERY_SCOPE, exp: IN_TEN_YEARS }],
]);

/** A signed token by the name of its rights: `valbourg`, `expire`, `liste-noire`, `etroit`, or `sainte-aure`, of another town. */
export const TOWN_TOKENS = Object.fromEntries([...RIGHTS].map(([jti, rights]) => [rights.name, sign({ jti, ...rights })]));

function sign({ jti, name, town = 'Valbourg', scopes, exp }) {
  const payload = { uid: `7d1f7c53-0000-4000-8000-${jti.slice(-12)}`, jti, scopes, sub: `ville de ${town}, ${name}`, iat: ISSUED_AT, version: '1.0', exp };
  const signed = [{ alg: 'HS256' }, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${signed}.${signature(signed)}`;
}

function signature(signed) {
  return createHmac('sha256', SIGNING_KEY).update(signed).digest('base64url');
}

/** The rights of a token as the gateway reads them now: `{jti, scopes}`, or `{code}`. */
export function rightsOf(token, faults) {
  const jti = readJti(token);
  const rights = RIGHTS.get(jti);
  if (!rights) return { code: '00101' };
  if (rights.isBlacklisted || faults.take('blacklist').length > 0) return { jti, code: '00105' };
  if (rights.exp <= Date.now() / 1000) return { jti, code: '00103' };
  const isNarrowed = faults.take('rights').length > 0;
  return { jti, scopes: isNarrowed ? rights.scopes.filter((scope) => scope !== LOST_SCOPE) : rights.scopes };
}

/** The `jti` of a token that this gateway signed, or `undefined`. */
export function readJti(token) {
  const [header, payload, given, ...rest] = (token ?? '').split('.');
  if (!given || rest.length > 0) return undefined;
  const [a, b] = [given, signature(`${header}.${payload}`)].map((text) => Buffer.from(text));
  if (a.length !== b.length || !timingSafeEqual(a, b)) return undefined;
  return JSON.parse(Buffer.from(payload, 'base64url').toString()).jti;
}
