import assert from "node:assert/strict";
import { test } from "node:test";
import { NARROW, axeProblems, overflows, smallTargets, spaceText } from "./lib/accessibility.mjs";
import { capture } from "./lib/captures.mjs";
import { borderless, enlargeText, forceColours, illegible, moving, reduceMotion } from "./lib/conditions.mjs";
import { withBrowser } from "./lib/harness.mjs";
import { speakEnglish } from "./lib/intercept.mjs";
import { RARE_EDGE_STATES, RARE_FORM_STATES } from "./lib/rare-states.mjs";
import { EDGE_STATES, FORM_STATES } from "./lib/states.mjs";

const inTab = withBrowser();
const titles = new Map();

const STATES = { ...FORM_STATES, ...RARE_FORM_STATES, ...EDGE_STATES, ...RARE_EDGE_STATES };
/** A page of twice the text has half the room. */
const HALF = 640;

for (const [lang, accepted] of [["fr", "fr-FR"], ["en", "en-GB"]]) {
  for (const [name, reach] of Object.entries(STATES)) {
    test(`state_${name}_in_${lang}_is_accessible_under_every_condition`, () =>
      inTab({ lang: accepted }, async ({ page }) => {
        if (lang === "en") await speakEnglish(page);
        await reach(page, lang);
        assert.equal(await language(page), lang);
        await assertTitle(page, name, lang);
        assert.deepEqual(await axeProblems(page), [], "wide");
        await capture(page, lang, name);
        assert.deepEqual(await overflows(page, NARROW), []);
        assert.deepEqual(await axeProblems(page), [], "narrow");
        assert.deepEqual(await smallTargets(page), []);
        await capture(page, lang, name);
        await assertDark(page, lang, name);
        await spaceText(page);
        assert.deepEqual(await overflows(page, NARROW), [], "wider text");
        // What follows is about shapes, which both languages share.
        if (lang === "fr") await assertSettings(page);
      }));
  }
}

/** Colours a town may set; those of the examples are made for its own light page. */
const COLOURS = ["text", "link", "surface", "line", "hover", "alert", "accent", "muted", "action", "action-text"];

/** The town's page stays light: there the panel is dark by its own attribute, and in its own colours. */
async function assertDark(page, lang, name) {
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
  await page.evaluate((colours) => {
    const host = document.querySelector("une-fois");
    if (!host) return;
    for (const colour of colours) host.style.setProperty(`--unefois-${colour}`, "initial");
    host.shadowRoot.querySelector("[part=panel]").style.colorScheme = "dark";
  }, COLOURS);
  assert.deepEqual(await axeProblems(page), [], "dark");
  await capture(page, lang, name, "sombre");
}

/** Settings of the person's own: larger and wider text, no movement, the colours of their system. */
async function assertSettings(page) {
  assert.deepEqual(await illegible(page), [], "wider text");
  await enlargeText(page);
  assert.deepEqual(await overflows(page, HALF), [], "larger text");
  assert.deepEqual(await illegible(page), [], "larger text");
  await reduceMotion(page);
  assert.deepEqual(await moving(page), [], "reduced motion");
  await forceColours(page);
  assert.deepEqual(await borderless(page), [], "forced colours");
}

/** Language of what we wrote: the panel in the form, the whole page on the edge. */
function language(page) {
  return page.evaluate(() => {
    const panel = document.querySelector("une-fois")?.shadowRoot.querySelector("[part=panel]");
    return (panel ?? document.documentElement).lang;
  });
}

/** Every page of the edge has a title of its own; a problem begins with the word that says so. */
async function assertTitle(page, name, lang) {
  const title = await page.title();
  assert.ok(title);
  if (name.startsWith("erreur")) assert.match(title, lang === "fr" ? /^Erreur\s:/ : /^Error:/);
  const key = `${lang} ${title}`;
  if (name.startsWith("erreur")) assert.ok(!titles.has(key), `${titles.get(key)} bears the same title`);
  titles.set(key, name);
}
