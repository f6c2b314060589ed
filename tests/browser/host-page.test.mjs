// Pages as towns have them: what else stands in them must not change what the person gets.
import assert from "node:assert/strict";
import { test } from "node:test";
import { writeDraft } from "./lib/draft.mjs";
import { readValues } from "./lib/fields.mjs";
import { withBrowser } from "./lib/harness.mjs";
import { REACH_THIS_MACHINE, changePage } from "./lib/intercept.mjs";
import {
  PANEL, formAddress, leave, makeTrip, openForm, panelText, pressFranceConnect, waitBack,
} from "./lib/journey.mjs";
import { keptDrafts } from "./lib/storage.mjs";

const inTab = withBrowser({ switches: REACH_THIS_MACHINE });

const before = (place, added) => (html) => html.replace(place, `${added}${place}`);
const CLOBBERS = ["submit", "action", "length", "elements", "__proto__", "fetch", "before", "id", "constructor"]
  .map((name) => `<label>Autre<input name="${name}"></label>`)
  .join("");

/** Changes of the town's page under which the whole trip must fill the form as ever. */
const PAGES = {
  base_address_of_another_site: { html: before("<title>", '<base href="https://ailleurs.example/dossier/">') },
  fields_named_like_properties: { html: (html) => html.replace(/(<form id="inscription[^>]*>)/, `$1${CLOBBERS}`) },
  elements_named_like_globals: {
    html: before("<main", '<form name="fetch"></form><img id="crypto" alt=""><img name="head" alt=""><a id="history"></a>'),
  },
  custom_elements_around_the_form: {
    html: (html) => html.replace("<form id=", "<x-cadre><x-etape><form id=").replace("</form>", "</form></x-etape></x-cadre>"),
  },
};

for (const [what, change] of Object.entries(PAGES)) {
  test(`${what}_change_nothing_for_the_person`, () =>
    inTab(async ({ page }) => {
      await changePage(page, { policy: (text) => text.replace(/base-uri [^;]+;?/, ""), ...change });
      await openForm(page);
      await writeDraft(page, { telephone: "06 00 00 00 00" });
      await makeTrip(page, "camille");
      const { nom_naissance, quotient_familial, telephone } = await readValues(page);
      assert.deepEqual([nom_naissance, quotient_familial, telephone], ["LEFÈVRE", "650", "06 00 00 00 00"]);
    }));
}

test("field_inside_a_shadow_root_is_reported_and_not_guessed", () =>
  inTab(async ({ page }) => {
    await page.evaluateOnNewDocument(() => {
      addEventListener("DOMContentLoaded", () => {
        const field = document.querySelector("#quotient-familial");
        const host = document.createElement("x-champ");
        field.before(host);
        host.attachShadow({ mode: "open" }).append(field);
      });
    });
    await openForm(page);
    await makeTrip(page, "camille");
    assert.equal(await page.$eval("x-champ >>> input", ({ value }) => value), "");
    assert.match(await panelText(page), /Quotient familial : .*650/);
    assert.equal((await readValues(page)).nom_naissance, "LEFÈVRE");
  }));

/** What a town may do to the field of the quotient, after which nobody can say where the value goes. */
const UNGUESSED = {
  field_that_is_there_twice: (field) => field.after(Object.assign(field.cloneNode(), { name: "bis" })),
  field_that_is_hidden: (field) => (field.hidden = true),
  field_that_nobody_may_write_in: (field) => (field.disabled = true),
  field_of_another_form: (field) => {
    const other = document.createElement("form");
    document.body.append(other);
    other.append(field);
  },
};

for (const [what, change] of Object.entries(UNGUESSED)) {
  test(`${what}_is_reported_and_not_guessed`, () =>
    inTab(async ({ page }) => {
      await page.evaluateOnNewDocument(`addEventListener("DOMContentLoaded", () => {
        const field = document.querySelector("#quotient-familial");
        if (field) (${change})(field);
      })`);
      await openForm(page);
      await makeTrip(page, "camille");
      assert.deepEqual([...new Set(await page.$$eval("#quotient-familial", (all) => all.map(({ value }) => value)))], [""]);
      assert.match(await panelText(page), /Quotient familial : .*650/);
      assert.equal((await readValues(page)).nom_naissance, "LEFÈVRE");
    }));
}

test("two_widgets_of_one_page_each_keep_to_their_own_form", () =>
  inTab(async ({ page }) => {
    const second = '<une-fois demarche="creche-valbourg" form="#seconde"></une-fois><form id="seconde"><label>Nom<input name="nom_naissance" autocomplete="family-name"></label></form>';
    await changePage(page, { html: (html) => html.replace("</main>", `${second}</main>`) });
    await openForm(page);
    await page.waitForFunction(() => window.widgetSaid.filter(({ type }) => type === "unefois:ready").length === 2);
    await makeTrip(page, "camille", { tick: false });
    assert.equal((await readValues(page)).nom_naissance, "LEFÈVRE");
    assert.equal(await page.$eval("#seconde input", ({ value }) => value), "");
    const said = await page.$$eval("une-fois", (all) => all.map((it) => it.shadowRoot.querySelector("#title")?.textContent));
    assert.deepEqual(said, ["Votre formulaire est rempli en partie", "Remplir plus vite avec FranceConnect"]);
  }));

test("page_restored_by_the_back_button_is_as_it_was_left", () =>
  inTab(async ({ page }) => {
    await noteRestorations(page);
    await openForm(page);
    await writeDraft(page, { telephone: "06 00 00 00 00" });
    await pressFranceConnect(page);
    await leave(page, () => page.goBack());
    assert.equal(await page.evaluate(() => window.isRestored), true);
    assert.equal((await readValues(page)).telephone, "06 00 00 00 00");
    assert.deepEqual(await keptDrafts(page), []);
    await makeTrip(page, "camille");
    await leave(page, () => page.goto("about:blank"));
    await leave(page, () => page.goBack());
    await page.waitForSelector(PANEL.title, { visible: true });
    const { nom_naissance, telephone } = await readValues(page);
    assert.equal(telephone, "06 00 00 00 00");
    if (await page.evaluate(() => window.isRestored)) assert.equal(nom_naissance, "LEFÈVRE");
    assert.equal(page.url(), formAddress());
  }));

/** Every page of the tab says whether it came back as it was. */
function noteRestorations(page) {
  return page.evaluateOnNewDocument(() => {
    addEventListener("pageshow", ({ persisted }) => (window.isRestored = persisted));
  });
}
