// The two images of the README, and one of each state a person may meet.
//
//   node captures.mjs     into docs/captures, and the folder UNEFOIS_CAPTURES or target/unefois/captures
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { openBrowser, openTab } from "./lib/browser.mjs";
import { speakEnglish } from "./lib/intercept.mjs";
import { makeTrip, openForm, tickSource } from "./lib/journey.mjs";
import { setFaults } from "./lib/stack.mjs";
import { EDGE_STATES, FORM_STATES } from "./lib/states.mjs";

const ROOT = resolve(import.meta.dirname, "../..");
const DOCS = join(ROOT, "docs/captures");
const EVERY = process.env.UNEFOIS_CAPTURES ?? join(ROOT, "target/unefois/captures");
const DESK = { width: 1000, height: 1100 };
const PHONE = { width: 360, height: 640 };

const { browser, close } = await openBrowser();
try {
  await Promise.all([DOCS, EVERY].map((folder) => mkdir(folder, { recursive: true })));
  await captureReadme();
  for (const [name, reach] of Object.entries({ ...FORM_STATES, ...EDGE_STATES })) {
    await captureState(name, reach, "fr");
  }
  for (const name of ["repos", "rempli"]) await captureState(name, FORM_STATES[name], "en");
} finally {
  await close();
  await setFaults();
}

/** The form before and after, from the panel down to the first fields. */
async function captureReadme() {
  const { page, close: closeTab } = await openTab(browser, DESK);
  const capture = async (name) => {
    await page.$eval("une-fois", (host) => scrollTo({ top: host.offsetTop - 24, behavior: "instant" }));
    await page.mouse.move(0, 0);
    await page.screenshot({ path: join(DOCS, name) });
  };
  await openForm(page);
  await tickSource(page);
  await capture("formulaire-avant.png");
  await makeTrip(page, "camille", { tick: false });
  await capture("formulaire-apres.png");
  await closeTab();
}

/** A state on a desk and on a phone, whole. */
async function captureState(name, reach, lang) {
  const { page, close: closeTab } = await openTab(browser, { ...DESK, lang });
  try {
    if (lang === "en") await speakEnglish(page);
    await reach(page, lang);
    for (const [device, viewport] of Object.entries({ bureau: DESK, telephone: PHONE })) {
      await page.setViewport(viewport);
      await page.screenshot({ path: join(EVERY, `${name}-${lang}-${device}.png`), fullPage: true });
    }
  } finally {
    await closeTab();
    await setFaults();
  }
}
