// Faults of what FranceConnect signs: the ID token, userinfo, the published keys.

const ID_TOKEN = 'FranceConnect, jeton d’identité';
const USERINFO = 'FranceConnect, userinfo';
const KEYS = 'FranceConnect, clés publiées';
const FOREIGN_ISSUER = 'https://franceconnect.exemple.invalid/api/v2';

/** An entry that alters one signed object through its draft. */
function alter(prefix, where, place) {
  return (name, what, effect) => ({ name: `${prefix}_${name}`, where, what, effects: { [place]: effect } });
}

const idToken = alter('id_token', ID_TOKEN, 'id_token');
const userinfo = alter('userinfo', USERINFO, 'userinfo');

const rotate = (draft) => draft.signWith('rotated');

export const tokenFaults = [
  idToken('bad_signature', 'signé par une clé inconnue, sous le nom d’une clé publiée', (draft) => draft.forge()),
  idToken('unknown_kid', 'signé par une clé que personne n’a publiée', (draft) => draft.signWith('stray')),
  idToken('wrong_alg', 'signé avec l’autre algorithme que celui déclaré pour le client', (draft) => draft.changeAlgorithm()),
  idToken('alg_none', 'sans signature, alg « none »', (draft) => {
    draft.header = { alg: 'none' };
  }),
  idToken('alg_hs256', 'signé en HS256 avec le secret du client', (draft) => {
    draft.header = { alg: 'HS256' };
  }),
  idToken('wrong_nonce', 'porte un autre nonce', (draft) => {
    draft.payload.nonce = 'nonce-d-une-autre-demande-0123456789';
  }),
  idToken('missing_nonce', 'ne porte pas de nonce', (draft) => {
    delete draft.payload.nonce;
  }),
  idToken('wrong_aud', 'est destiné à un autre client', (draft) => {
    draft.payload.aud = 'un-autre-service';
  }),
  idToken('wrong_iss', 'vient d’un autre émetteur', (draft) => {
    draft.payload.iss = FOREIGN_ISSUER;
  }),
  idToken('expired', 'a expiré il y a une heure', (draft) => shiftTime(draft, -3600)),
  idToken('issued_in_future', 'est daté d’une heure dans le futur', (draft) => shiftTime(draft, 3600)),
  idToken('wrong_acr', 'annonce un autre niveau que eidas1', (draft) => {
    draft.payload.acr = 'eidas2';
  }),
  idToken('missing_acr', 'n’annonce aucun niveau', (draft) => {
    delete draft.payload.acr;
  }),
  idToken('missing_sub', 'ne porte pas de sub', (draft) => {
    delete draft.payload.sub;
  }),
  idToken('garbage', 'n’est pas un JWT', (draft) => {
    draft.text = 'ceci.n-est.pas-un-jeton';
  }),
  userinfo('sub_mismatch', 'parle d’une autre personne que le jeton d’identité', (draft) => {
    draft.payload.sub = `${'0'.repeat(64)}v1`;
  }),
  userinfo('bad_signature', 'signé par une clé inconnue, sous le nom d’une clé publiée', (draft) => draft.forge()),
  userinfo('wrong_aud', 'est destiné à un autre client', (draft) => {
    draft.payload.aud = 'un-autre-service';
  }),
  userinfo('wrong_iss', 'vient d’un autre émetteur', (draft) => {
    draft.payload.iss = FOREIGN_ISSUER;
  }),
  userinfo('expired', 'a expiré il y a une heure', (draft) => shiftTime(draft, -3600)),
  userinfo('json', 'est du JSON non signé alors que le client attend une signature', (draft) => {
    draft.isPlain = true;
  }),
  userinfo('without_birthplace', 'ne contient pas la clé birthplace', (draft) => {
    delete draft.payload.birthplace;
  }),
  {
    name: 'key_rotation',
    where: KEYS,
    what: 'FranceConnect a changé ses clés : les nouvelles sont seules publiées',
    effects: { id_token: rotate, userinfo: rotate, jwks_answer: (jwks, keys) => ({ keys: publicKeys(keys.rotated) }) },
  },
  {
    name: 'jwks_empty',
    where: KEYS,
    what: 'la liste des clés est vide',
    effects: { jwks_answer: () => ({ keys: [] }) },
  },
];

function shiftTime({ payload }, secs) {
  payload.iat += secs;
  payload.exp += secs;
}

function publicKeys({ ES256, RS256 }) {
  return [ES256.publicJwk, RS256.publicJwk];
}
