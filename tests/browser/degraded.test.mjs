import assert from "node:assert/strict";
import { test } from "node:test";
import { identityOf } from "./lib/expectation.mjs";
import { readValues } from "./lib/fields.mjs";
import { withBrowser } from "./lib/harness.mjs";
import { ENGINE, block, hold } from "./lib/intercept.mjs";
import {
  PANEL, chooseOnEdge, formAddress, leave, openForm, pressFranceConnect, release, signIn, tickSource, tickSources,
  typeOnEdge, waitBack, waitSaid,
} from "./lib/journey.mjs";

const inTab = withBrowser();
const PLATE = "france_titres.immatriculation";

for (const [what, pattern] of [["wasm", /\.wasm$/], ["glue", /panel-[^/]*\.js$/]]) {
  test(`button_is_a_plain_link_that_works_when_the_${what}_never_arrives`, () =>
    inTab(async ({ page }) => {
      await block(page, pattern);
      await openForm(page, { panel: false });
      await waitSaid(page, "error");
      await pressFranceConnect(page);
      await chooseOnEdge(page);
      await signIn(page, "camille");
      await release(page, "send");
      await page.waitForFunction(() => location.host.startsWith("ville."));
      await waitSaid(page, "error");
      assert.equal(page.url(), formAddress());
      assert.equal((await readValues(page)).nom_naissance, "");
      assert.match(await page.$eval("une-fois >>> [role=status]", (it) => it.textContent), /ne fonctionne pas ici/);
    }));
}

test("plain_link_fills_the_form_when_the_panel_arrives_only_on_the_way_back", () =>
  inTab(async ({ page }) => {
    let isBlocked = true;
    await page.setRequestInterception(true);
    page.on("request", (request) => (isBlocked && ENGINE.test(request.url()) ? request.abort() : request.continue()));
    await openForm(page, { panel: false });
    await waitSaid(page, "error");
    await pressFranceConnect(page);
    await chooseOnEdge(page);
    isBlocked = false;
    await signIn(page, "camille");
    await release(page, "send");
    await waitBack(page);
    const { nom_naissance, quotient_familial } = await readValues(page);
    assert.deepEqual([nom_naissance, quotient_familial], ["LEFÈVRE", "650"]);
  }));

test("pages_of_the_edge_lead_to_the_filled_form_without_javascript", () =>
  inTab(async ({ page }) => {
    await openForm(page);
    await tickSource(page);
    await page.setJavaScriptEnabled(false);
    await pressFranceConnect(page);
    await signIn(page, "camille");
    assert.equal(await page.$eval(".wait", (it) => it.checkVisibility()), false, "the waiting lines are gone");
    await page.click("#choix-adresse");
    await leave(page, () => page.click("form[action='/v1/more-time'] button"));
    assert.match(await page.$eval("[role=status]", (it) => it.textContent), /10\sminutes/);
    await page.setJavaScriptEnabled(true);
    await release(page, "send");
    await waitBack(page);
    const { nom_naissance, quotient_familial } = await readValues(page);
    assert.deepEqual([nom_naissance, quotient_familial], ["LEFÈVRE", "650"]);
  }));

test("inputs_are_asked_for_and_checked_by_the_edge_without_javascript", () =>
  inTab(async ({ page }) => {
    const form = "stationnement";
    await block(page, /panel-[^/]*\.js$/);
    await openForm(page, { form, panel: false });
    await waitSaid(page, "error");
    await page.setJavaScriptEnabled(false);
    await pressFranceConnect(page);
    await chooseOnEdge(page, ["vehicule"]);
    assert.equal(await page.$("[role=alert]"), null, "nothing is wrong before anything is written");
    assert.doesNotMatch(await page.title(), /^Erreur/);
    await typeOnEdge(page, { [PLATE]: "ma voiture" });
    assert.match(await page.title(), /^Erreur\s: /);
    assert.match(await page.$eval("[role=alert] a", (it) => it.textContent), /comme sur la plaque/);
    assert.equal(await page.$eval(`[name="saisie.${PLATE}"]`, ({ value }) => value), "ma voiture");
    assert.doesNotMatch(page.url(), /voiture/);
    await page.click(`[name="saisie.${PLATE}"]`, { count: 3 });
    await typeOnEdge(page, { [PLATE]: "vb 210 cl" });
    await signIn(page, "camille");
    assert.match(await page.$eval("fieldset:has(#choix-vehicule)", (it) => it.textContent), /VB-210-CL/);
    await release(page, "send");
    assert.ok(page.url().startsWith(formAddress("#", form)), "the form, with what will fill it");
    assert.doesNotMatch(page.url(), /VB.{0,3}210/);
  }));

test("child_is_chosen_without_javascript", () =>
  inTab(async ({ page }) => {
    const { eaje } = await identityOf("solene");
    await openForm(page, { form: "creche" });
    await tickSources(page, ["eaje"]);
    await page.setJavaScriptEnabled(false);
    await pressFranceConnect(page);
    await signIn(page, "solene");
    await release(page, "send");
    await page.click("[role=alert] a");
    await page.click("#choix-eaje-enfants-1");
    await page.setJavaScriptEnabled(true);
    await release(page, "send");
    await waitBack(page);
    assert.equal((await readValues(page)).bebe_prenoms, eaje.enfants[1].prenoms);
  }));

test("button_is_painted_before_the_panel_is_asked_for", () =>
  inTab(async ({ page }) => {
    const seen = [];
    await hold(page, ENGINE, async () => {
      seen.push(await page.evaluate((selector) => {
        const [host, inside] = selector.split(" >>> ");
        const box = document.querySelector(host).shadowRoot.querySelector(inside).getBoundingClientRect();
        return box.height > 40 && performance.getEntriesByType("paint").length > 0;
      }, PANEL.button));
    });
    await openForm(page);
    assert.deepEqual(seen, [true, true]);
  }));
