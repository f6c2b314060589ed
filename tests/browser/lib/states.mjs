// Every state a person may meet, each reached the way they reach it. A state is a function of a tab; the sandbox's
// faults it needs are reset by the caller.
import { writeDraft } from "./draft.mjs";
import {
  PANEL, cancelAtFranceConnect, formAddress, leave, listenToWidget, makeTrip, openForm, pressFranceConnect,
  release, signIn, tickSource, waitBack, waitSaid,
} from "./journey.mjs";
import { setFaults, stack } from "./stack.mjs";

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
  "retour-perime": async (page) => {
    await listenToWidget(page);
    await page.goto(formAddress("#unefois=AAAA"));
    await waitSaid(page, "error");
    await page.waitForSelector(PANEL.title, { visible: true });
  },
};

/** States of the edge's pages. */
export const EDGE_STATES = {
  "choix-sans-panneau": (page, lang) => page.goto(startAddress(lang)),
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
  "choix-prolonge": async (page) => {
    await reachRelease(page);
    await release(page, "more-time");
  },
  "choix-nom-long": async (page) => reachRelease(page, "nom-long"),
  information: (page, lang) => page.goto(`${stack().edge_origin}/v1/information/cantine-valbourg?lang=${lang}`),
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

async function reachRelease(page, slug = "camille") {
  await openForm(page);
  await tickSource(page);
  await pressFranceConnect(page);
  await signIn(page, slug);
  await page.waitForSelector("#complete");
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

function startAddress(lang) {
  const query = new URLSearchParams({ demarche: "cantine-valbourg", page: formAddress(), challenge: CHALLENGE, lang });
  return `${stack().edge_origin}/v1/start?${query}`;
}
