// Commands of the sandbox, for tests and for people who try things: nothing of the real services is here.

import { UnknownFaultError } from '../faults/registry.mjs';
import { readBody, sendJson } from '../http.mjs';
import { UnknownDelayError } from './delays.mjs';
import { UnknownLimitError } from './limits.mjs';

const PREFIX = '/__sandbox/';

/** Answers `/__sandbox/…`. Returns false when the path is not one of its own. */
export async function answerControl(context, req, res, pathname) {
  if (!pathname.startsWith(PREFIX)) return false;
  const command = COMMANDS[`${req.method} ${pathname.slice(PREFIX.length)}`];
  if (command) await command(context, req, res);
  else sendJson(res, 404, { error: 'commande inconnue', commandes: Object.keys(COMMANDS) });
  return true;
}

const COMMANDS = {
  'GET faults': ({ faults, limits }, req, res) => sendJson(res, 200, { faults, limits }),
  'PUT faults': setFaults,
  'DELETE faults': ({ faults, limits }, req, res) => {
    faults.reset();
    limits.reset();
    sendJson(res, 200, { faults, limits });
  },
  'GET calls': ({ calls }, req, res) => sendJson(res, 200, { calls }),
  'DELETE calls': ({ calls }, req, res) => {
    calls.reset();
    sendJson(res, 200, { calls });
  },
  'GET last': ({ last }, req, res) => sendJson(res, 200, { last }),
  'DELETE last': ({ last }, req, res) => {
    last.reset();
    sendJson(res, 200, { last });
  },
  'GET delays': ({ delays }, req, res) => sendJson(res, 200, { delays }),
  'PUT delays': setDelays,
  'DELETE delays': ({ delays }, req, res) => {
    delays.set({});
    sendJson(res, 200, { delays });
  },
  'GET identities': ({ identities }, req, res) => sendJson(res, 200, { identities: [...identities.values()] }),
  // The target of the redirect fault: a client that follows it gives itself away in the counts.
  'GET trap': ({ calls }, req, res) => {
    calls.count('sources.trap');
    sendJson(res, 200, { data: { quotient_familial: { fournisseur: 'CNAF', valeur: 1, annee: 2000, mois: 1, annee_calcul: 2000, mois_calcul: 1 } }, links: {}, meta: {} });
  },
};

/** Limits replace those in force as faults do. Bans and counts stay: only a reset lifts them. */
async function setFaults({ faults, limits }, req, res) {
  const attendu = { faults: ['nom', { name: 'nom', source: 'rsa', times: 1, delay_ms: 1000 }], limits: { dgfip_per_minute: 3 } };
  const isDone = await obey(req, res, attendu, ({ faults: requests, limits: changes = {} }) => {
    limits.check(changes);
    faults.set(requests);
    limits.set(changes);
  });
  return isDone && sendJson(res, 200, { faults, limits });
}

async function setDelays({ delays }, req, res) {
  const isDone = await obey(req, res, { rsa: 500 }, (bySource) => delays.set(bySource));
  return isDone && sendJson(res, 200, { delays });
}

/** Reads a command and carries it out; false, with the answer sent, when it is not understood. */
async function obey(req, res, attendu, command) {
  try {
    command(JSON.parse(await readBody(req)));
    return true;
  } catch (error) {
    const misuses = [UnknownFaultError, UnknownDelayError, UnknownLimitError, SyntaxError, TypeError];
    if (!misuses.some((kind) => error instanceof kind)) throw error;
    sendJson(res, 400, { error: error.message, attendu });
    return false;
  }
}
