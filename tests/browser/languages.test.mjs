// Every message file is a language of the whole product: the host's page, the panel and the edge's pages.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { withBrowser } from "./lib/harness.mjs";
import { PANEL, leave, openForm, panelText, pressFranceConnect, signIn, tickSource } from "./lib/journey.mjs";
import { stack } from "./lib/stack.mjs";

const inTab = withBrowser();
const FOLDER = process.env.UNEFOIS_MESSAGES ?? resolve(import.meta.dirname, "../../edge/wire/messages");
const LANGUAGES = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".json"))
  .map((file) => ({ code: file.slice(0, -5), texts: JSON.parse(readFileSync(join(FOLDER, file), "utf8")) }));

for (const { code, texts } of LANGUAGES) {
  test(`page_in_${code}_is_followed_by_the_panel_and_by_the_edge`, () =>
    inTab({ lang: "zz" }, async ({ page }) => {
      await speak(page, code);
      await openForm(page);
      assert.equal(await page.$eval(PANEL.section, ({ lang }) => lang), code);
      assert.equal(await panelText(page, PANEL.title), plain(texts["panel.title"]));
      assert.ok((await panelText(page, PANEL.button)).startsWith(plain(texts["fc.login"])));
      await tickSource(page);
      await pressFranceConnect(page);
      await signIn(page, "camille");
      await page.waitForSelector("#complete");
      assert.deepEqual(await read(page), [code, plain(texts["release.h1"])]);
    }));

  test(`page_of_the_rights_in_${code}_leads_to_every_other_language`, () =>
    inTab({ lang: `zz, ${code}-XX;q=0.9` }, async ({ page }) => {
      const others = LANGUAGES.filter((other) => other.code !== code);
      const address = `${stack().edge_origin}/v1/information/cantine-valbourg`;
      await page.goto(address);
      assert.deepEqual(await read(page), [code, plain(texts["info2.title"])]);
      const links = await page.$$eval("header a[hreflang]", (all) => all.map((it) => [it.lang, it.textContent]));
      assert.deepEqual(links, others.map((other) => [other.code, other.texts["common.language"]]));
      for (const other of others) {
        await page.goto(address);
        await leave(page, () => page.click(`header a[hreflang=${other.code}]`));
        assert.deepEqual(await read(page), [other.code, plain(other.texts["info2.title"])]);
      }
    }));
}

test("page_in_a_language_we_do_not_write_is_given_french", () =>
  inTab({ lang: "zz" }, async ({ page }) => {
    await speak(page, "zz");
    await openForm(page);
    assert.equal(await page.$eval(PANEL.section, ({ lang }) => lang), "fr");
  }));

/** The form's page says that it is in this language, as its own template would. */
function speak(page, code) {
  return page.evaluateOnNewDocument((lang) => {
    new MutationObserver((_, observer) => {
      if (!document.documentElement) return;
      document.documentElement.lang = lang;
      observer.disconnect();
    }).observe(document, { childList: true });
  }, code);
}

/** Language and title of a page of the edge. */
function read(page) {
  return page.evaluate(() => {
    const title = document.querySelector("h1").textContent.replace(/[\u00a0\u202f]/g, " ");
    return [document.documentElement.lang, title];
  });
}

function plain(text) {
  return text.replace(/[\u00a0\u202f]/g, " ");
}
