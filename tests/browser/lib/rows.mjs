// Rows of a list as the release page names them.

const LISTS = {
  enfants: ({ quotient_familial }) => quotient_familial.enfants.map(childLabel),
  "eaje.enfants": ({ eaje }) => eaje.enfants.map(childLabel),
  "etudiant.admissions": ({ etudiant }) => etudiant.admissions.map(schoolName),
};

/** Starts of the labels of the rows at these positions, by list: `{enfants: [0, 2]}`. */
export function rowLabels(person, rows) {
  return Object.entries(rows).flatMap(([list, positions]) => {
    const labels = LISTS[list](person);
    return positions.map((position) => labels[position]);
  });
}

/** How a child is named: given names, then birth name. */
export function childLabel({ prenoms, nom_naissance }) {
  return `${prenoms} ${nom_naissance}`;
}

function schoolName({ etablissement_etudes }) {
  return etablissement_etudes.nom;
}
