// Error bodies of API Particulier, by code. https://particulier.api.gouv.fr, and the published catalogue of the gateway.

const CIVILITE = 'Un ou plusieurs paramètres de civilité ne sont pas correctement formatés';

/** status, title, detail, then what goes into `source.parameter`, `meta.provider` and `meta.retry_in`. */
const CATALOGUE = {
  '00015': [409, 'Conflit', 'Une requête associé à votre jeton est déjà en cours de traitement pour ces paramètres. Veuillez attendre la fin du traitement avant d’effectuer une nouvelle requête.'],
  '00100': [403, 'Privilèges insuffisants', 'Votre token est valide mais vos privilèges sont insuffisants. Listez vos privilèges sur /api/introspect', { parameter: 'token' }],
  '00101': [401, 'Interdit', 'Votre token n’est pas valide ou n’est pas renseigné', { parameter: 'token' }],
  '00203': [422, 'Entité non traitable', 'Le paramètre recipient est obligatoire', { parameter: 'recipient' }],
  '00210': [422, 'Entité non traitable', 'Le paramètre recipient n’est pas un siret valide', { parameter: 'recipient' }],
  '00353': [422, 'Entité non traitable', 'L’année demandée n’est pas correctement formatée ou est dans le futur.'],
  '00354': [422, 'Entité non traitable', 'Le mois demandé est incorrect ou est dans le futur.'],
  '00355': [422, 'Impossible d’identifier l’allocataire', 'Les paramètres fournis ne permettent pas d’identifier un allocataire.'],
  '00356': [422, 'Entité non traitable', 'L’année demandée doit être l’année en cours (N), N-1 ou N-2.'],
  '00365': [422, 'Entité non traitable', 'Le lieu de naissance n’est pas correctement formaté'],
  '00366': [422, 'Entité non traitable', CIVILITE],
  '00402': [404, 'Version d’API non prise en charge', 'La version demandée n’existe pas.'],
  '00429': [429, 'Trop de requêtes', 'Vous avez effectué trop de requêtes'],
  '00500': [500, 'Erreur interne', 'Une erreur interne a été détectée.'],
  '00501': [502, 'Erreur réseau', 'Problème de connexion au serveur distant. Il s’agit souvent d’une erreur temporaire.', { retryIn: 10 }],
  '10003': [404, 'Dossier allocataire absent MSA', 'Le dossier allocataire n’a pas été trouvé auprès de la MSA.', { provider: 'MSA' }],
  '23003': [404, 'Dossier allocataire absent CNAF', 'Le dossier allocataire n’a pas été trouvé auprès de la CNAF.', { provider: 'CNAF' }],
  '35000': [502, 'Erreur interne du fournisseur de données', 'La réponse retournée par le fournisseur de données est invalide et a été identifiée comme étant une erreur interne.', { provider: 'CNAF & MSA' }],
  '35002': [504, 'Intermédiaire hors-délai', 'Temps d’attente d’une réponse du fournisseur de données écoulé.', { provider: 'CNAF & MSA' }],
  '35003': [404, 'Allocataire non référencé', 'L’allocataire n’est pas référencé auprès des caisses éligibles', { provider: 'CNAF & MSA' }],
  '35020': [503, 'Maintenance du fournisseur de données', 'Le fournisseur de données est en maintenance.', { provider: 'CNAF & MSA', retryIn: 2700 }],
  '35560': [422, 'Identité non reconnue par le fournisseur de données', 'Les paramètres fournis ne permettent pas d’identifier un allocataire.', { provider: 'CNAF & MSA' }],
  '50001': [401, 'Accès non autorisé', 'Le jeton d’accès est mal formaté.', { provider: 'FranceConnect' }],
  '50002': [401, 'Accès non autorisé', 'Le jeton d’accès n’a pas été trouvé ou est expiré.', { provider: 'FranceConnect' }],
  '51501': [401, 'Accès non autorisé', 'Le jeton d’accès est mal formaté.', { provider: 'FranceConnect' }],
  '51502': [401, 'Accès non autorisé', 'Le jeton d’accès n’a pas été trouvé ou est expiré.', { provider: 'FranceConnect' }],
  '51504': [401, 'Accès non autorisé', 'Le jeton d’accès FranceConnect est manquant. Cet endpoint requiert un jeton d’accès FranceConnect transmis via l’en-tête Authorization: Bearer.', { provider: 'FranceConnect' }],
  '51564': [422, 'Identité inexploitable renvoyée par le fournisseur de données', CIVILITE, { provider: 'FranceConnect' }],
};

// The rate limiter and the checks of the bearer answer before the JSON:API serializer is reached.
const PLAIN_JSON_STATUSES = new Set([401, 403, 429]);

/** Codes of the catalogue of April 2026, and what the one of September 2026 says instead. */
const RENAMED = { '00101': '51504', 50001: '51501', 50002: '51502', '00355': '35560', '00366': '51564' };

/** An answer of the gateway: `{status, headers, body}`, `body` being an object not yet serialised. */
export function errorAnswer(code, { isLaterCatalogue = false } = {}) {
  const used = isLaterCatalogue ? (RENAMED[code] ?? code) : code;
  const [status, title, detail, about = {}] = CATALOGUE[used];
  const type = PLAIN_JSON_STATUSES.has(status) ? 'application/json' : 'application/vnd.api+json';
  return { status, headers: { 'Content-Type': `${type}; charset=utf-8` }, body: { errors: [entry(used, title, detail, about)] } };
}

function entry(code, title, detail, { parameter, provider, retryIn }) {
  const meta = { ...(provider ? { provider } : {}), ...(retryIn ? { retry_in: retryIn } : {}) };
  return { code, title, detail, source: parameter ? { parameter } : null, meta };
}
