// The rules FranceConnect applies to an authorization request before its provider sees it.
// https://github.com/france-connect/sources, back/apps/core-fcp/src/dto/authorize-params.dto.ts

import { AMR_CLIENTS } from './clients.mjs';

const REQUIRED = ['client_id', 'response_type', 'redirect_uri', 'scope', 'acr_values', 'state', 'nonce'];
const ALLOWED = new Set([...REQUIRED, 'claims', 'prompt', 'idp_hint', 'ui_locales']);
const ALLOWED_PROMPTS = new Set(['login', 'consent', 'login consent']);
const KNOWN_ACRS = ['eidas1', 'eidas2', 'eidas3'];
const NONCE_MIN_CHARS = 22;
const ACR_VALUES_MAX_CHARS = 64;

/** The only identity provider a request may point at. */
export const IDENTITY_PROVIDER = 'bac-a-sable';

/**
 * Checks the parameters of an authorization request.
 * Returns the code of the page to show when a rule is broken, otherwise `undefined`.
 */
export function authorizeRefusal(params) {
  if (!hasAllowedShape(params)) return 'Y030007';
  if (params.has('claims')) return claimsRefusal(params.get('claims'), params.get('client_id'));
  return undefined;
}

function hasAllowedShape(params) {
  const names = [...params.keys()];
  // A parameter sent twice arrives as a list where one text is expected.
  const isClosedList = names.every((name) => ALLOWED.has(name)) && new Set(names).size === names.length;
  const isComplete = REQUIRED.every((name) => params.get(name));
  return isClosedList && isComplete && hasAllowedValues(params);
}

function hasAllowedValues(params) {
  return (
    URL.canParse(params.get('redirect_uri')) &&
    params.get('nonce').length >= NONCE_MIN_CHARS &&
    params.get('acr_values').length <= ACR_VALUES_MAX_CHARS &&
    (!params.has('prompt') || ALLOWED_PROMPTS.has(params.get('prompt')))
  );
}

function claimsRefusal(text, clientId) {
  let claims;
  try {
    claims = JSON.parse(text);
  } catch {
    return 'Y030007';
  }
  if (claims === null || typeof claims !== 'object') return 'Y030007';
  const asksAmr = claims.id_token && 'amr' in claims.id_token;
  return asksAmr && !AMR_CLIENTS.has(clientId) ? 'Y100009' : undefined;
}

/**
 * The request as FranceConnect's own code hands it to its provider: `prompt` is overwritten, so that no silent
 * sign-in exists, and the level asked is reduced to one.
 */
export function rewriteAuthorize(params) {
  const rewritten = new URLSearchParams(params);
  rewritten.set('prompt', 'login consent');
  rewritten.set('acr_values', collapseAcr(params.get('acr_values')));
  rewritten.delete('ui_locales');
  return rewritten;
}

/** The lowest known level among those asked, or the default one when none is known. */
function collapseAcr(acrValues) {
  const asked = acrValues.split(' ');
  return KNOWN_ACRS.find((acr) => asked.includes(acr)) ?? KNOWN_ACRS[0];
}

/**
 * The OAuth error that a well-formed request still meets, or `undefined`.
 * It travels back to the service, since its address has been checked by then.
 */
export function requestError({ acr_values: acr, idp_hint: hint }) {
  if (acr !== KNOWN_ACRS[0]) {
    return { error: 'invalid_acr', error_description: `acr_value is not valid, should be equal one of these values, expected eidas1, got ${acr}` };
  }
  if (hint !== undefined && hint !== IDENTITY_PROVIDER) {
    return { error: 'invalid_idp_hint', error_description: 'An idp_hint was provided but is not allowed' };
  }
  return undefined;
}
