import assert from "node:assert/strict";
import { test } from "node:test";
import { bundle, FRAMEWORKS } from "../../widget/package/test/bundle.mjs";
import { readValues } from "./lib/fields.mjs";
import { demarcheOf, FIRST, formAddress } from "./lib/forms.mjs";
import { withBrowser } from "./lib/harness.mjs";
import { REACH_THIS_MACHINE } from "./lib/intercept.mjs";
import { makeTrip, openForm } from "./lib/journey.mjs";
import { stack } from "./lib/stack.mjs";

const inTab = withBrowser({ switches: REACH_THIS_MACHINE });

/** The form comes without its tag; the script of a framework puts its panel, each time the form is shown. */
async function mount(page, script) {
  const settings = { edge: stack().edge_origin, demarche: await demarcheOf() };
  await page.setRequestInterception(true);
  page.on("request", async (request) => {
    if (request.url() !== formAddress()) return request.continue();
    const answer = await fetch(`${stack().forms_base}/${FIRST}/`);
    const body = (await answer.text()).replace(/<script async [^>]*><\/script>/, "");
    return request.respond({ headers: Object.fromEntries(answer.headers), body });
  });
  await page.evaluateOnNewDocument(`
    if (location.origin === ${JSON.stringify(stack().forms_origin)}) addEventListener("DOMContentLoaded", () => {
      const root = Object.assign(document.createElement("div"), { id: "racine" });
      document.querySelector("h1").after(root);
      window.settings = ${JSON.stringify(settings)};
      ${script}
    });`);
  await openForm(page);
  return settings;
}

for (const framework of FRAMEWORKS) {
  test(`wrapper_of_${framework}_loads_the_element_passes_its_attributes_and_hears_its_events`, () =>
    inTab(async ({ page, messages }) => {
      const { demarche, edge } = await mount(page, bundle(framework));
      const attributes = await page.$eval("une-fois", (it) =>
        Object.fromEntries([...it.attributes].map(({ name, value }) => [name, value])),
      );
      assert.deepEqual(attributes, { demarche, edge, "heading-level": "3" });
      assert.ok(await page.$("une-fois >>> h3#title"));
      assert.equal(await page.evaluate(() => window.held === document.querySelector("une-fois")), true);
      assert.equal(await page.$eval("une-fois > p", (it) => it.slot), "intro");
      const said = () => page.$eval("output", (it) => it.textContent);
      assert.equal(await said(), `unefois:ready ${demarche}`);
      await makeTrip(page, "camille");
      await page.waitForFunction(() => document.querySelector("output").textContent.includes("unefois:filled"));
      assert.notEqual((await readValues(page)).nom_naissance, "");
      assert.deepEqual(messages, []);
    }));
}
