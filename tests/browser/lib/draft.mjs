// A form a person has half filled, with what makes texts awkward, and the ways to write in it as a person does.

/** Every field of the form, with something only this person would write. */
export const DRAFT = {
  civilite_sexe: "1",
  nom_naissance: "D’Œillet--Ÿ",
  nom_usage: "Été & <b>fils</b>",
  prenoms: "Zoé  Anaïs-Maëlle",
  jour_naissance: "01",
  mois_naissance: "08",
  annee_naissance: "1990",
  commune_naissance: "2A004",
  pays_naissance: "99352",
  courriel: "zoe+cantine@valbourg.example",
  telephone: "06 00 00 00 00",
  adresse: "3 bis, rue de l’Église\nAppartement « B » \\ 2",
  complement: "Chez Mme Nguyễn",
  code_postal: "99998",
  ville: "Saint-Haÿ",
  numero_caf: "1234567A",
  quotient_familial: "512",
  mois_quotient: "03",
  annee_quotient: "2025",
  enfant_nom: "D’Œillet",
  enfant_prenom: "Gwenaëlle 👧🏽",
  enfant_naissance: "2019-02-03",
  enfant_sexe: "F",
  ecole: "moulin",
  classe: "CE1",
  regime: "vegetarien",
  jours: "lundi, jeudi",
  remarques: "Ligne 1\n\n\tLigne 3 : 100 % « d’accord » ; l'autre ?",
  reglement: "oui",
};

/** Writes in the form as a person does; all of the draft unless told otherwise. */
export async function writeDraft(page, draft = DRAFT) {
  for (const [name, value] of Object.entries(draft)) await writeField(page, name, value);
}

/** Writes in one field, by keys and clicks where a person would use them. */
export async function writeField(page, name, value) {
  const control = await page.$(`form [name="${name}"]`);
  const kind = await control.evaluate(({ type, tagName }) => (tagName === "SELECT" ? "select" : type));
  if (kind === "select") await page.select(`form [name="${name}"]`, value);
  else if (kind === "radio" || kind === "checkbox") await tick(page, name, value.split(", "));
  else if (kind === "date" || kind === "textarea") await paste(control, value);
  else await control.type(value);
}

async function tick(page, name, values) {
  for (const value of values) await page.locator(`form [name="${name}"][value="${value}"]`).click();
}

async function paste(control, value) {
  await control.evaluate((element, text) => {
    element.value = text;
    element.dispatchEvent(new Event("input", { bubbles: true }));
    element.dispatchEvent(new Event("change", { bubbles: true }));
  }, value);
}
