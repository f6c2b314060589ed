import assert from "node:assert/strict";
import { test } from "node:test";
import { description, differences, expectedFields, identityOf } from "./lib/expectation.mjs";
import { readFields, readValues } from "./lib/fields.mjs";
import { withBrowser } from "./lib/harness.mjs";
import { makeTrip, openForm } from "./lib/journey.mjs";

const inTab = withBrowser();

const PEOPLE = [
  ["jeanne", "empty_usage_name"],
  ["yanis", "birth_abroad"],
  ["amadou", "unknown_day_and_month_of_birth"],
  ["maelle", "apostrophes"],
  ["jean_philippe", "given_name_with_a_space"],
  ["marie_claude", "double_hyphen"],
  ["coeur", "ligature_the_sources_refuse"],
  ["bastien", "msa"],
  ["fatou", "three_children"],
  ["ines", "no_file"],
  ["roman", "identity_unknown_to_the_sources"],
  ["nom_long", "birth_name_of_52_letters"],
  ["ange", "commune_of_corsica"],
  ["claude", "unspecified_gender"],
  ["gregoire", "address_abroad"],
  ["aicha", "quotient_of_zero"],
];

for (const [name, situation] of PEOPLE) {
  test(`form_of_${name}_with_${situation}_holds_what_the_sandbox_knows`, () =>
    inTab(async ({ page, messages }) => {
      const slug = name.replace("_", "-");
      const [person, demarche] = await Promise.all([identityOf(slug), description()]);
      await openForm(page);
      const before = await readValues(page);
      await makeTrip(page, slug);
      const problems = await differences(page, await readFields(page), expectedFields(demarche, person), before);
      assert.deepEqual(problems, []);
      assert.deepEqual(messages, []);
      await assertNoOtherPerson(page, person);
    }));
}

/** The children of the file were not asked for: the page must know nothing of them. */
async function assertNoOtherPerson(page, { quotient_familial: file }) {
  const html = await page.content();
  const children = (file.enfants ?? []).map(({ prenoms }) => prenoms);
  assert.deepEqual(children.filter((prenoms) => html.includes(prenoms)), []);
}
