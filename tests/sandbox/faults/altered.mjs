// Faults that let a source answer, then spoil what it answered. A refusal is left as it is, but for its form.

const WHERE = 'Sources, toutes ou celle que l’on nomme';
const SOMEBODY_ELSE = { nom: 'QUELQU’UN', nom_naissance: 'QUELQU’UN', prenom: 'D’AUTRE', date_naissance: '1950-01-01' };
const OPEN_ENUMERATIONS = { status: 'statut_nouveau', statut_rattachement: 'lien_nouveau', statut_service_national: 'situation_nouvelle', sitFam: 'Z' };

export const alteredFaults = [
  altered('truncated', 'le corps s’arrête au milieu du JSON', (answer) => {
    const text = JSON.stringify(answer.body);
    answer.body = text.slice(0, text.length / 2);
  }),
  altered('wrong_content_type', 'le JSON est annoncé comme du texte', (answer) => {
    answer.headers['Content-Type'] = 'text/plain; charset=utf-8';
  }),
  altered('wrong_types', 'le quotient est un texte, les enfants un objet ; ailleurs, rien n’a le type attendu', ({ body }) => {
    const data = dataOf(body);
    const { quotient_familial: quotient, enfants } = data;
    if (quotient) quotient.valeur = mistyped(quotient.valeur);
    if (enfants) data.enfants = mistyped(enfants);
    if (quotient || enfants) return;
    for (const key of Object.keys(data)) data[key] = mistyped(data[key]);
  }),
  altered('nulls', 'chaque valeur est nulle', ({ body }) => {
    const data = dataOf(body);
    for (const key of Object.keys(data)) data[key] = null;
  }),
  altered('unknown_fields', 'des champs inconnus, une caisse et des situations inconnues', ({ body }) => {
    const data = dataOf(body);
    if (Object.keys(data).length > 0) data.champ_nouveau = { valeur: true };
    if (data.quotient_familial) data.quotient_familial.fournisseur = 'CAISSE_NOUVELLE';
    for (const [key, value] of Object.entries(OPEN_ENUMERATIONS)) if (key in data) data[key] = value;
  }),
  altered('without_data', 'la clé data manque', (answer) => {
    answer.body = { links: {}, meta: {} };
  }),
  altered('other_month', 'le quotient est celui d’un autre mois que celui qui est demandé', ({ body }) => {
    const quotient = dataOf(body).quotient_familial;
    if (quotient) Object.assign(quotient, monthBefore(quotient));
  }),
  altered('other_holder', 'le bloc identite nomme une autre personne', ({ body }) => {
    const { identite } = dataOf(body);
    if (identite) Object.assign(identite, namesake(identite));
  }),
];

function altered(name, what, effect) {
  return { name: `source_${name}`, where: WHERE, what, effects: { source_answer: effect } };
}

/** What a source says: under `data` at the gateway, the body itself at the DGFiP; nothing in a refusal. */
function dataOf(body) {
  if (typeof body !== 'object' || body.errors || body.erreur) return {};
  return body.data ?? body;
}

/** A list becomes an object, an amount a text, a text a number, and so on down to the last value. */
function mistyped(value) {
  if (Array.isArray(value)) return { 0: value[0] ?? null };
  if (value === null) return 0;
  if (typeof value === 'number') return 'six cent cinquante';
  if (typeof value === 'string') return 42;
  if (typeof value === 'boolean') return value ? 'oui' : 'non';
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mistyped(inner)]));
}

function monthBefore({ annee, mois }) {
  return mois === 1 ? { annee: annee - 1, mois: 12 } : { annee, mois: mois - 1 };
}

/** Somebody else, under the keys that this source has: first names are a text here, a list there. */
function namesake(identite) {
  const kept = Object.entries(SOMEBODY_ELSE).filter(([key]) => key in identite);
  const prenoms = Array.isArray(identite.prenoms) ? ['D’AUTRE'] : 'D’AUTRE';
  return { ...Object.fromEntries(kept), ...('prenoms' in identite ? { prenoms } : {}) };
}
