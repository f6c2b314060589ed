// Faults of FranceConnect's endpoints themselves: down, slow, or answering something else.

import { sendHtml, sendJson, wait } from '../http.mjs';
import { codeOf, errorUri } from '../franceconnect/errors.mjs';
import { errorPage } from '../franceconnect/pages/error.mjs';

const OAUTH_ERRORS = {
  token_invalid_grant: { status: 400, error: 'invalid_grant', error_description: 'grant request is invalid', error_detail: 'authorization code not found' },
  token_invalid_client: { status: 401, error: 'invalid_client', error_description: 'client authentication failed', error_detail: 'invalid secret provided' },
  userinfo_401: { status: 401, error: 'invalid_token', error_description: 'invalid token provided', error_detail: 'access token not found' },
};

const PLACES = {
  token: 'FranceConnect, échange du code',
  userinfo: 'FranceConnect, userinfo',
  jwks: 'FranceConnect, clés publiées',
};

export const endpointFaults = [
  ...Object.keys(PLACES).flatMap(breakdowns),
  oauthError('token', 'token_invalid_grant', 'répond invalid_grant'),
  oauthError('token', 'token_invalid_client', 'répond invalid_client'),
  oauthError('userinfo', 'userinfo_401', 'répond 401 invalid_token'),
  {
    name: 'token_without_id_token',
    where: PLACES.token,
    what: 'la réponse ne contient pas d’id_token',
    effects: { token_answer: (body) => void delete body.id_token },
  },
  {
    name: 'token_answer_lost',
    where: PLACES.token,
    what: 'le code est consommé, mais la réponse se perd en route',
    effects: { token_answer: (body, res) => res.destroy() },
  },
  {
    name: 'authorize_down',
    where: 'FranceConnect, demande d’authentification',
    what: 'une page d’erreur 503, sans retour au service',
    effects: { 'request.authorize': (res) => answered(sendHtml(res, 503, errorPage('Y040000'))) },
  },
  {
    name: 'checktoken_down',
    where: 'FranceConnect, vérification du jeton par les sources',
    what: 'répond 503 : les sources ne peuvent pas vérifier le jeton',
    effects: { 'request.checktoken': (res) => answered(sendJson(res, 503, { error: 'temporarily_unavailable' })) },
  },
  {
    name: 'logout_never_returns',
    where: 'FranceConnect, déconnexion',
    what: 'une page d’erreur, sans retour au service',
    effects: { 'request.session_end': (res) => answered(sendHtml(res, 400, errorPage('Y100019'))) },
  },
];

/** The four breakdowns every back-channel endpoint may have. */
function breakdowns(endpoint) {
  const entry = (kind, what, effect) => ({
    name: `${endpoint}_${kind}`,
    where: PLACES[endpoint],
    what,
    effects: { [`request.${endpoint}`]: effect },
  });
  return [
    entry('down', 'est en panne : répond 503', (res) => answered(sendJson(res, 503, { error: 'temporarily_unavailable' }))),
    entry('reset', 'coupe la connexion sans répondre', (res) => answered(res.destroy())),
    entry('slow', 'répond après delay_ms (30 s)', async (res, req, { delayMillis }) => {
      await wait(delayMillis);
      return false;
    }),
    entry('html', 'répond 200 avec une page HTML', (res) => answered(sendHtml(res, 200, '<!doctype html><title>Maintenance</title><p>Maintenance'))),
  ];
}

function oauthError(endpoint, name, what) {
  const { status, ...error } = OAUTH_ERRORS[name];
  const body = {
    error: error.error,
    error_description: `${error.error_description} (${error.error_detail})`,
    error_uri: errorUri(codeOf(error), 'bac-a-sable'),
  };
  return { name, where: PLACES[endpoint], what, effects: { [`request.${endpoint}`]: (res) => answered(sendJson(res, status, body)) } };
}

/** An effect on a request returns true once the request has its answer. */
function answered() {
  return true;
}
