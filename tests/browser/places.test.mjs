import assert from "node:assert/strict";
import { test } from "node:test";
import { readFields } from "./lib/fields.mjs";
import { withBrowser } from "./lib/harness.mjs";
import { makeTrip, openForm } from "./lib/journey.mjs";

const inTab = withBrowser();

/** What cannot be written, by what the town does to its form: the field stays empty and says what to copy. */
const REFUSED = {
  name_too_long_for_its_field: ["commune_naissance", "Papeete", () => {
    document.querySelector("#commune-naissance").maxLength = 5;
  }],
  name_that_two_options_carry: ["pays_naissance", "France", () => {
    const list = document.querySelector("#pays-naissance");
    for (const option of list.options) option.value &&= `pays-${option.index}`;
    list.add(new Option("FRANCE", "pays-bis"));
  }],
  name_that_no_option_carries: ["pays_naissance", "France", () => {
    for (const option of document.querySelectorAll("#pays-naissance option")) option.text = `Pays : ${option.text}`;
  }],
};

for (const [situation, [name, copied, change]] of Object.entries(REFUSED)) {
  test(`${situation}_is_left_to_copy`, () =>
    inTab(async ({ page }) => {
      await page.evaluateOnNewDocument(`addEventListener("DOMContentLoaded", () => {
        if (document.querySelector("#commune-naissance")) (${change})();
      })`);
      await openForm(page, { form: "aide-etudiante" });
      await makeTrip(page, "heimana");
      const { value, said } = (await readFields(page)).find((field) => field.name === name);
      assert.equal(value, "");
      assert.ok(said.includes(copied), said);
    }));
}
