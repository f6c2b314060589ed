// What the form must hold, worked out from who signed in and from what the démarche maps: nothing is written here by
// hand for one person.
import { stack } from "./stack.mjs";
import { STATES, stateOf } from "./fields.mjs";

const FRANCE = "99100";
// Letters the sources' gateway does not know in a name; it then refuses the identity.
const UNKNOWN_LETTERS = /[œŒŸ]/;
const PROVIDERS = { CNAF: "CAF", MSA: "MSA" };

/** The sandbox's person of this login. */
export async function identityOf(slug) {
  const { identities } = await getJson(`${stack().sources_base}/__sandbox/identities`);
  const found = identities.find(({ login }) => login === slug);
  if (!found) throw new Error(`Aucune personne d’essai ne s’appelle « ${slug} ».`);
  return found;
}

/** The public description of the démarche, as the form's page receives it. */
export function description(demarche = "cantine-valbourg") {
  const { edge_base, forms_origin } = stack();
  return getJson(`${edge_base}/v1/demarches/${demarche}`, { origin: forms_origin });
}

/**
 * What each mapped field must hold: `{chemin, selectors, values, isLocked, from}`. `withheld` are paths, or starts of
 * paths, that were not sent.
 */
export function expectedFields({ champs }, person, { withheld = [] } = {}) {
  const known = { ...identityValues(person.identite), ...sourceValues(person) };
  return champs.map(({ chemin, cible, ecriture, valeurs = {} }) => {
    const isWithheld = withheld.some((start) => chemin.startsWith(start));
    const value = isWithheld ? undefined : known[chemin];
    const isDate = typeof cible === "object";
    const parts = isDate ? (value ?? "").split("-").reverse() : [value ?? ""];
    return {
      chemin,
      selectors: isDate ? [cible.jour, cible.mois, cible.annee] : [cible],
      values: isDate && !value ? ["", "", ""] : parts.map((part) => valeurs[part] ?? part),
      isLocked: ecriture === "verrouille" && Boolean(value),
      from: value && (chemin.startsWith("identite.") ? "FranceConnect" : PROVIDERS[person.quotient_familial.fournisseur]),
    };
  });
}

/** Every difference between the form and what was expected, as sentences. `before` are the values of an empty form. */
export async function differences(page, fields, expected, before) {
  const problems = [];
  const mapped = new Set();
  for (const { selectors, values, isLocked, from } of expected) {
    for (const [index, selector] of selectors.entries()) {
      const { name, canLock } = await page.$eval(selector, ({ name, type }) => ({
        name,
        canLock: /^(text|email|tel|date|textarea)$/.test(type),
      }));
      mapped.add(name);
      const field = fields.find((candidate) => candidate.name === name);
      const state = !values[index] ? STATES.empty : isLocked && canLock ? STATES.locked : STATES.editable;
      problems.push(...compare(field, values[index], state, from));
    }
  }
  for (const field of fields.filter(({ name }) => !mapped.has(name))) {
    if (field.value !== before[field.name]) problems.push(`${field.label} : ce champ ne devait pas changer.`);
  }
  return problems;
}

function compare(field, value, state, from) {
  const problems = [];
  if (field.value !== value) problems.push(`${field.label} : attendu « ${value} », trouvé « ${field.value} ».`);
  else if (stateOf(field) !== state) problems.push(`${field.label} : attendu ${state}, trouvé ${stateOf(field)}.`);
  if (from && !field.said.includes(from)) problems.push(`${field.label} : la phrase ne nomme pas ${from}.`);
  return problems;
}

/** FranceConnect gives the first of the month or of the year for a day or a month that is not known. */
function identityValues(identite) {
  const isBornInFrance = identite.birthcountry === FRANCE;
  return {
    "identite.nom_naissance": identite.family_name,
    "identite.nom_usage": identite.preferred_username,
    "identite.prenoms": identite.given_name_array.join(" "),
    "identite.sexe": { female: "F", male: "M" }[identite.gender],
    "identite.date_naissance": identite.birthdate.replaceAll("-00", "-01"),
    "identite.commune_naissance": isBornInFrance ? identite.birthplace : undefined,
    "identite.pays_naissance": identite.birthcountry,
    "identite.email": identite.email,
  };
}

function sourceValues({ identite, quotient_familial: file }) {
  const names = [identite.family_name, ...identite.given_name_array];
  if (file.code || names.some((name) => UNKNOWN_LETTERS.test(name))) return {};
  const now = new Date();
  const [, codePostal, commune] = /^(\d{5}) (.+)$/.exec(file.adresse.code_postal_ville) ?? [];
  return {
    "quotient_familial.valeur": String(file.valeur),
    "quotient_familial.mois": String(now.getMonth() + 1),
    "quotient_familial.annee": String(now.getFullYear()),
    "adresse.voie": file.adresse.numero_libelle_voie ?? undefined,
    "adresse.code_postal": codePostal,
    "adresse.commune": commune,
  };
}

async function getJson(url, headers = {}) {
  const answer = await fetch(url, { headers });
  if (!answer.ok) throw new Error(`${new URL(url).pathname} répond ${answer.status}.`);
  return answer.json();
}
