// Commands of the sandbox, for tests and for people who try things: nothing of the real services is here.

import { UnknownFaultError } from '../faults/registry.mjs';
import { readBody, sendJson } from '../http.mjs';

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
  'GET faults': ({ faults }, req, res) => sendJson(res, 200, { faults }),
  'PUT faults': setFaults,
  'DELETE faults': ({ faults }, req, res) => {
    faults.reset();
    sendJson(res, 200, { faults });
  },
  'GET calls': ({ calls }, req, res) => sendJson(res, 200, { calls }),
  'DELETE calls': ({ calls }, req, res) => {
    calls.reset();
    sendJson(res, 200, { calls });
  },
  'GET identities': ({ identities }, req, res) => sendJson(res, 200, { identities: [...identities.values()] }),
  // The target of the redirect fault: a client that follows it gives itself away in the counts.
  'GET trap': ({ calls }, req, res) => {
    calls.count('sources.trap');
    sendJson(res, 200, { data: { quotient_familial: { fournisseur: 'CNAF', valeur: 1, annee: 2000, mois: 1, annee_calcul: 2000, mois_calcul: 1 } }, links: {}, meta: {} });
  },
};

async function setFaults({ faults }, req, res) {
  try {
    const { faults: requests } = JSON.parse(await readBody(req));
    faults.set(requests);
  } catch (error) {
    const isMisuse = error instanceof UnknownFaultError || error instanceof SyntaxError || error instanceof TypeError;
    if (!isMisuse) throw error;
    return sendJson(res, 400, { error: error.message, attendu: { faults: ['nom', { name: 'nom', times: 1, delay_ms: 1000 }] } });
  }
  return sendJson(res, 200, { faults });
}
