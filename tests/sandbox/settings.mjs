// What the environment may change. Everything has a default that suits the demonstration.

import { fileURLToPath } from 'node:url';
import { endpointOf } from './sources/ids.mjs';
import { USUAL_LIMITS } from './sources/limits.mjs';

const DEMO_PORTS = { SANDBOX_FORMS_PORT: 8790, SANDBOX_FC_PORT: 8791, SANDBOX_SOURCES_PORT: 8792 };
const TAX_TOKEN_SECS = 300;
const DEMO_EDGE_ORIGIN = 'http://unefois.localhost:8787';

/** Names of the environment variables, with what each one does: the text of `--help`. */
export const VARIABLES = [
  ['SANDBOX_FC_PORT', `port de FranceConnect (${DEMO_PORTS.SANDBOX_FC_PORT} ; 0 = libre)`],
  ['SANDBOX_SOURCES_PORT', `port des sources et des commandes (${DEMO_PORTS.SANDBOX_SOURCES_PORT} ; 0 = libre)`],
  ['SANDBOX_FORMS_PORT', `port des formulaires (${DEMO_PORTS.SANDBOX_FORMS_PORT} ; 0 = libre)`],
  ['SANDBOX_EDGE_ORIGIN', `origine du service Une fois (${DEMO_EDGE_ORIGIN})`],
  ['SANDBOX_DELAY_MS', 'durée d’une réponse des sources, en millisecondes (300 à 800 au hasard)'],
  ['SANDBOX_SOURCE_DELAYS', 'durée propre à certaines sources, par exemple rsa=500,aah=800'],
  ['SANDBOX_DGFIP_TOKEN_SECS', `durée de vie du jeton de la DGFiP, en secondes (${TAX_TOKEN_SECS})`],
  ['SANDBOX_DGFIP_PER_MINUTE', `appels à la DGFiP permis par minute (${USUAL_LIMITS.dgfip_per_minute})`],
  ['SANDBOX_BAN_SECS', `durée du silence envers qui ignore un 429, en secondes (${USUAL_LIMITS.ban_secs} : 12 heures)`],
  ['SANDBOX_EXAMPLES', 'dossier des formulaires (examples/ du projet)'],
  ['SANDBOX_BUNDLES', 'dossier des scripts que la construction en tire (target/unefois/examples)'],
];

/**
 * Reads the settings of one sandbox.
 * `delayMillis` is `null` when each answer draws its own realistic delay.
 */
export function readSettings(env = process.env) {
  return {
    franceconnectPort: readNumber(env, 'SANDBOX_FC_PORT', DEMO_PORTS.SANDBOX_FC_PORT),
    sourcesPort: readNumber(env, 'SANDBOX_SOURCES_PORT', DEMO_PORTS.SANDBOX_SOURCES_PORT),
    formsPort: readNumber(env, 'SANDBOX_FORMS_PORT', DEMO_PORTS.SANDBOX_FORMS_PORT),
    edgeOrigin: readOrigin(env.SANDBOX_EDGE_ORIGIN ?? DEMO_EDGE_ORIGIN),
    delayMillis: readNumber(env, 'SANDBOX_DELAY_MS', null),
    sourceDelays: readDelays(env.SANDBOX_SOURCE_DELAYS ?? ''),
    tokenLifetimeSecs: readNumber(env, 'SANDBOX_DGFIP_TOKEN_SECS', TAX_TOKEN_SECS),
    limits: {
      dgfip_per_minute: readNumber(env, 'SANDBOX_DGFIP_PER_MINUTE', USUAL_LIMITS.dgfip_per_minute),
      ban_secs: readNumber(env, 'SANDBOX_BAN_SECS', USUAL_LIMITS.ban_secs),
    },
    examples: env.SANDBOX_EXAMPLES ?? fileURLToPath(new URL('../../examples/', import.meta.url)),
    bundles: env.SANDBOX_BUNDLES ?? fileURLToPath(new URL('../../target/unefois/examples/', import.meta.url)),
  };
}

function readNumber(env, name, fallback) {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  if (!/^\d{1,5}$/.test(text)) throw new Error(`${name} : un nombre entier est attendu.`);
  return Number(text);
}

function readDelays(text) {
  const pairs = text.split(',').filter(Boolean).map((pair) => /^(\w+)=(\d{1,5})$/.exec(pair));
  const isUnderstood = pairs.every((pair) => pair && endpointOf(pair[1]));
  if (!isUnderstood) throw new Error('SANDBOX_SOURCE_DELAYS : des sources et des millisecondes sont attendues, par exemple rsa=500,aah=800.');
  return Object.fromEntries(pairs.map(([, source, millis]) => [source, Number(millis)]));
}

function readOrigin(text) {
  if (!URL.canParse(text) || new URL(text).origin !== text) {
    throw new Error('SANDBOX_EDGE_ORIGIN : une origine est attendue, par exemple http://unefois.localhost:8787.');
  }
  return text;
}
