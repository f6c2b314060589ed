// Every state a person may meet, each reached the way they reach it. A state is a function of a tab; the sandbox's
// faults it needs are reset by the caller.
import { writeDraft } from "./draft.mjs";
import { identityOf, typedFor } from "./expectation.mjs";
import { demarcheOf, description } from "./forms.mjs";
import {
  PANEL, cancelAtFranceConnect, formAddress, leave, listenToWidget, makeTrip, openForm, pressFranceConnect, release,
  signIn, tickSource, tickSources, typeInputs, typeOnEdge, waitSaid,
} from "./journey.mjs";
import { rowLabels } from "./rows.mjs";
import { setFaults, stack } from "./stack.mjs";
import { checkText, compare, fillForm, openVerification } from "./verify-page.mjs";

const CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/** States of the form's page. */
export const FORM_STATES = {
  repos: (page) => openForm(page),
  coche: async (page) => {
    await openForm(page);
    await tickSource(page);
  },
  "autre-adulte": async (page) => {
    await openForm(page);
    await (await page.waitForSelector("une-fois >>> [part~=other] input")).click();
    await page.waitForSelector(PANEL.button, { hidden: true });
  },
  rempli: async (page) => {
    await openForm(page);
    await makeTrip(page, "camille");
  },
  "rempli-en-partie": async (page) => {
    await setFaults("source_404_23003");
    await openForm(page);
    await makeTrip(page, "camille");
  },
  "rempli-avec-saisie": async (page) => {
    await openForm(page, { form: "stationnement" });
    await makeTrip(page, "camille", { typed: { "input.vehicule": "VB-210-CL" } });
  },
  "rempli-avec-enfants": async (page) => {
    const rows = rowLabels(await identityOf("fatou"), { enfants: [0, 2] });
    await openForm(page, { form: "periscolaire" });
    await makeTrip(page, "fatou", { picked: rows });
  },
  "deux-valeurs": async (page) => {
    await openForm(page);
    await writeDraft(page, { nom_naissance: "Lefebvre", quotient_familial: "512" });
    await makeTrip(page, "camille");
  },
  "pas-moi": async (page) => {
    await openForm(page);
    await makeTrip(page, "camille");
    await pressLast(page, ".unefois-note button:not([aria-label])");
  },
  refuse: async (page) => {
    await openForm(page);
    await makeTrip(page, "camille", { decision: "refuse" });
  },
  annule: async (page) => {
    await openForm(page);
    await pressFranceConnect(page);
    await cancelAtFranceConnect(page);
    await waitSaid(page, "incomplete");
    await page.waitForSelector(PANEL.title, { visible: true });
  },
  "saisies-ouvertes": openInputs,
  "saisies-en-erreur": async (page) => {
    await openInputs(page);
    await pressForErrors(page);
  },
  "saisie-refusee": async (page) => {
    await openForm(page, { form: "stationnement" });
    await tickSources(page, ["vehicule"]);
    await typeInputs(page, { "input.vehicule": "ma voiture" });
    await pressForErrors(page);
  },
  "retour-perime": async (page) => {
    await listenToWidget(page);
    await page.goto(formAddress("#unefois=AAAA"));
    await waitSaid(page, "error");
    await page.waitForSelector(PANEL.title, { visible: true });
  },
};

/** States of the edge's pages. */
export const EDGE_STATES = {
  "choix-sans-panneau": async (page, lang) => page.goto(await startAddress(lang)),
  "choix-saisies": (page, lang) => openChoice(page, lang, ["scolarite", "sportif"]),
  "choix-saisies-en-erreur": async (page, lang) => {
    await openChoice(page, lang, ["scolarite", "sportif"]);
    await typeOnEdge(page, { "education.nom_naissance": "DIOP", "sports.identifiant": "moi" });
  },
  "choix-des-valeurs": (page) => reachRelease(page),
  "choix-identite-seule": async (page) => {
    await setFaults("source_404_23003");
    await reachRelease(page);
  },
  "choix-detail-ouvert": async (page) => {
    await reachRelease(page);
    await page.$$eval("details", (all) => all.forEach((it) => (it.open = true)));
  },
  "choix-rien-coche": async (page) => {
    await reachRelease(page);
    for (const box of await page.$$("input[name=choix]:checked")) await box.click();
    await release(page, "send");
  },
  "choix-enfant": (page) => reachRelease(page, "solene", "creche"),
  "choix-enfant-en-erreur": async (page) => {
    await reachRelease(page, "solene", "creche");
    await release(page, "send");
  },
  "choix-enfants": (page) => reachRelease(page, "fatou", "periscolaire"),
  "choix-sante": (page) => reachRelease(page, "camille", "transport-solidaire"),
  "choix-admission": (page) => reachRelease(page, "maiwenn", "aide-etudiante"),
  "choix-paiements": (page) => reachRelease(page, "camille", "aide-sociale"),
  "choix-carte-grise": (page) => reachRelease(page, "camille", "stationnement"),
  "choix-prolonge": async (page) => {
    await reachRelease(page);
    await release(page, "more-time");
  },
  "choix-nom-long": async (page) => reachRelease(page, "nom-long"),
  information: (page, lang) => page.goto(`${stack().edge_origin}/v1/information/cantine-valbourg?lang=${lang}`),
  verification: (page, lang) => openVerification(page, lang),
  "verification-valable": async (page, lang) => {
    const { attestation } = await fillForm(page);
    await openVerification(page, lang);
    await checkText(page, attestation);
    await compare(page, "identite.nom_naissance", "lefèvre");
    await compare(page, "quotient_familial.valeur", "12");
  },
  "verification-refusee": async (page, lang) => {
    await openVerification(page, lang);
    await checkText(page, "bonjour");
  },
  "au-revoir": async (page) => {
    await openForm(page);
    await makeTrip(page, "camille");
    await page.goto(await page.$eval("une-fois >>> [part=logout] a", ({ href }) => href));
    await page.waitForFunction((origin) => location.origin === origin, {}, stack().edge_origin);
  },
  "au-revoir-pas-moi": async (page) => {
    await reachRelease(page);
    await release(page, "not-me");
    await page.waitForFunction((origin) => location.origin === origin, {}, stack().edge_origin);
  },
  "erreur-franceconnect-refuse": (page) => meetProblem(page, "refuse"),
  "erreur-franceconnect-panne": (page) => meetProblem(page, "temporarily_unavailable"),
  "erreur-technique": (page) => meetProblem(page, "id_token_wrong_nonce"),
  "erreur-lien": (page) => meetProblem(page, "callback_state_altered"),
  "erreur-temps-ecoule": async (page) => {
    await reachRelease(page);
    await page.reload();
  },
  "retour-apres-envoi": async (page) => {
    await openForm(page);
    await makeTrip(page, "camille");
    await leave(page, () => page.goBack());
  },
};

/** Up to the release page of a form, every source asked for, with what the person's own file says to type. */
export async function reachRelease(page, slug = "camille", form = "cantine") {
  const { byText } = typedFor(await description(form), await identityOf(slug));
  await openForm(page, { form });
  await tickSources(page);
  await typeInputs(page, byText);
  await pressFranceConnect(page);
  await signIn(page, slug);
  await page.waitForSelector("#complete");
}

/** The panel that asks for most: a child, and a number. */
async function openInputs(page) {
  await openForm(page, { form: "coupon-sport" });
  await tickSources(page, ["scolarite", "sportif"]);
}

async function pressForErrors(page) {
  await page.click(PANEL.button);
  await page.waitForSelector(PANEL.error, { visible: true });
}

async function openChoice(page, lang, sources) {
  await page.goto(await startAddress(lang, "coupon-sport", sources));
}

async function pressLast(page, selector) {
  const buttons = await page.$$(selector);
  await buttons.at(-1).click();
}

async function meetProblem(page, fault) {
  await setFaults(fault);
  await openForm(page);
  await tickSource(page);
  await pressFranceConnect(page);
  await signIn(page, "camille");
}

/** The address a form of the town sends a person to, with nothing chosen unless `sources` are. */
export async function startAddress(lang, form, sources) {
  const demarche = await demarcheOf(form);
  const query = new URLSearchParams({ demarche, page: formAddress("", form), challenge: CHALLENGE, lang });
  if (sources) query.set("sources", sources.join(","));
  return `${stack().edge_origin}/v1/start?${query}`;
}
