// Error bodies of API Particulier, by code.

import { CATALOGUE } from './error-catalogue.mjs';

// The rate limiter and the checks of the bearer answer before the JSON:API serializer is reached.
const PLAIN_JSON_STATUSES = new Set([401, 403, 429]);

/** What the catalogue of September 2026 says instead of a code of April 2026, for a FranceConnect token. */
const RENAMED_WITH_FRANCECONNECT = {
  '00101': '51504', '50001': '51501', '50002': '51502', '00366': '51564', '00363': '51564', '00365': '51564', '00367': '51564',
  '00420': '51564', '00421': '51564', '00422': '51564', '00423': '51564', '00424': '51564', '00425': '51564',
};

/** The same by family of providers, whatever the token. `00355` is about a period there, no more about an identity. */
const RENAMED_BY_FAMILY = {
  cnaf_msa: { '00355': '35560', '00366': '35561' },
  securite_sociale: { '00355': '36560', '00366': '36561' },
  gip_mds: { '00391': '31563' },
};

/**
 * An answer of the gateway: `{status, headers, body}`, `body` being an object not yet serialised.
 * `endpoint` says which names the later catalogue has for the code, by its `modality` and its `family`.
 */
export function errorAnswer(code, { isLaterCatalogue = false, endpoint = {} } = {}) {
  const used = isLaterCatalogue ? rename(code, endpoint) : code;
  const [status, title, detail, about = {}] = CATALOGUE[used];
  const type = PLAIN_JSON_STATUSES.has(status) ? 'application/json' : 'application/vnd.api+json';
  return { status, headers: { 'Content-Type': `${type}; charset=utf-8` }, body: { errors: [entry(used, title, detail, about)] } };
}

function rename(code, { modality, family }) {
  const withFranceConnect = modality === 'france_connect' ? RENAMED_WITH_FRANCECONNECT[code] : undefined;
  return withFranceConnect ?? RENAMED_BY_FAMILY[family]?.[code] ?? code;
}

function entry(code, title, detail, { parameter, provider, retryIn }) {
  const meta = { ...(provider ? { provider } : {}), ...(retryIn ? { retry_in: retryIn } : {}) };
  return { code, title, detail, source: parameter ? { parameter } : null, meta };
}
