import assert from "node:assert/strict";
import { test } from "node:test";
import { description, identityOf, typedFor } from "./lib/expectation.mjs";
import { withBrowser } from "./lib/harness.mjs";
import { leave, openForm, pressFranceConnect, tickSources, typeInputs } from "./lib/journey.mjs";
import { setFaults } from "./lib/stack.mjs";

const inTab = withBrowser();
const FORM = "transport-solidaire";
/** Long enough for everything a person may do before the page is whole. */
const SLOW = { name: "source_slow", source: "c2s", delay_ms: 4000 };

test("address_forgets_the_code_and_a_decision_is_guarded_while_a_source_is_still_awaited", () =>
  inTab(async ({ page }) => {
    await openUnfinishedPage(page, SLOW);
    await page.waitForFunction(() => location.pathname !== "/v1/callback" || document.readyState !== "loading");
    const { address, state, goes } = await page.evaluate(() => ({
      address: location.pathname + location.search,
      state: document.readyState,
      goes: document
        .querySelector("form[action='/v1/not-me']")
        .dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true })),
    }));
    assert.deepEqual([address, state, goes], ["/v1/release", "loading", false]);
  }));

test("source_that_answers_late_is_announced_when_it_arrives", () =>
  inTab(async ({ page }) => {
    const legend = "Informations de l’Assurance maladie";
    await openUnfinishedPage(page, SLOW);
    const said = () => page.$eval("#announce", (it) => it.textContent);
    assert.notEqual(await said(), legend);
    await page.waitForSelector("#complete");
    assert.equal(await page.$eval("fieldset:has(#choix-c2s) legend", (it) => it.textContent), legend);
    assert.equal(await said(), legend);
  }));

test("provider_of_several_sources_is_awaited_in_one_line_below_what_is_being_done", () =>
  inTab(async ({ page }) => {
    await openUnfinishedPage(page, SLOW);
    const lines = await page.$$eval(".wait p", (all) => all.map((it) => it.textContent.replace(/[\u00a0\u202f]/g, " ")));
    assert.deepEqual(lines, [
      "Nous demandons vos informations",
      "Elles s’affichent au fur et à mesure, en moins de 20 secondes.",
      "Demande en cours à la CAF ou à la MSA",
      "Demande en cours à l’Assurance maladie",
      "Demande en cours à France Travail",
    ]);
    await page.waitForSelector("#complete");
    assert.equal(await page.$eval(".wait", (it) => it.checkVisibility()), false);
  }));

/** Up to a release page of every source, of which `fault` keeps some from answering: the page is not whole yet. */
async function openUnfinishedPage(page, fault) {
  const person = await identityOf("camille");
  const { byText } = typedFor(await description(FORM), person);
  await openForm(page, { form: FORM });
  await tickSources(page);
  await typeInputs(page, byText);
  await pressFranceConnect(page);
  await leave(page, () => page.click("#identite-camille"));
  await setFaults(fault);
  await page.click("#continuer");
  await page.waitForSelector(".wait", { visible: true });
}
