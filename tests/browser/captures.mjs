// The images of the documentation, and one of each state a person may meet.
//
//   node captures.mjs     into docs/captures, and the folder UNEFOIS_CAPTURES or target/unefois/captures
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { inTab, openBrowser } from "./lib/browser.mjs";
import { speakEnglish } from "./lib/intercept.mjs";
import { makeTrip, openForm, tickSource, tickSources, typeInputs } from "./lib/journey.mjs";
import { setFaults } from "./lib/stack.mjs";
import { EDGE_STATES, FORM_STATES, reachRelease } from "./lib/states.mjs";

const ROOT = resolve(import.meta.dirname, "../..");
const DOCS = join(ROOT, "docs/captures");
const EVERY = process.env.UNEFOIS_CAPTURES ?? join(ROOT, "target/unefois/captures");
const DESK = { width: 1000, height: 1100 };
const PHONE = { width: 360, height: 640 };

const { browser, close } = await openBrowser();
try {
  await Promise.all([DOCS, EVERY].map((folder) => mkdir(folder, { recursive: true })));
  await captureCanteen();
  await captureParking();
  await captureNursery();
  for (const [name, reach] of Object.entries({ ...FORM_STATES, ...EDGE_STATES })) {
    await captureState(name, reach, "fr");
  }
  for (const name of ["repos", "rempli"]) await captureState(name, FORM_STATES[name], "en");
} finally {
  await close();
  await setFaults();
}

/** The form before and after, from the panel down to the first fields. */
function captureCanteen() {
  return inTab(browser, DESK, async ({ page }) => {
    await openForm(page);
    await tickSource(page);
    await captureFrom(page, "une-fois", "formulaire-avant.png");
    await makeTrip(page, "camille", { tick: false });
    await captureFrom(page, "une-fois", "formulaire-apres.png");
  });
}

/** A plate typed in the panel, and the fields of the vehicle it filled. */
function captureParking() {
  return inTab(browser, DESK, async ({ page }) => {
    await openForm(page, { form: "stationnement" });
    await tickSources(page);
    await typeInputs(page, { "input.vehicule": "VB-210-CL" });
    await captureFrom(page, "une-fois", "panneau-immatriculation.png");
    await makeTrip(page, "camille", { tick: false });
    await captureFrom(page, "form > fieldset", "stationnement-rempli.png");
  });
}

/** The child to choose among those of the family. */
function captureNursery() {
  return inTab(browser, DESK, async ({ page }) => {
    await reachRelease(page, "solene", "creche");
    await captureFrom(page, "fieldset:has([type=radio])", "choix-enfant.png");
  });
}

/** A screen of the page for the documentation, from an element down. */
async function captureFrom(page, selector, name) {
  await page.$eval(selector, (element) => {
    scrollTo({ top: element.getBoundingClientRect().top + scrollY - 24, behavior: "instant" });
  });
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(DOCS, name) });
}

/** A state on a desk and on a phone, whole. */
async function captureState(name, reach, lang) {
  await inTab(browser, { ...DESK, lang }, async ({ page }) => {
    if (lang === "en") await speakEnglish(page);
    await reach(page, lang);
    for (const [device, viewport] of Object.entries({ bureau: DESK, telephone: PHONE })) {
      await page.setViewport(viewport);
      await page.screenshot({ path: join(EVERY, `${name}-${lang}-${device}.png`), fullPage: true });
    }
  });
  await setFaults();
}
