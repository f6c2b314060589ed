import assert from "node:assert/strict";
import { test } from "node:test";
import { DRAFT, writeDraft } from "./lib/draft.mjs";
import { readValues } from "./lib/fields.mjs";
import { withBrowser } from "./lib/harness.mjs";
import { ANDROID_APP, IPHONE_APP } from "./lib/in-app.mjs";
import {
  PANEL, chooseOnEdge, formAddress, leave, openForm, pressFranceConnect, release, signIn, tickSource, waitBack, waitSaid,
} from "./lib/journey.mjs";
import { block } from "./lib/intercept.mjs";
import { keptDrafts } from "./lib/storage.mjs";

const inTab = withBrowser();
const ONWARD = "main a[href^='/v1/start']";
const plain = (text) => text.replace(/[\u00a0\u202f]/g, " ");

for (const [agent, appli, navigateur] of [[ANDROID_APP, "Instagram", "Chrome"], [IPHONE_APP, "Facebook", "Safari"]]) {
  test(`person_in_${appli}_is_advised_once_and_may_go_on_to_the_filled_form`, () =>
    inTab(async ({ page }) => {
      await page.setUserAgent(agent);
      await openForm(page);
      await writeDraft(page, { telephone: "06 00 00 00 00" });
      await tickSource(page);
      await pressFranceConnect(page);
      const said = plain(await page.$eval("main", (it) => it.textContent));
      assert.ok(said.includes(`Vous êtes dans ${appli}.`), said);
      assert.ok(said.includes(`« Ouvrir dans ${navigateur} »`), said);
      assert.equal(await page.$eval(".address", (it) => it.textContent), formAddress());
      await leave(page, () => page.click(ONWARD));
      await signIn(page, "camille");
      await release(page, "send");
      await waitBack(page);
      const { nom_naissance, telephone } = await readValues(page);
      assert.deepEqual([nom_naissance, telephone], ["LEFÈVRE", "06 00 00 00 00"]);
    }));
}

test("person_in_an_application_who_turns_back_finds_what_they_wrote", () =>
  inTab(async ({ page }) => {
    await page.setUserAgent(ANDROID_APP);
    await openForm(page);
    await writeDraft(page);
    await tickSource(page);
    await pressFranceConnect(page);
    await leave(page, () => page.click("main a.button:last-child"));
    await page.waitForSelector(PANEL.source, { visible: true });
    assert.deepEqual(await readValues(page), DRAFT);
    assert.deepEqual(await keptDrafts(page), []);
  }));

test("advice_opened_in_a_browser_of_its_own_leads_to_the_form", () =>
  inTab(async ({ page }) => {
    await page.setUserAgent(ANDROID_APP);
    await openForm(page);
    await pressFranceConnect(page);
    const advice = page.url();
    await page.setUserAgent(ANDROID_APP.replace(/ Instagram.*/, ""));
    await page.goto("about:blank");
    await page.goto(advice);
    assert.equal(page.url(), formAddress());
  }));

test("plain_button_in_an_application_is_followed_by_the_advice_then_by_the_choice", () =>
  inTab(async ({ page }) => {
    await page.setUserAgent(ANDROID_APP);
    await block(page, /\.wasm$/);
    await openForm(page, { panel: false });
    await waitSaid(page, "error");
    await pressFranceConnect(page);
    await leave(page, () => page.click(ONWARD));
    await chooseOnEdge(page);
    assert.ok(await page.$("#identite-camille"), "FranceConnect, and not the advice once more");
  }));
