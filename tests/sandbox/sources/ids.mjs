/** Names of the sources, as a démarche file writes them. */
export const SOURCE_IDS = [
  'quotient_familial', 'eaje', 'c2s', 'aah', 'aeeh', 'ars', 'asf', 'prime_activite', 'rsa', 'etudiant', 'boursier', 'scolarite',
  'eleve_boursier', 'france_travail', 'france_travail_paiements', 'service_civique', 'service_national', 'sportif', 'vehicule',
  'impots', 'impots_adresse',
];

/** Sources read from the endpoint of another one. */
const SAME_ENDPOINT = { eleve_boursier: 'scolarite', impots_adresse: 'impots' };

/** The name under which an endpoint is counted, slowed down and broken; `undefined` for a source nobody knows. */
export function endpointOf(source) {
  if (!SOURCE_IDS.includes(source)) return undefined;
  return SAME_ENDPOINT[source] ?? source;
}
