import assert from "node:assert/strict";
import { test } from "node:test";
import { writeDraft, writeField } from "./lib/draft.mjs";
import { readFields, readValues } from "./lib/fields.mjs";
import { withBrowser } from "./lib/harness.mjs";
import {
  PANEL, makeTrip, openForm, panelText, pressFranceConnect, pressText, redeemAnswers, release, signIn, tickSource, waitBack,
} from "./lib/journey.mjs";

const inTab = withBrowser();
const NOTE_BUTTONS = ".unefois-note button";
const IDENTITY = ["nom_naissance", "prenoms", "jour_naissance", "mois_naissance", "annee_naissance", "commune_naissance"];

test("what_the_person_typed_wins_over_a_source_and_both_values_are_shown", () =>
  inTab(async ({ page }) => {
    await openForm(page);
    await writeDraft(page, { quotient_familial: "512", telephone: "06 00 00 00 00" });
    const outcome = await makeTrip(page, "camille");
    assert.equal(outcome.kept, 1);
    const { quotient_familial, telephone } = await readValues(page);
    assert.deepEqual([quotient_familial, telephone], ["512", "06 00 00 00 00"]);
    assert.match(await panelText(page), /vous aviez écrit « 512 »\. L’information reçue est « 650 »/);
    assert.match((await field(page, "quotient_familial")).said, /Gardé : c’est vous qui l’avez écrit/);
  }));

test("conflict_is_settled_by_one_press_and_back_by_another", () =>
  inTab(async ({ page }) => {
    await openForm(page);
    await writeDraft(page, { quotient_familial: "512" });
    await makeTrip(page, "camille");
    await pressText(page, "Prendre l’information reçue");
    assert.equal((await field(page, "quotient_familial")).value, "650");
    assert.match((await field(page, "quotient_familial")).said, /Vient de la CAF/);
    await pressText(page, "Garder ce que j’ai écrit");
    assert.equal((await field(page, "quotient_familial")).value, "512");
  }));

test("typed_identity_gives_way_to_the_certified_one_and_the_person_is_told", () =>
  inTab(async ({ page }) => {
    await openForm(page);
    await writeDraft(page, { nom_naissance: "Lefebvre" });
    await makeTrip(page, "camille");
    const { value, isLocked } = await field(page, "nom_naissance");
    assert.deepEqual([value, isLocked], ["LEFÈVRE", true]);
    assert.match(await panelText(page), /vous aviez écrit « Lefebvre »/);
  }));

test("identity_that_is_not_the_persons_is_emptied_and_unlocked_and_the_attestation_goes", () =>
  inTab(async ({ page }) => {
    await openForm(page);
    await makeTrip(page, "camille");
    await pressText(page, "Ces champs ne parlent pas de moi", NOTE_BUTTONS);
    const fields = await readFields(page);
    for (const name of [...IDENTITY, "civilite_sexe", "pays_naissance", "nom_usage", "courriel"]) {
      const { value, isLocked } = fields.find((candidate) => candidate.name === name);
      assert.deepEqual([name, value, isLocked], [name, "", false]);
    }
    assert.equal(fields.find(({ name }) => name === "quotient_familial").value, "650");
    assert.equal(await page.$("input[name=unefois_attestation]"), null);
    assert.equal(await page.$eval("#nom-naissance", ({ autocomplete }) => autocomplete), "off");
    await writeField(page, "nom_naissance", "Durand");
    assert.equal((await field(page, "nom_naissance")).value, "Durand");
  }));

test("edited_value_is_warned_about_only_once_changed_and_restored_exactly", () =>
  inTab(async ({ page }) => {
    await openForm(page);
    await makeTrip(page, "camille");
    const edit = await page.waitForSelector('.unefois-note button[aria-label^="Modifier"][aria-label$="Quotient familial"]');
    await edit.click();
    assert.match((await field(page, "quotient_familial")).said, /Vient de la CAF/, "no warning before a change");
    await page.keyboard.press("End");
    await page.keyboard.type("7");
    assert.equal((await field(page, "quotient_familial")).value, "6507");
    assert.match((await field(page, "quotient_familial")).said, /Modifié par vous\. Ville de Valbourg pourra/);
    await pressText(page, "Remettre l’information reçue", NOTE_BUTTONS);
    const { value, said } = await field(page, "quotient_familial");
    assert.equal(value, "650");
    assert.match(said, /Vient de la CAF/);
    const status = await page.$eval("une-fois >>> [role=status]", (it) => it.textContent);
    assert.match(status, /L’information reçue est remise/);
  }));

test("undo_gives_back_the_form_exactly_as_it_was_left", () =>
  inTab(async ({ page }) => {
    const draft = { nom_naissance: "Lefebvre", quotient_familial: "512", regime: "panier", civilite_sexe: "1" };
    await openForm(page);
    await writeDraft(page, draft);
    const left = await readValues(page);
    await makeTrip(page, "camille");
    await pressText(page, "Annuler le remplissage");
    assert.deepEqual(await readValues(page), left);
    assert.equal(await page.$("input[name=unefois_attestation]"), null);
    assert.equal(await page.$(".unefois-note"), null);
    assert.match(await panelText(page), /Le remplissage est annulé/);
    assert.deepEqual((await readFields(page)).filter(({ isLocked }) => isLocked), []);
  }));

test("value_unticked_on_the_release_page_never_reaches_the_form", () =>
  inTab(async ({ page }) => {
    const answers = redeemAnswers(page);
    await openForm(page);
    await tickSource(page);
    await pressFranceConnect(page);
    await signIn(page, "camille");
    await page.locator("#choix-adresse").click();
    await release(page, "send");
    await waitBack(page);
    const { adresse, ville, quotient_familial } = await readValues(page);
    assert.deepEqual([adresse, ville, quotient_familial], ["", "", "650"]);
    assert.doesNotMatch(answers.join(), /LILAS|VALBOURG/);
  }));

test("request_for_another_adult_asks_for_nothing_and_writes_no_identity", () =>
  inTab(async ({ page }) => {
    await openForm(page);
    const other = await page.waitForSelector("une-fois >>> [part~=other] input");
    await other.click();
    await page.waitForSelector(PANEL.button, { hidden: true });
    assert.equal(await page.$eval("#nom-naissance", ({ autocomplete }) => autocomplete), "off");
    assert.equal((await readValues(page)).nom_naissance, "");
    await other.click();
    await page.waitForSelector(PANEL.button, { visible: true });
  }));

async function field(page, name) {
  return (await readFields(page)).find((candidate) => candidate.name === name);
}
