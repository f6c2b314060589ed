// What a form must hold, worked out from who signed in and from what the démarche maps: nothing is written here by
// hand for one person.
import { givenBy, typedOf, WHOLE_LISTS } from "./expectation-sources.mjs";
import { STATES, stateOf } from "./fields.mjs";
import { placeName } from "./places.mjs";
import { stack } from "./stack.mjs";

export { description } from "./forms.mjs";

const FRANCE = "99100";
/** How the sentence beside a field names each provider. */
const PROVIDERS = {
  franceconnect: "de FranceConnect",
  caf: "de la CAF",
  msa: "de la MSA",
  caf_msa: "de la CAF ou de la MSA",
  assurance_maladie: "de l’Assurance maladie",
  enseignement_sup: "du ministère de l’Enseignement supérieur",
  crous: "du Crous",
  education: "de l’Éducation nationale",
  france_travail: "de France Travail",
  service_civique: "de l’Agence du service civique",
  armees: "du ministère des Armées",
  sports: "du ministère des Sports",
  france_titres: "de l’ANTS",
  impots: "des impôts",
};
const FUNDS = { CNAF: "caf", MSA: "msa" };
const TYPED = "Trouvé avec ce que vous avez écrit";

/** The sandbox's person of this login. */
export async function identityOf(slug) {
  const answer = await fetch(`${stack().sources_base}/__sandbox/identities`);
  const { identities } = await answer.json();
  const found = identities.find(({ login }) => login === slug);
  if (!found) throw new Error(`Aucune personne d’essai ne s’appelle « ${slug} ».`);
  return found;
}

/**
 * What the person types in the panel for these sources, by prefix of text and by name of input, from their own file;
 * what the file does not have is `fallback`, in the form the input wants. An input that may stay empty does.
 */
export function typedFor({ sources }, person, ids = sources.map(({ id }) => id)) {
  const own = typedOf(person);
  const asked = sources.filter(({ id }) => ids.includes(id));
  const inputs = asked.flatMap(({ fournisseur, saisies = [] }) => saisies.map((saisie) => ({ fournisseur, ...saisie })));
  const required = inputs.filter(({ requise }) => requise);
  const named = required.map(({ fournisseur, id, texte }) => [`${fournisseur}.${id}`, texte]);
  const text = (name) => own[name] ?? SOMEBODY_ELSES[name];
  return {
    byName: Object.fromEntries(named.map(([name]) => [name, text(name)])),
    byText: Object.fromEntries(named.map(([name, texte]) => [texte, text(name)])),
  };
}

/** Well written, and nobody's: for a person whose file has none. */
const SOMEBODY_ELSES = {
  "france_titres.immatriculation": "ZZ-999-ZZ",
  "france_travail.identifiant": "personne99",
  "sports.identifiant": "1",
  "education.nom_naissance": "PERSONNE",
  "education.prenoms": "Aucun",
  "education.date_naissance": "03/05/2018",
  "education.sexe": "F",
};

/**
 * What each mapped field must hold: `{chemin, source, cible, value, isLocked, says}`, `says` being what the sentence
 * beside it contains.
 *
 * `sources` are those that were asked, `typed` what the person typed by name of input, `rows` the positions of what they
 * chose, by list: `{enfants: [0, 2]}`. `withheld` are paths, or starts of paths, that were not sent.
 */
export function expectedFields(demarche, person, { sources, typed = {}, rows = {}, withheld = [] } = {}) {
  const asked = sources ?? demarche.sources.map(({ id }) => id);
  const { values, lists } = givenBy(person, asked, typed);
  const known = { ...identityValues(person.identite), ...values };
  return demarche.champs.map((champ) => {
    const isWithheld = withheld.some((start) => champ.chemin.startsWith(start));
    const found = isWithheld ? undefined : (known[champ.chemin] ?? rowValue(champ.chemin, lists, rows));
    const value = found === null || found === undefined || found === "" ? undefined : String(found);
    const isLocked = champ.ecriture === "verrouille" && value !== undefined;
    return { ...champ, value, name: placeName(value), isLocked, says: sentences(demarche, person, champ, typed) };
  });
}

/** `enfants[1].prenoms` is the second of the rows that were chosen. */
function rowValue(chemin, lists, rows) {
  const [, list, position, key] = /^(.+)\[(\d+)\]\.(.+)$/.exec(chemin) ?? [];
  const given = lists[list] ?? [];
  const chosen = WHOLE_LISTS.has(list) ? given.map((_, index) => index) : (rows[list] ?? []);
  return given[chosen[position]]?.[key];
}

/** Only the quotient is of the month typed: the family and its address are today's. */
const OF_MONTH = /^quotient_familial\./;

function sentences({ sources }, person, { chemin, source: id }, typed) {
  if (id === "identite") return [PROVIDERS.franceconnect];
  const { fournisseur, saisies = [] } = sources.find((source) => source.id === id);
  const fund = id === "quotient_familial" ? FUNDS[person.quotient_familial.fournisseur] : undefined;
  const depends = (saisie) => saisie.id !== "mois" || OF_MONTH.test(chemin);
  const isTyped = saisies.some((saisie) => typed[`${fournisseur}.${saisie.id}`] && depends(saisie));
  return [`Vient ${PROVIDERS[fund ?? fournisseur]}`, ...(isTyped ? [TYPED] : [])];
}

/** Every difference between the form and what was expected, as sentences. `before` are the values of an empty form. */
export async function differences(page, fields, expected, before) {
  const problems = [];
  const mapped = new Set();
  for (const champ of expected) {
    const controls = await controlsOf(page, champ.cibles);
    const written = controls.map((control) => writtenIn(control, champ));
    for (const [index, { name, canLock }] of controls.entries()) {
      mapped.add(name);
      const field = fields.find((candidate) => candidate.name === name);
      const state = !written[index] ? STATES.empty : champ.isLocked && canLock ? STATES.locked : STATES.editable;
      const wrong = compare(field, written[index] ?? "", state);
      problems.push(...wrong);
      if (wrong.length > 0 || written.every((text) => text === undefined)) continue;
      const unsaid = champ.says.filter((words) => !field.said.includes(words));
      problems.push(...unsaid.map((words) => `${field.label} : la phrase ne dit pas « ${words} ».`));
    }
  }
  for (const field of fields.filter(({ name }) => !mapped.has(name))) {
    if (field.value !== before[field.name]) problems.push(`${field.label} : ce champ ne devait pas changer.`);
  }
  return problems;
}

/** The mapped fields that are on the page now: some wait for another step, or for an answer. */
export async function onPage(page, expected) {
  const selectors = expected.map(({ cibles }) => cibles.map((cible) => cible.jour ?? cible).join());
  const found = await Promise.all(selectors.map((selector) => page.$(selector)));
  return expected.filter((_, index) => found[index]);
}

/** What the page's own model holds once these fields are written: `{nom: "LEFÈVRE"}`. */
export async function expectedModel(page, expected) {
  const pairs = [];
  for (const champ of expected) {
    for (const control of await controlsOf(page, champ.cibles)) pairs.push([control.key, writtenIn(control, champ) ?? ""]);
  }
  return Object.fromEntries(pairs);
}

/** The sources of which the form holds at least one value. */
export function sourcesFilled(expected) {
  return [...new Set(expected.filter(({ value }) => value !== undefined).map(({ source }) => source))];
}

function compare(field, value, state) {
  if (field.value !== value) return [`${field.label} : attendu « ${value} », trouvé « ${field.value} ».`];
  return stateOf(field) === state ? [] : [`${field.label} : attendu ${state}, trouvé ${stateOf(field)}.`];
}

/** The control of a field, or the three of a date, each with what it can take. */
function controlsOf(page, cibles) {
  const places = cibles.map((cible) => (typeof cible === "string" ? [["", cible]] : Object.entries(cible)));
  return page.evaluate((candidates) => {
    const isThere = (selectors) => selectors.every(([, selector]) => document.querySelector(selector));
    return (candidates.find(isThere) ?? candidates[0]).map(([part, selector]) => {
      const control = document.querySelector(selector);
      const { type, value } = control;
      const name = control.name || control.id;
      // SurveyJS names the question, Form.io writes `data[nom]`.
      const key = control.closest("[data-name]")?.dataset.name ?? name.replace(/^data\[([^\]]+)\].*/, "$1");
      const options = [...(control.options ?? [])].map((option) => option.value).filter(Boolean);
      return { part, name, key, type, value, options, canLock: /^(text|email|tel|date|textarea)$/.test(type) };
    });
  }, places);
}

/**
 * What a control holds once the value is written, `""` for an unticked box; `undefined` when the value is not known, or
 * nothing of the control fits it.
 */
function writtenIn({ part, type, value: code, options }, { value, name, valeurs = {}, format }) {
  if (value === undefined) return undefined;
  if (part) return partOfDate(value, part, options);
  const mapped = valeurs[value] ?? value;
  if (type === "checkbox") return mapped === code ? code : "";
  if (format === "nom") return type === "text" ? name : options.find((option) => option === mapped || option === name);
  if (type === "date" || format) return wholeDate(value, format);
  if (type !== "select-one") return mapped;
  return options.find((option) => option === mapped);
}

function partOfDate(date, part, options) {
  const [annee, mois, jour] = date.split("-");
  const text = { annee, mois, jour }[part];
  if (Number(text) === 0) return undefined;
  return options.length > 0 ? options.find((option) => Number(option) === Number(text)) : text;
}

/** A date of which a part is unknown cannot be written in one field. */
function wholeDate(date, format = "aaaa-mm-jj") {
  const [annee, mois, jour] = date.split("-");
  if ([mois, jour].some((part) => Number(part) === 0)) return undefined;
  return format.replace("aaaa", annee).replace("mm", mois).replace("jj", jour);
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
