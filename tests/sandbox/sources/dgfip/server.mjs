// API Impôt particulier, under `/dgfip`: two tokens on every call, the service's and the citizen's.

import { wait } from '../../http.mjs';
import { readBearer } from '../gateway.mjs';
import { identityFromFranceConnect, peopleNamed } from '../civil-status.mjs';
import { LAST_YEAR_SCOPE, YEARS_BY_SCOPE } from './scopes.mjs';
import { describe, keepSituation, lastYearKnown } from './situation.mjs';
import { ServiceTokens } from './tokens.mjs';

export const TOKEN_PATH = '/dgfip/token';

const BASE = '/dgfip/impotparticulier/1.0';
const LAST_TWO_YEARS = { pattern: /^\/dernieresituation\/ir\/assiettes\/deuxans$/, resource: 'RessourceIRDerniere2', type: 'derniere.situations.ir.assiettes.v1' };
const ONE_YEAR = { pattern: /^\/situations\/ir\/assiettes\/annrev\/([^/]+)$/, resource: 'RessourceIR', type: 'situations.ir.assiettes.v1' };
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const CIVIL_RULES = { uses: ['sexe', 'commune', 'pays'] };

/** The tax service: `introspection` asks FranceConnect, `people` are the taxpayers. */
export class TaxService {
  constructor({ introspection, people, faults, delays, tokenLifetimeSecs }) {
    Object.assign(this, { introspection, people, delays });
    this.tokens = new ServiceTokens({ faults, lifetimeSecs: tokenLifetimeSecs });
  }

  /** The resource a path names, with its year if it has one; `undefined` when the path is not one of its own. */
  routeOf(pathname) {
    const path = pathname.startsWith(BASE) ? pathname.slice(BASE.length) : '';
    const route = [LAST_TWO_YEARS, ONE_YEAR].find(({ pattern }) => pattern.test(path));
    return route && { ...route, year: route.pattern.exec(path)[1] };
  }

  /** Answers one call to a resource: `{status, headers, body}`. */
  async answer(route, req) {
    const refusal = this.#refusal(route, req);
    if (refusal) return refusal;
    const citizen = await this.introspection.of(req.headers['x-franceconnect-oauth'], 'impots');
    if (citizen === undefined) return taxError(500, '5000', 'Erreur technique');
    if (!citizen.active) return taxError(401, '4010', 'Jeton FranceConnect invalide');
    await wait(this.delays.millisOf('impots'));
    return this.#situation(route, citizen);
  }

  #refusal({ resource, type, year }, req) {
    const resources = this.tokens.resourcesOf(readBearer(req));
    if (!resources) return taxError(401, '4010', 'Jeton d’accès invalide ou expiré');
    if (!resources.has(resource)) return taxError(403, '4031', 'Aucun droit sur la ressource');
    if (!UUID.test(req.headers['x-correlation-id'] ?? '')) return taxError(400, '4000', 'X-Correlation-ID absent ou mal formé');
    if (!req.headers['x-franceconnect-oauth']) return taxError(401, '4010', 'Jeton FranceConnect absent');
    if (!isAccepted(req.headers.accept, type)) return taxError(406, '4060', 'Type de contenu inconnu');
    if (year !== undefined && !/^\d{4}$/.test(year)) return taxError(400, '4002', 'Format de l’année incorrect');
    return undefined;
  }

  #situation({ type, year }, citizen) {
    const scopes = new Set(citizen.scope.split(' '));
    const thisYear = new Date().getFullYear();
    const allowed = year === undefined ? lastYears(scopes) : namedYears(scopes).filter((back) => thisYear - back === Number(year));
    if (allowed.length === 0) return taxError(403, '4031', 'Aucun droit sur la ressource');
    const [person] = peopleNamed(this.people, identityFromFranceConnect(citizen), CIVIL_RULES);
    const yearsBack = person?.impot?.rfr && lastYearKnown(person.impot, allowed);
    if (!yearsBack) return taxError(410, '4101', 'Aucun résultat pour cette personne et cette année');
    const body = keepSituation(describe(person, yearsBack), scopes);
    // Only the route that chooses the year says which one it chose.
    if (year === undefined) body.annRevenu = thisYear - yearsBack;
    return { status: 200, headers: { 'Content-Type': mediaType(type) }, body };
  }
}

function lastYears(scopes) {
  return scopes.has(LAST_YEAR_SCOPE) ? [1, 2] : [];
}

function namedYears(scopes) {
  return Object.entries(YEARS_BY_SCOPE).filter(([scope]) => scopes.has(scope)).map(([, back]) => back);
}

function mediaType(type) {
  return `application/prs.dgfip.part.${type}+json`;
}

function isAccepted(accept, type) {
  return accept === undefined || accept.split(',').map((part) => part.split(';')[0].trim()).some((part) => part === '*/*' || part === mediaType(type));
}

/** A refusal as the DGFiP writes it. */
export function taxError(status, code, message) {
  const body = { erreur: { code, message, horodatage: new Date().toISOString() } };
  return { status, headers: { 'Content-Type': 'application/json; charset=utf-8' }, body };
}

/** Beyond the volume an account declared. Nothing is known of a `Retry-After` here. */
export function tooManyCalls() {
  return taxError(429, '4290', 'Quota d’appels par minute dépassé');
}

/** An answer that a fault took from the catalogue of API Particulier, in the shape of this service. */
export function asTaxError(answer) {
  const [error] = answer.body?.errors ?? [];
  if (!error) return answer;
  const { status, headers, body } = taxError(answer.status, error.code, error.title);
  return { status, headers: { ...answer.headers, ...headers }, body };
}
