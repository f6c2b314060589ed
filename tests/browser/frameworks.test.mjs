import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { description, differences, expectedFields, expectedModel, identityOf, onPage } from "./lib/expectation.mjs";
import { readFields } from "./lib/fields.mjs";
import { FRAMEWORKS, act, beginForm, fieldOf, modelFor, modelOf, receivedBy, settled } from "./lib/frameworks.mjs";
import { withBrowser } from "./lib/harness.mjs";
import { leave, makeTrip, openForm, pressText } from "./lib/journey.mjs";

const inTab = withBrowser();
/** The widget looks at a page a tenth of a second after it has changed. */
const LOOKED_AGAIN_MILLIS = 500;
const NOTE_BUTTONS = ".unefois-note button";
/** No gesture of a person unticks a radio button, and a library learns what is ticked from gestures. */
const IDENTITY = /^identite\.(?!sexe$)/;

for (const [form, { steps, draw, rest, send, noise }] of Object.entries(FRAMEWORKS)) {
  test(`form_in_${form}_fills_each_field_as_it_appears_and_its_model_is_what_the_town_receives`, () =>
    inTab(async ({ page, messages }) => {
      const expected = await expectationOf(form);
      await openForm(page, { form });
      await makeTrip(page, "camille");
      const model = {};
      const seen = new Set();
      for (const step of steps) {
        await step(page);
        for (const { chemin } of await onPage(page, expected)) seen.add(chemin);
        Object.assign(model, await checkFilled(page, expected));
      }
      const received = expected.filter(({ value }) => value !== undefined).map(({ chemin }) => chemin);
      assert.deepEqual(received.filter((chemin) => !seen.has(chemin)), [], "every field appeared");
      await act(page, rest);
      await leave(page, () => send(page));
      const posted = Object.fromEntries(await receivedBy(page));
      for (const [name, value] of Object.entries(model)) assert.equal(posted[name], value || "vide", name);
      assert.match(posted.unefois_attestation, /^ey/);
      assert.deepEqual(messages.filter((message) => !noise?.test(message)), [], "the console stays silent");
    }));

  test(`form_in_${form}_drawn_again_keeps_values_locks_and_sentences_and_an_edit_is_declared`, () =>
    inTab(async ({ page }) => {
      const expected = await expectationOf(form);
      await openForm(page, { form });
      await makeTrip(page, "camille");
      await checkFilled(page, expected);
      await act(page, draw);
      await checkFilled(page, expected);
      await page.type(fieldOf(form, "nom"), "x");
      await page.focus(fieldOf(form, "courriel"));
      await page.keyboard.press("End");
      await page.keyboard.type("x");
      await page.keyboard.press("Tab");
      const said = await settled(() => sentenceOf(page, fieldOf(form, "courriel")), (words) => /Modifié/.test(words));
      assert.match(said, /Modifié par vous/);
      const isEdited = ({ courriel }) => courriel.endsWith("x");
      const { nom, courriel } = await settled(() => modelOf(page), isEdited);
      assert.deepEqual([nom, courriel], ["LEFÈVRE", "c.lefevre@courriel.examplex"]);
    }));

  test(`form_in_${form}_is_emptied_of_another_persons_identity_and_undone_down_to_its_model`, () =>
    inTab(async ({ page }) => {
      const expected = await expectationOf(form);
      await openForm(page, { form });
      await beginForm(page, form);
      const names = Object.keys(await expectedModel(page, await onPage(page, expected)));
      const left = await modelFor(page, [...names, "telephone"]);
      assert.deepEqual([left.nom, left.civilite], ["Lefebvre", "M"]);
      assert.notEqual(left.telephone, "");
      await makeTrip(page, "camille");
      await checkFilled(page, expected);
      await pressText(page, "Ces champs ne parlent pas de moi", NOTE_BUTTONS);
      const identity = expected.filter(({ chemin }) => IDENTITY.test(chemin));
      const blank = Object.fromEntries(Object.keys(await expectedModel(page, identity)).map((name) => [name, ""]));
      const isBlank = (model) => isDeepStrictEqual(model, blank);
      assert.deepEqual(await settled(() => modelFor(page, Object.keys(blank)), isBlank), blank);
      await pressText(page, "Annuler le remplissage");
      const isLeft = (model) => isDeepStrictEqual(model, left);
      assert.deepEqual(await settled(() => modelFor(page, Object.keys(left)), isLeft), left);
    }));
}

test("name_written_after_not_about_me_stays_when_the_library_draws_its_field_again", () =>
  inTab(async ({ page }) => {
    const { draw } = FRAMEWORKS.react;
    await openForm(page, { form: "react" });
    await makeTrip(page, "camille");
    await pressText(page, "Ces champs ne parlent pas de moi", NOTE_BUTTONS);
    const own = { nom: "Durand", prenoms: "Lou", jour: "01", mois: "02", annee: "1990", courriel: "lou@courriel.example" };
    for (const [name, text] of Object.entries(own)) await page.type(fieldOf("react", name), text);
    await page.click("[name=civilite][value=M]");
    await act(page, draw);
    await sleep(LOOKED_AGAIN_MILLIS);
    assert.deepEqual(await modelFor(page, Object.keys(own)), own);
    assert.doesNotMatch(await sentenceOf(page, fieldOf("react", "nom")), /FranceConnect/);
  }));

async function expectationOf(form) {
  const [person, demarche] = await Promise.all([identityOf("camille"), description(form)]);
  return expectedFields(demarche, person);
}

/** Every mapped field now on the page holds what the sandbox knows, in the page and in its model, which is given back. */
async function checkFilled(page, expected) {
  const shown = await onPage(page, expected);
  const problems = await settled(() => problemsOf(page, shown), (found) => found.length === 0);
  assert.deepEqual(problems, []);
  const wanted = await expectedModel(page, shown);
  const isWanted = (model) => isDeepStrictEqual(model, wanted);
  assert.deepEqual(await settled(() => modelFor(page, Object.keys(wanted)), isWanted), wanted);
  return wanted;
}

/** What the journey wrote in other fields is its own business. */
async function problemsOf(page, shown) {
  const fields = await readFields(page);
  return differences(page, fields, shown, Object.fromEntries(fields.map(({ name, value }) => [name, value])));
}

function sentenceOf(page, selector) {
  return page.$eval(selector, (control) => {
    const ids = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id.startsWith("unefois-"));
    return ids.map((id) => document.getElementById(id)?.textContent).join(" ");
  });
}
