// A form of sixty mapped fields, of every kind: twelve children of five fields each.
import { stack } from "./stack.mjs";

const ROWS = [...Array(12).keys()];

/** Selector of the form. */
export const FORM = "form#soixante";

/** What the démarche maps, as its public description says it. */
export const CHAMPS = ROWS.flatMap((row) => {
  const champ = (end, cible, more) => ({
    chemin: `enfants[${row}].${end}`, source: "quotient_familial", cibles: [cible], ecriture: "verrouille", requis: false, ...more,
  });
  return [
    champ("nom_naissance", `#nom-${row}`),
    champ("prenoms", `#prenoms-${row}`),
    champ("date_naissance", { jour: `#jour-${row}`, mois: `#mois-${row}`, annee: `#annee-${row}` }),
    champ("sexe", `[name=sexe-${row}]`),
    champ("ecole", `#ecole-${row}`, { valeurs: { MOULIN: "moulin" } }),
  ];
});

/** What the edge answers once everything was accepted. */
export function released() {
  const values = { nom_naissance: "D’ŒILLET", prenoms: "Zoé Anaïs", date_naissance: "2018-05-03", sexe: "F", ecole: "MOULIN" };
  const champs = CHAMPS.map(({ chemin }) => ({
    chemin,
    valeur: values[chemin.split(".")[1]],
    provenance: { fournisseur: "caf", annee: 2026, mois: 11 },
  }));
  const logout = `${stack().edge_origin}/v1/logout`;
  return { reference: "VB-0000-0000", recu: "Votre reçu\n", champs, attestation: "e30.e30.e30", logout };
}

/** The page of the form. */
export function formHtml(demarche) {
  const field = (id, label, more = "") => `<label for="${id}">${label}</label><input type="text" id="${id}" name="${id}" ${more}>`;
  const rows = ROWS.map((row) => `<fieldset><legend>Enfant ${row + 1}</legend>
${field(`nom-${row}`, "Nom", "required")}
${field(`prenoms-${row}`, "Prénoms", "required")}
<fieldset><legend>Date de naissance</legend>
${field(`jour-${row}`, "Jour", 'maxlength="2"')}${field(`mois-${row}`, "Mois", 'maxlength="2"')}${field(`annee-${row}`, "Année", 'maxlength="4"')}</fieldset>
<fieldset><legend>Sexe</legend>
<label><input type="radio" name="sexe-${row}" value="F"> Fille</label><label><input type="radio" name="sexe-${row}" value="M"> Garçon</label></fieldset>
<label for="ecole-${row}">École</label><select id="ecole-${row}" name="ecole-${row}"><option value="">École</option>
<option value="lilas">Les Lilas</option><option value="moulin">Le Moulin</option></select></fieldset>`);
  return `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Soixante champs</title><link rel="stylesheet" href="cantine.css">
<script async src="${stack().edge_origin}/v1/unefois.js" data-demarche="${demarche}"></script></head>
<body><main><form id="soixante">${rows.join("\n")}</form></main></body></html>`;
}
