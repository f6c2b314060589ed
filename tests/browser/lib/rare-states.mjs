// States a person meets when something is slow, missing or broken, or when they change their mind: each reached through
// what really happens, the network of the tab included.
import { ANDROID_APP } from "./in-app.mjs";
import { ENGINE, answer, block, hold } from "./intercept.mjs";
import {
  PANEL, cancelAtFranceConnect, formAddress, leave, listenToWidget, makeTrip, openForm, panelText, pressFranceConnect,
  pressText, release, signIn, tickSource, tickSources, typeInputs, waitBack, waitSaid,
} from "./journey.mjs";
import { setFaults, stack } from "./stack.mjs";
import { reachRelease, startAddress } from "./states.mjs";
import { textOf } from "./texts.mjs";

const REDEEM = /\/v1\/redeem$/;
const NEVER = new Promise(() => {});

/** States of the form's page. */
export const RARE_FORM_STATES = {
  "panneau-attendu": async (page) => {
    await openWithoutEngine(page);
    await page.waitForSelector(PANEL.button, { visible: true });
  },
  "panneau-absent": async (page) => {
    await block(page, ENGINE);
    await openForm(page, { panel: false });
    await waitSaid(page, "error");
  },
  "retour-panneau-attendu": async (page) => {
    await openWithoutEngine(page, "#unefois=AAAA");
    await page.waitForSelector("une-fois >>> [role=status]", { visible: true });
  },
  "retour-panneau-absent": async (page) => {
    await block(page, ENGINE);
    await openReturn(page);
  },
  "retour-description-refusee": async (page) => {
    await block(page, /\/v1\/demarches\//);
    await openReturn(page);
  },
  "cinq-sources-cochees": async (page) => {
    await openForm(page, { form: "transport-solidaire" });
    await tickSources(page, ["c2s", "rsa"]);
  },
  "depart-en-attente": async (page, lang) => {
    await hold(page, /\/v1\/inputs$/, () => NEVER);
    await openForm(page, { form: "stationnement" });
    await tickSources(page, ["vehicule"]);
    await typeInputs(page, { "input.vehicule": "VB-210-CL" });
    await page.click(PANEL.button);
    await waitStatus(page, textOf(lang, "wait.leaving"));
  },
  "retour-en-cours": async (page, lang) => {
    await hold(page, REDEEM, () => NEVER);
    await sendAll(page);
    await waitStatus(page, textOf(lang, "wait.filling"));
  },
  "retour-lent": async (page, lang) => {
    await hold(page, REDEEM, () => NEVER);
    await sendAll(page);
    await waitStatus(page, textOf(lang, "wait.slow"));
  },
  "retour-hors-ligne": async (page) => {
    await hold(page, REDEEM, () => page.setOfflineMode(true));
    await sendAll(page);
    await waitBack(page);
  },
  "retour-trop-de-demandes": async (page) => {
    await answer(page, REDEEM, 429, { error: "too_many" });
    await sendAll(page);
    await waitBack(page);
  },
  "retour-site-refuse": async (page) => {
    await answer(page, REDEEM, 403, { error: "origin_refused" });
    await sendAll(page);
    await waitBack(page);
  },
  "retour-deja-servi": async (page) => {
    const visited = [];
    page.on("request", (request) => visited.push(request.url()));
    await openForm(page);
    await makeTrip(page, "camille");
    await page.goto("about:blank");
    await page.goto(visited.find((url) => url.includes("#unefois=")));
    await waitBack(page);
  },
  "formulaire-change": async (page) => {
    await openForm(page);
    await tickSource(page);
    await pressFranceConnect(page);
    await signIn(page, "camille");
    await page.evaluateOnNewDocument(forgetFields);
    await release(page, "send");
    await waitBack(page);
  },
  "champ-modifie": async (page, lang) => {
    await openForm(page);
    await makeTrip(page, "camille");
    await pressText(page, textOf(lang, "field_ui.edit"), ".unefois-note button");
    await page.keyboard.type("7");
  },
  "remplissage-annule": async (page, lang) => {
    await openForm(page);
    await makeTrip(page, "camille");
    await pressText(page, textOf(lang, "summary.undo"));
    await waitStatus(page, textOf(lang, "summary.undone"), PANEL.section);
  },
  "franceconnect-ferme": async (page) => {
    await setFaults("authorize_down");
    await openForm(page);
    await pressFranceConnect(page);
    await page.goBack();
    await page.waitForSelector(PANEL.source, { visible: true });
  },
  "annule-puis-repris": async (page, lang) => {
    await openForm(page);
    await tickSource(page);
    await pressFranceConnect(page);
    await cancelAtFranceConnect(page);
    await waitBack(page);
    await pressText(page, textOf(lang, "err.fc_cancelled.action"));
    await page.waitForSelector(PANEL.source, { visible: true });
  },
};

/** States of the edge's pages. */
export const RARE_EDGE_STATES = {
  "choix-en-chemin": async (page) => {
    await openForm(page);
    await tickSource(page);
    await pressFranceConnect(page);
    await leave(page, () => page.click("#identite-camille"));
    await setFaults({ name: "source_slow", delay_ms: 15_000 });
    await page.click("#continuer");
    await page.waitForSelector(".wait", { visible: true });
  },
  "choix-source-en-panne": async (page) => {
    await setFaults("source_502_35000");
    await reachRelease(page);
  },
  "conseil-application": async (page, lang) => {
    await page.setUserAgent(ANDROID_APP);
    await page.goto(await startAddress(lang));
  },
};

/** The panel is on its way for ever: the page never ends loading either. */
async function openWithoutEngine(page, hash) {
  await hold(page, ENGINE, () => NEVER);
  await page.goto(formAddress(hash), { waitUntil: "domcontentloaded" });
}

async function openReturn(page) {
  await listenToWidget(page);
  await page.goto(formAddress("#unefois=AAAA"));
  await waitSaid(page, "error");
}

/** Up to the press that sends everything; what follows is not waited for. */
async function sendAll(page) {
  await openForm(page);
  await tickSource(page);
  await pressFranceConnect(page);
  await signIn(page, "camille");
  await release(page, "send");
}

async function waitStatus(page, text, part = PANEL.status) {
  const wanted = text.replace(/[\u00a0\u202f]/g, " ");
  for (let tries = 0; tries < 80; tries += 1) {
    const said = await panelText(page, part).catch(() => "");
    if (said.includes(wanted)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The panel never says "${wanted}".`);
}

/** The town has changed every field of its form since the démarche was written. */
function forgetFields() {
  addEventListener("DOMContentLoaded", () => {
    for (const field of document.querySelectorAll("main form :is(input, select, textarea)")) {
      for (const name of ["id", "name", "autocomplete", "data-unefois"]) field.removeAttribute(name);
      field.setAttribute("aria-label", "Champ de la ville");
    }
  });
}
