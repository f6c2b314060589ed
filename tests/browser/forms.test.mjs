import assert from "node:assert/strict";
import { test } from "node:test";
import { description, differences, expectedFields, identityOf, sourcesFilled, typedFor } from "./lib/expectation.mjs";
import { readFields, readValues } from "./lib/fields.mjs";
import { withBrowser } from "./lib/harness.mjs";
import { makeTrip, openForm } from "./lib/journey.mjs";
import { rowLabels } from "./lib/rows.mjs";

const inTab = withBrowser();

/**
 * Who fills which form: together they have every source of it. `rows` are the positions of what they choose in a list
 * of the release page, `monthsAgo` the age of the quotient they ask for.
 */
const TRIPS = [
  ["creche", "camille", { rows: { "eaje.enfants": [0] } }],
  ["creche", "solene", { rows: { "eaje.enfants": [2] } }],
  ["periscolaire", "fatou", { rows: { enfants: [0, 2] } }],
  ["periscolaire", "camille", { rows: { enfants: [0, 1] }, monthsAgo: 4 }],
  ["transport-solidaire", "camille"],
  ["stationnement", "camille"],
  ["aide-etudiante", "maiwenn", { rows: { "etudiant.admissions": [0] } }],
  ["aide-etudiante", "malo"],
  ["aide-etudiante", "camille"],
  ["aide-etudiante", "heimana"],
  ["coupon-sport", "camille", { rows: { enfants: [1] } }],
  ["coupon-sport", "fatou", { rows: { enfants: [0] } }],
  ["coupon-sport", "tiago"],
  ["aide-sociale", "camille"],
  ["restauration", "fatou", { rows: { enfants: [1] } }],
  ["vacances", "camille"],
];
const FORMS = [...new Set(TRIPS.map(([form]) => form))];
const seen = new Map(FORMS.map((form) => [form, new Set(["identite"])]));

for (const [form, slug, { rows = {}, monthsAgo } = {}] of TRIPS) {
  test(`form_${form.replace("-", "_")}_filled_by_${slug}_holds_what_the_sandbox_knows_and_says_from_whom`, () =>
    inTab(async ({ page, messages }) => {
      const [person, demarche] = await Promise.all([identityOf(slug), description(form)]);
      const { byName, byText } = typedFor(demarche, person);
      if (monthsAgo) byName["caf_msa.mois"] = byText["input.mois"] = monthBefore(monthsAgo);
      await openForm(page, { form });
      const before = await readValues(page);
      const picked = rowLabels(person, rows);
      const outcome = await makeTrip(page, slug, { typed: byText, picked, health: true });
      const expected = expectedFields(demarche, person, { typed: byName, rows });
      assert.deepEqual(await differences(page, await readFields(page), expected, before), []);
      assert.deepEqual(messages, [], "the console stays silent");
      assert.ok(outcome.filled > 0);
      for (const source of sourcesFilled(expected)) seen.get(form).add(source);
    }));
}

for (const form of FORMS) {
  test(`every_source_of_form_${form.replace("-", "_")}_was_seen_filling_it`, async () => {
    const { sources } = await description(form);
    assert.deepEqual(sources.map(({ id }) => id).filter((id) => !seen.get(form).has(id)), []);
  });
}

test("what_most_files_leave_blank_is_not_said_to_be_missing", () =>
  inTab(async ({ page }) => {
    const [person, demarche] = await Promise.all([identityOf("camille"), description("transport-solidaire")]);
    await openForm(page, { form: "transport-solidaire" });
    const { byName, byText } = typedFor(demarche, person);
    const { missing } = await makeTrip(page, "camille", { typed: byText, health: true });
    const expected = expectedFields(demarche, person, { typed: byName });
    const filled = sourcesFilled(expected);
    const blank = expected.filter(({ value }) => value === undefined);
    const news = blank.filter(({ souvent_vide, source }) => !(souvent_vide && filled.includes(source)));
    assert.ok(news.length < blank.length, "some blanks are usual");
    assert.equal(missing, news.length);
  }));

/** `03/2026`, so many months before now. */
function monthBefore(count) {
  const now = new Date();
  const then = new Date(now.getFullYear(), now.getMonth() - count, 1);
  return `${String(then.getMonth() + 1).padStart(2, "0")}/${then.getFullYear()}`;
}
