// What a person who does not see the page, or has no mouse, meets on each screen: the order of the keyboard, where it
// starts, and the words a screen reader is given.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withBrowser } from "./lib/harness.mjs";
import { focused, tabThrough } from "./lib/keyboard.mjs";
import { spokenBy } from "./lib/speech.mjs";
import { RARE_EDGE_STATES, RARE_FORM_STATES } from "./lib/rare-states.mjs";
import { EDGE_STATES, FORM_STATES } from "./lib/states.mjs";

const inTab = withBrowser();
const STATES = { ...FORM_STATES, ...RARE_FORM_STATES, ...EDGE_STATES, ...RARE_EDGE_STATES };

/** Where the focus is once the screen is there, and what Tab meets from there. */
const ORDERS = {
  "rempli-en-partie": ["Votre formulaire est rempli en partie", ["Quotient familial", "Mois du quotient", "Année du quotient"]],
  "deux-valeurs": [
    "Votre formulaire est rempli",
    [
      "Garder ce que j’ai écrit : Quotient familial",
      "Prendre l’information reçue : Quotient familial",
      "Aller au premier champ à remplir",
      "Voir le détail",
      "Annuler le remplissage",
      "Télécharger mon reçu",
      "Se déconnecter de FranceConnect – nouvelle fenêtre",
    ],
  ],
  refuse: [
    "Aucun champ n’a été rempli",
    ["Remplir moi-même", "Demander de nouveau", "Télécharger mon reçu", "Se déconnecter de FranceConnect – nouvelle fenêtre"],
  ],
  annule: ["Retour sans identification", ["Réessayer avec FranceConnect", "Remplir moi-même"]],
  "retour-perime": ["Vous revenez dans une autre fenêtre", ["Recommencer ici", "Remplir moi-même"]],
  "retour-deja-servi": ["Le retour a pris trop de temps", ["Recommencer", "Remplir moi-même"]],
  "retour-hors-ligne": ["Pas de connexion internet", ["Réessayer", "Remplir moi-même"]],
  "retour-trop-de-demandes": ["Beaucoup de personnes en même temps", ["Réessayer", "Remplir moi-même"]],
  "retour-site-refuse": ["Le remplissage ne fonctionne pas ici", ["Remplir moi-même"]],
  "remplissage-annule": [
    "Aucun champ n’a été rempli",
    ["Remplir moi-même", "Demander de nouveau", "Télécharger mon reçu", "Se déconnecter de FranceConnect – nouvelle fenêtre"],
  ],
  "annule-puis-repris": ["S’identifier avec FranceConnect", ["Qu’est-ce que FranceConnect ?", "Remplir le formulaire moi-même"]],
  "erreur-franceconnect-panne": ["", ["Réessayer", "Revenir au formulaire", "Mentions légales"]],
  "erreur-franceconnect-refuse": ["", ["Essayer un autre compte", "Revenir au formulaire", "Mentions légales"]],
  "conseil-application": ["", ["Continuer ici", "Revenir au formulaire", "Mentions légales"]],
  "choix-enfant-en-erreur": ["", ["Choisissez un enfant, ou « Mon enfant n’est pas dans cette liste »."]],
};

for (const [name, [start, order]] of Object.entries(ORDERS)) {
  test(`keyboard_in_${name}_starts_at_what_happened_and_follows_the_page`, () =>
    inTab(async ({ page }) => {
      await STATES[name](page, "fr");
      if (start) assert.equal(await focused(page), start);
      assert.deepEqual(await tabThrough(page, order.length), order);
    }));
}

/** The month the CAF answers for. */
const MONTH = new Intl.DateTimeFormat("fr-FR", { month: "long", year: "numeric", timeZone: "Europe/Paris" }).format();

/** What a screen reader is given for a control: its role, name, state and description. */
const WORDS = {
  repos: {
    "une-fois >>> [part=panel]": "region « Remplir plus vite avec FranceConnect »",
    "une-fois >>> [part=source] input":
      "checkbox « Mon quotient familial » not checked : Demandé à la CAF ou à la MSA Pour calculer le tarif de la cantine sans attestation.",
    "une-fois >>> [part=button]": "link « S’identifier avec FranceConnect »",
  },
  "cinq-sources-cochees": {
    "une-fois >>> fieldset": "group « Que pouvons-nous demander pour vous ? » : Rien n’est coché d’avance. Cochez une ou plusieurs cases.",
    "une-fois >>> [part=status]": "status « » : 2 cases cochées",
  },
  rempli: {
    "une-fois >>> #title": "heading « Votre formulaire est rempli » level 2",
    "#nom-naissance":
      "textbox « Nom de naissance » read only : Rempli pour vous, à vérifier. Vient de FranceConnect. Non modifiable ici : c’est votre identité, fournie par FranceConnect.",
    '.unefois-note button[aria-label$="Quotient familial"]:not([hidden])': "button « Modifier : Quotient familial »",
  },
  "choix-des-valeurs": {
    "fieldset:has(#choix-quotient_familial)": "group « Informations de la CAF »",
    "#choix-quotient_familial": `checkbox « Quotient familial : 650 € » checked : CAF, ${MONTH}`,
  },
};

for (const [name, controls] of Object.entries(WORDS)) {
  test(`screen_reader_in_${name}_is_given_names_states_and_descriptions`, () =>
    inTab(async ({ page }) => {
      await STATES[name](page, "fr");
      const selectors = Object.keys(controls);
      const spoken = await Promise.all(selectors.map((selector) => spokenBy(page, selector)));
      assert.deepEqual(Object.fromEntries(selectors.map((selector, index) => [selector, spoken[index]])), controls);
    }));
}
