// FranceConnect's error codes: https://github.com/france-connect/sources, back/_doc/erreurs-oidc-provider.md

const DOCUMENTATION = 'https://docs.partenaires.franceconnect.gouv.fr/fs/fs-technique/fs-technique-erreurs/';

const CODES_BY_DETAIL = {
  'invalid secret provided': 'Y0434A7B',
  'authorization code not found': 'Y049E20B',
  'authorization code is expired': 'Y043F0A8',
  'authorization code already consumed': 'Y0416228',
  'authorization code redirect_uri mismatch': 'Y04F8199',
  'PKCE verification failed': 'Y0446550',
  'client not found': 'Y0479FCE',
  'access token not found': 'Y040001',
  'no access token provided': 'Y04146A2',
  "missing required parameter 'code'": 'Y048017B',
};

// Errors outside the published catalogue share one code: the real suffix is a digest nobody documents.
const OTHER = 'Y040000';
const WRONG_AUTHENTICATION = 'Y044D82C';

/** The code of a provider error, from its detail or, failing that, its description. */
export function codeOf({ error_detail: detail, error_description: description }) {
  if (/registered client (token )?auth|auth mechanism/i.test(detail ?? '')) return WRONG_AUTHENTICATION;
  return CODES_BY_DETAIL[detail] ?? CODES_BY_DETAIL[description] ?? OTHER;
}

/** The address of the documentation page for one occurrence of an error. */
export function errorUri(code, id) {
  return `${DOCUMENTATION}?code=${code}&id=${id}`;
}

/** Pages that keep the person on FranceConnect, with what they say. */
export const PAGES = {
  Y000404: 'Cette page n’existe pas.',
  Y030007: 'La demande du service est mal formée : un paramètre manque, est incorrect ou n’est pas permis.',
  Y04EA6EF: 'Le service qui vous envoie est inconnu de FranceConnect.',
  Y04C013C: 'L’adresse de retour du service n’est pas déclarée.',
  Y040000: 'La demande du service ne peut pas être traitée.',
  Y100009: 'Le service demande une information qui ne lui est pas permise.',
  Y100019: 'Votre session FranceConnect est introuvable ou a expiré.',
  Y180001: 'Votre accès par FranceConnect a été désactivé, à votre demande.',
  Y190001: 'Votre session a expiré.',
  Y420001: 'Votre navigation a suivi un chemin inattendu. Recommencez depuis le service.',
  Y010015: 'L’état civil ne permet pas de poursuivre.',
  Y600006: 'L’identité reçue du fournisseur d’identité est incomplète.',
};
