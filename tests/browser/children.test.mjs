import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { test } from "node:test";
import { description, differences, expectedFields, identityOf } from "./lib/expectation.mjs";
import { readFields, readValues } from "./lib/fields.mjs";
import { withBrowser } from "./lib/harness.mjs";
import {
  leave, makeTrip, openForm, panelText, pick, pressFranceConnect, redeemAnswers, release, signIn, tickSources, waitBack,
} from "./lib/journey.mjs";
import { focused, pressUntil } from "./lib/keyboard.mjs";
import { releaseChoices } from "./lib/release.mjs";
import { childLabel, rowLabels } from "./lib/rows.mjs";

const inTab = withBrowser();
const NOT_LISTED = "Mon enfant n’est pas dans cette liste";

test("nothing_is_chosen_beforehand_among_several_children_and_health_is_never_ticked", () =>
  inTab(async ({ page }) => {
    const { eaje } = await identityOf("solene");
    await reachRelease(page, "creche", "solene");
    const children = (await releaseChoices(page)).filter(({ type }) => type === "radio");
    assert.deepEqual(children.map(({ isTicked }) => isTicked), children.map(() => false));
    assert.equal(children.length, eaje.enfants.length + 1);
    assert.equal(children.at(-1).label, NOT_LISTED);
    eaje.enfants.forEach((child, index) => assert.ok(children[index].label.startsWith(childLabel(child))));
    assert.match(children[2].label, /naissance en 2025$/, "a date that is not known whole");
    const health = (await releaseChoices(page)).filter(({ isHealth }) => isHealth);
    assert.ok(health.length > 0);
    assert.deepEqual(health.filter(({ isTicked }) => isTicked), []);
  }));

test("health_boxes_are_unticked_on_arrival_and_what_stays_unticked_does_not_leave", () =>
  inTab(async ({ page }) => {
    const answers = redeemAnswers(page);
    await reachRelease(page, "transport-solidaire", "camille", { sources: ["rsa", "c2s", "aah"] });
    const boxes = await releaseChoices(page);
    const health = boxes.filter(({ isHealth }) => isHealth).map(({ id }) => id);
    // Sources are shown as they answer.
    assert.deepEqual([...health].sort(), ["choix-aah", "choix-c2s"]);
    assert.deepEqual(boxes.filter(({ isTicked }) => !isTicked).map(({ id }) => id), health);
    await page.click("#choix-c2s");
    await release(page, "send");
    await waitBack(page);
    const paths = JSON.parse(answers[0]).champs.map(({ chemin }) => chemin);
    assert.ok(paths.includes("c2s.est_beneficiaire"));
    assert.deepEqual(paths.filter((chemin) => chemin.startsWith("aah.")), []);
    assert.equal((await readValues(page)).aah, "");
  }));

test("children_undecided_are_asked_about_again_with_the_other_choices_kept", () =>
  inTab(async ({ page }) => {
    const { eaje } = await identityOf("solene");
    await reachRelease(page, "creche", "solene");
    await page.click("#choix-eaje-adresse");
    await release(page, "send");
    await page.waitForSelector("#complete");
    assert.match(await page.title(), /^Erreur\s: /);
    assert.ok(await page.$eval(".problem", (it) => it === document.activeElement), "the focus is on what to correct");
    const link = await page.$(".problem[role=alert] a");
    assert.match(await text(link), /Choisissez un enfant, ou « Mon enfant n’est pas dans cette liste »/);
    const boxes = await releaseChoices(page);
    assert.equal(boxes.find(({ id }) => id === "choix-eaje-adresse").isTicked, false);
    assert.equal(boxes.find(({ id }) => id === "choix-identite").isTicked, true);
    await link.press("Enter");
    await assertNamed(page, childLabel(eaje.enfants[0]));
    const error = await page.$eval("fieldset[aria-describedby]", (group) => {
      return document.getElementById(group.getAttribute("aria-describedby")).textContent;
    });
    assert.match(error, /Choisissez un enfant/);
    await pick(page, childLabel(eaje.enfants[1]));
    await release(page, "send");
    await waitBack(page);
    const values = await readValues(page);
    assert.deepEqual([values.bebe_prenoms, values.foyer_voie], [eaje.enfants[1].prenoms, ""]);
  }));

test("radio_buttons_of_the_children_are_walked_with_the_arrows", () =>
  inTab(async ({ page }) => {
    const { eaje } = await identityOf("solene");
    await reachRelease(page, "creche", "solene");
    const legend = "fieldset:has([type=radio]) legend";
    assert.match(await page.$eval(legend, (it) => it.textContent), /Pour quel enfant faites-vous la demande/);
    const labels = (await releaseChoices(page)).filter(({ type }) => type === "radio").map(({ label }) => label);
    await pressUntil(page, "Tab", labels[0]);
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(page), labels[1]);
    assert.equal(await page.$eval(":focus", ({ checked }) => checked), true);
    for (const label of [labels[2], labels[3], labels[0], labels[1]]) {
      await page.keyboard.press("ArrowDown");
      assert.equal(await focused(page), label, "the last leads to the first");
    }
    await pressUntil(page, "Tab", "Remplir mon formulaire");
    await sleep(800);
    await leave(page, () => page.keyboard.press("Enter"));
    await waitBack(page);
    assert.equal((await readValues(page)).bebe_prenoms, eaje.enfants[1].prenoms);
  }));

test("child_that_was_not_chosen_is_nowhere_in_the_page_nor_in_what_it_receives", () =>
  inTab(async ({ page }) => {
    const answers = redeemAnswers(page);
    const { eaje } = await identityOf("solene");
    await openForm(page, { form: "creche" });
    await makeTrip(page, "solene", { picked: rowLabels({ eaje }, { "eaje.enfants": [0] }) });
    const [chosen, ...others] = eaje.enfants;
    const held = `${answers.join()} ${await page.content()} ${JSON.stringify(await readValues(page))}`;
    assert.ok(held.includes(chosen.prenoms));
    assert.deepEqual(others.filter(({ prenoms }) => held.includes(prenoms)), []);
    assert.equal(answers.length, 1);
    const [, claims] = JSON.parse(answers[0]).attestation.split(".");
    const attested = Buffer.from(claims, "base64url").toString();
    assert.deepEqual(others.filter(({ prenoms }) => attested.includes(prenoms)), []);
  }));

test("child_that_is_in_no_list_leaves_the_fields_to_the_person", () =>
  inTab(async ({ page }) => {
    const answers = redeemAnswers(page);
    const { eaje } = await identityOf("solene");
    await openForm(page, { form: "creche" });
    await makeTrip(page, "solene", { picked: [NOT_LISTED] });
    const values = await readValues(page);
    assert.deepEqual([values.bebe_nom, values.bebe_prenoms, values.bebe_sexe], ["", "", ""]);
    const { base_ressources_annuelles: income } = eaje.parametres_calcul_participation_familiale;
    assert.equal(values.ressources, String(income.valeur));
    assert.deepEqual(eaje.enfants.filter(({ prenoms }) => answers.join().includes(prenoms)), []);
  }));

test("two_children_of_three_fill_two_rows_and_the_third_is_not_said_to_be_missing", () =>
  inTab(async ({ page }) => {
    const [person, demarche] = await Promise.all([identityOf("fatou"), description("periscolaire")]);
    const rows = { enfants: [0, 2] };
    const { enfants } = person.quotient_familial;
    await openForm(page, { form: "periscolaire" });
    const before = await readValues(page);
    const { missing } = await makeTrip(page, "fatou", { picked: rowLabels(person, rows) });
    const expected = expectedFields(demarche, person, { rows });
    assert.deepEqual(await differences(page, await readFields(page), expected, before), []);
    const values = await readValues(page);
    assert.deepEqual(
      [1, 2, 3].map((n) => values[`prenoms_enfant_${n}`]),
      [enfants[0].prenoms, enfants[2].prenoms, ""],
    );
    const unknown = expected.filter(({ chemin, value }) => value === undefined && !chemin.startsWith("enfants["));
    assert.equal(missing, unknown.length);
    const third = (await readFields(page)).filter(({ name }) => name.endsWith("_3"));
    assert.ok(third.length > 0);
    assert.deepEqual(third.map(({ said }) => said).filter(Boolean), []);
    assert.doesNotMatch(await panelText(page), /enfant/i);
  }));

test("too_many_children_for_the_form_are_refused_with_the_number_it_takes", () =>
  inTab(async ({ page }) => {
    const { quotient_familial: file } = await identityOf("nadia");
    await reachRelease(page, "periscolaire", "nadia");
    await pick(page, ...file.enfants.slice(0, 4).map(childLabel));
    await release(page, "send");
    await page.waitForSelector("#complete");
    assert.match(await text(await page.$(".problem a")), /Choisissez 3 enfants au plus/);
    const choices = await releaseChoices(page);
    const chosen = choices.filter(({ id, isTicked }) => isTicked && id.startsWith("choix-enfants"));
    assert.equal(chosen.length, 4, "what was ticked stays ticked");
    await pick(page, childLabel(file.enfants[0]));
    await release(page, "send");
    await waitBack(page);
    assert.equal((await readValues(page)).prenoms_enfant_3, file.enfants[3].prenoms);
  }));

test("request_for_another_adult_leads_nowhere_and_leaves_the_children_alone", () =>
  inTab(async ({ page }) => {
    const asked = [];
    await openForm(page, { form: "creche" });
    await tickSources(page, ["eaje"]);
    page.on("request", (request) => asked.push(request.url()));
    await (await page.waitForSelector("une-fois >>> [part~=other] input")).click();
    await page.waitForSelector("une-fois >>> [part=button]", { hidden: true });
    assert.equal(await page.$("une-fois >>> [part=source]:not([part~=other])"), null, "no source is offered");
    assert.deepEqual(asked, []);
    const values = Object.values(await readValues(page)).filter(Boolean);
    assert.deepEqual(values, []);
  }));

async function reachRelease(page, form, slug, { sources } = {}) {
  await openForm(page, { form });
  await tickSources(page, sources);
  await pressFranceConnect(page);
  await signIn(page, slug);
  await page.waitForSelector("#complete");
}

async function assertNamed(page, start) {
  const name = await focused(page);
  assert.ok(name.startsWith(start), name);
}

function text(element) {
  return element.evaluate((it) => it.textContent.replace(/[\u00a0\u202f]/g, " "));
}
