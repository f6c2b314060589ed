import assert from "node:assert/strict";
import { test } from "node:test";
import { NARROW, axeProblems, overflows, smallTargets, spaceText } from "./lib/accessibility.mjs";
import { withBrowser } from "./lib/harness.mjs";
import { speakEnglish } from "./lib/intercept.mjs";
import { EDGE_STATES, FORM_STATES } from "./lib/states.mjs";

const inTab = withBrowser();
const titles = new Map();

for (const [lang, accepted] of [["fr", "fr-FR"], ["en", "en-GB"]]) {
  for (const [name, reach] of Object.entries({ ...FORM_STATES, ...EDGE_STATES })) {
    test(`state_${name}_in_${lang}_is_accessible_wide_narrow_and_dark`, () =>
      inTab({ lang: accepted }, async ({ page }) => {
        if (lang === "en") await speakEnglish(page);
        await reach(page, lang);
        assert.deepEqual(await axeProblems(page), [], "wide");
        assert.deepEqual(await overflows(page, NARROW), []);
        assert.deepEqual(await axeProblems(page), [], "narrow");
        assert.deepEqual(await smallTargets(page), []);
        await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
        assert.deepEqual(await axeProblems(page), [], "dark");
        await spaceText(page);
        assert.deepEqual(await overflows(page, NARROW), [], "wider text");
        assert.equal(await language(page), lang);
        await assertTitle(page, name, lang);
      }));
  }
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
