import { readFile } from 'node:fs/promises';

const REQUIRED = ['given_name_array', 'family_name', 'gender', 'birthdate', 'birthcountry', 'email'];

/** What a person may have besides a name: how FranceConnect treats them, and their files at the sources. */
const FILES = new Set([
  'franceconnect', 'quotient_familial', 'eaje', 'c2s', 'aah', 'aeeh', 'ars', 'asf', 'prime_activite', 'rsa', 'etudiant', 'boursier',
  'scolarite', 'france_travail', 'service_civique', 'service_national', 'sportif', 'vehicule', 'impot',
]);

/**
 * The invented people, by login, in the order of the file. Throws when one of them is badly written.
 *
 * `{annee_scolaire}` stands for the year in which the school year began, `{annee_scolaire_passee}` for the one before: a grant
 * is of one year only.
 */
export async function loadIdentities() {
  const text = await readFile(new URL('identities.json', import.meta.url), 'utf8');
  const year = schoolYear(new Date());
  const people = JSON.parse(text.replaceAll('{annee_scolaire}', year).replaceAll('{annee_scolaire_passee}', year - 1));
  for (const person of people) check(person);
  const identities = new Map(people.map((person) => [person.login, person]));
  if (identities.size !== people.length) throw new Error('identities.json : un login est employé deux fois');
  return identities;
}

/** The year in which the school year of a day began, in September. */
export function schoolYear(day) {
  return day.getMonth() + 1 >= 9 ? day.getFullYear() : day.getFullYear() - 1;
}

function check({ login, resume, identite, ...files }) {
  const isComplete = REQUIRED.every((claim) => claim in identite) && /^[a-z0-9-]+$/.test(login) && resume && files.quotient_familial;
  if (!isComplete) throw new Error(`identities.json : la personne ${login} est incomplète`);
  const stray = Object.keys(files).find((name) => !FILES.has(name));
  if (stray) throw new Error(`identities.json : la personne ${login} a un dossier inconnu, ${stray}`);
}
