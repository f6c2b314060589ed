// Faults of the way back to the service: what the person decided, and what arrives altered.

const DECISION = 'FranceConnect, parcours de la personne';
const CALLBACK = 'FranceConnect, retour vers le service';
const LOGOUT = 'FranceConnect, déconnexion';
const FOREIGN_ISSUER = 'https://franceconnect.exemple.invalid/api/v2';
const TECHNICAL = 'authentication aborted due to a technical error on the authorization server';

export const callbackFaults = [
  outcome('cancel', 'la personne renonce : access_denied, « User auth aborted »', { error: 'access_denied', error_description: 'User auth aborted' }),
  outcome('refuse', 'refus de l’état civil ou compte bloqué : access_denied', { error: 'access_denied', error_description: 'user authentication aborted' }),
  outcome('server_error', 'panne de FranceConnect : server_error', { error: 'server_error', error_description: TECHNICAL }),
  outcome('temporarily_unavailable', 'état civil indisponible : temporarily_unavailable', { error: 'temporarily_unavailable', error_description: TECHNICAL }),
  outcome('invalid_scope', 'périmètre non habilité : invalid_scope', { error: 'invalid_scope', error_description: 'requested scope is not allowed' }),
  outcome('invalid_request', 'demande refusée : invalid_request', { error: 'invalid_request', error_description: 'openid scope must be requested' }),
  outcome('invalid_acr', 'niveau refusé : invalid_acr', { error: 'invalid_acr', error_description: 'acr_value is not valid' }),
  outcome('unknown_error', 'une erreur que personne n’a documentée', { error: 'e_inattendue', error_description: '<b>texte</b> à ne jamais afficher' }),
  outcome('never_returns', 'une page d’erreur Y420001 garde la personne chez FranceConnect', { page: 'Y420001' }),
  {
    name: 'narrower_scope',
    where: DECISION,
    what: 'aucun périmètre de données n’est accordé, alors qu’il était demandé',
    effects: { grant: () => undefined },
  },
  redirection('iss_missing', 'le paramètre iss manque', (params) => params.delete('iss')),
  redirection('iss_wrong', 'le paramètre iss désigne un autre émetteur', (params) => params.set('iss', FOREIGN_ISSUER)),
  redirection('state_missing', 'le paramètre state manque', (params) => params.delete('state')),
  redirection('state_altered', 'le paramètre state est modifié', (params) => params.set('state', `${params.get('state')}x`)),
  redirection('state_doubled', 'le paramètre state arrive deux fois', (params) => params.append('state', params.get('state'))),
  redirection('code_missing', 'le paramètre code manque', (params) => params.delete('code')),
  redirection('code_altered', 'le code est modifié', (params) => params.set('code', `${params.get('code')}x`)),
  {
    name: 'logout_state_altered',
    where: LOGOUT,
    what: 'le paramètre state du retour est modifié',
    effects: { logout_return: (params) => params.set('state', `${params.get('state')}x`) },
  },
];

function outcome(name, what, result) {
  return { name, where: DECISION, what, effects: { interaction: () => result } };
}

function redirection(name, what, effect) {
  return { name: `callback_${name}`, where: CALLBACK, what, effects: { callback: effect } };
}
