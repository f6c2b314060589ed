import assert from "node:assert/strict";
import { test } from "node:test";
import { DRAFT, writeDraft } from "./lib/draft.mjs";
import { readValues } from "./lib/fields.mjs";
import { withBrowser } from "./lib/harness.mjs";
import { addToForm } from "./lib/intercept.mjs";
import {
  PANEL, cancelAtFranceConnect, formAddress, leave, makeTrip, openForm, panelText, pressFranceConnect, redeemAnswers, release,
  signIn,   tickSource, waitBack, waitSaid,
} from "./lib/journey.mjs";
import { setFaults } from "./lib/stack.mjs";
import { keptDrafts } from "./lib/storage.mjs";

const inTab = withBrowser();

const EXTRAS = `<label for="mot-de-passe">Mot de passe</label><input type="password" id="mot-de-passe" name="mot_de_passe">
<label for="code-recu">Code reçu</label><input id="code-recu" name="code_recu" autocomplete="one-time-code">
<label for="certificat">Certificat médical</label><input type="file" id="certificat" name="certificat">`;

/** Opens the form, writes all of it and goes to FranceConnect. */
async function leaveHalfFilled(page) {
  await openForm(page);
  await writeDraft(page);
  assert.deepEqual(await readValues(page), DRAFT);
  await tickSource(page);
  await pressFranceConnect(page);
}

async function assertIntact(page) {
  await page.waitForSelector(PANEL.title, { visible: true });
  assert.deepEqual(await readValues(page), DRAFT);
  assert.deepEqual(await keptDrafts(page), [], "the draft is not kept after it was put back");
}

test("typed_text_survives_a_cancel_at_franceconnect_to_the_letter", () =>
  inTab(async ({ page }) => {
    await leaveHalfFilled(page);
    assert.equal(Object.keys(DRAFT).length, 29);
    await cancelAtFranceConnect(page);
    await waitSaid(page, "incomplete");
    await assertIntact(page);
    assert.match(await panelText(page), /Retour sans identification/);
  }));

test("typed_text_survives_a_refusal_on_the_release_page", () =>
  inTab(async ({ page }) => {
    await leaveHalfFilled(page);
    await signIn(page, "camille");
    await release(page, "refuse");
    assert.equal((await waitBack(page)).filled, 0);
    await assertIntact(page);
    assert.match(await panelText(page), /Vous n’avez rien envoyé/);
  }));

for (const fault of [
  "refuse", "server_error", "temporarily_unavailable", "invalid_scope", "callback_iss_wrong", "token_down",
  "token_invalid_grant", "id_token_wrong_nonce", "userinfo_sub_mismatch",
]) {
  test(`typed_text_survives_the_error_page_of_${fault}`, () =>
    inTab(async ({ page }) => {
      await setFaults(fault);
      await leaveHalfFilled(page);
      await signIn(page, "camille");
      assert.match(await page.title(), /^Erreur\s:/);
      const back = await page.$(`main a[href^="${formAddress()}"]`);
      assert.ok(back, "the page leads back to the form");
      await leave(page, () => back.click());
      await waitSaid(page, "incomplete");
      await assertIntact(page);
    }));
}

for (const fault of ["callback_state_altered", "callback_state_missing", "never_returns", "authorize_down"]) {
  test(`typed_text_survives_${fault}_when_the_person_opens_the_form_again`, () =>
    inTab(async ({ page }) => {
      await setFaults(fault);
      await leaveHalfFilled(page);
      await signIn(page, "camille");
      assert.notEqual(new URL(page.url()).origin, new URL(formAddress()).origin);
      await openForm(page);
      await assertIntact(page);
    }));
}

test("typed_text_survives_the_back_button_from_franceconnect_and_from_the_release_page", () =>
  inTab(async ({ page }) => {
    await leaveHalfFilled(page);
    await leave(page, () => page.goBack());
    await page.waitForSelector(PANEL.source, { visible: true });
    await assertIntact(page);
    await pressFranceConnect(page);
    await signIn(page, "camille");
    await page.waitForSelector("#complete");
    await page.goto(formAddress());
    await page.waitForSelector(PANEL.source, { visible: true });
    await assertIntact(page);
  }));

test("password_and_one_time_code_are_never_saved_and_the_lost_file_is_named", () =>
  inTab(async ({ page }) => {
    await addToForm(page, EXTRAS);
    await openForm(page);
    await page.type("#mot-de-passe", "tr0mbone-secret");
    await page.type("#code-recu", "482913");
    await page.type("#telephone", "06 00 00 00 00");
    await (await page.$("#certificat")).uploadFile(import.meta.filename);
    await tickSource(page);
    let saved;
    await page.exposeFunction("show", (text) => (saved = text));
    await page.evaluate(() => {
      addEventListener("unefois:leaving", () => window.show(JSON.stringify({ ...sessionStorage })));
    });
    await pressFranceConnect(page);
    await signIn(page, "camille");
    await release(page, "send");
    await waitBack(page);
    assert.match(saved, /06 00 00 00 00/);
    assert.doesNotMatch(saved, /tr0mbone|482913|fakepath/);
    const values = await readValues(page);
    assert.equal(values.telephone, "06 00 00 00 00");
    assert.equal(values.mot_de_passe, "");
    assert.equal(values.code_recu, "");
    assert.match(await panelText(page), /Choisissez de nouveau le fichier : Certificat médical/);
  }));

test("refused_journey_leaves_no_value_in_the_answer_the_page_receives", () =>
  inTab(async ({ page }) => {
    const answers = redeemAnswers(page);
    await openForm(page);
    await makeTrip(page, "camille", { decision: "refuse" });
    assert.equal(answers.length, 1);
    const { champs } = JSON.parse(answers[0]);
    assert.deepEqual(champs, []);
    assert.doesNotMatch(answers[0], /LEF|Camille|650/);
    assert.equal(await page.$("input[name=unefois_attestation]"), null);
  }));
