import assert from "node:assert/strict";
import { test } from "node:test";
import { description, differences, expectedFields, identityOf, typedFor } from "./lib/expectation.mjs";
import { readFields, readValues } from "./lib/fields.mjs";
import { withBrowser } from "./lib/harness.mjs";
import { block } from "./lib/intercept.mjs";
import {
  PANEL, cancelAtFranceConnect, leave, makeTrip, openForm, panelText, pressFranceConnect, pressText, release, signIn,
  tickSources, typeInputs, typeOnEdge, waitBack, waitSaid,
} from "./lib/journey.mjs";
import { focused, pressUntil } from "./lib/keyboard.mjs";
import { inputControl, sourceBox, typedInputs } from "./lib/panel.mjs";
import { stack } from "./lib/stack.mjs";
import { keptDrafts, keptInputs, storedKeys } from "./lib/storage.mjs";

const inTab = withBrowser();
const PLATE = "input.vehicule";
const FRANCE_TRAVAIL = "input.france_travail";
const PLATE_ERROR = "Erreur : Écrivez le numéro comme sur la plaque, par exemple AB-123-CD.";

test("inputs_are_shown_only_below_a_ticked_source_with_their_name_and_their_hint", () =>
  inTab(async ({ page }) => {
    await openForm(page, { form: "stationnement" });
    assert.equal(await page.$(PANEL.inputs), null);
    await tickSources(page, ["impots_adresse"]);
    assert.equal(await page.$(PANEL.inputs), null, "this source asks for nothing");
    await tickSources(page, ["vehicule"]);
    await page.focus(inputControl(PLATE));
    assert.equal(await focused(page), "Numéro d’immatriculation");
    assert.match(await panelText(page, PANEL.status), /2 cases cochées/);
    const { hint, isAfterItsBox, isRequired } = await page.$eval(inputControl(PLATE), (input) => {
      const root = input.getRootNode();
      return {
        hint: root.getElementById(input.getAttribute("aria-describedby").split(" ")[0]).textContent,
        isAfterItsBox: input.closest("[part=inputs]").previousElementSibling.matches("[part=source]"),
        isRequired: input.getAttribute("aria-required"),
      };
    });
    assert.match(hint, /Exemple\s: AB-123-CD/);
    assert.deepEqual([isAfterItsBox, isRequired], [true, "true"]);
    await tickSources(page, ["vehicule"]);
    assert.equal(await page.$(PANEL.inputs), null);
  }));

test("plate_is_typed_with_the_keyboard_alone_and_reaches_the_form", () =>
  inTab(async ({ page }) => {
    const { vehicule } = await identityOf("camille");
    await openForm(page, { form: "stationnement" });
    await pressUntil(page, "Tab", "Ma carte grise");
    await page.keyboard.press("Space");
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "Numéro d’immatriculation");
    await page.keyboard.type(vehicule[0].immatriculation.replaceAll("-", " ").toLowerCase());
    await pressUntil(page, "Tab", "S’identifier avec FranceConnect");
    await leave(page, () => page.keyboard.press("Enter"));
    await signIn(page, "camille");
    await release(page, "send");
    await waitBack(page);
    assert.equal((await readValues(page)).plaque, vehicule[0].immatriculation);
  }));

test("wrong_plate_is_refused_at_its_field_with_what_was_typed_and_nobody_leaves", () =>
  inTab(async ({ page }) => {
    const asked = edgeRequests(page);
    await openForm(page, { form: "stationnement" });
    const address = page.url();
    await tickSources(page, ["vehicule"]);
    await typeInputs(page, { [PLATE]: "ma voiture" });
    asked.length = 0;
    await page.click(PANEL.button);
    await assertRefused(page, PLATE_ERROR);
    assert.deepEqual(await typedInputs(page), { [PLATE]: "ma voiture" });
    assert.deepEqual(asked, ["POST /v1/inputs"]);
    assert.equal(page.url(), address);
    assert.deepEqual(await keptDrafts(page), [], "nothing is kept for a trip nobody made");
    assert.doesNotMatch(JSON.stringify(await storedKeys(page)), /voiture/);
    await clear(page, PLATE);
    await makeTrip(page, "camille", { tick: false, typed: { [PLATE]: "VB210CL" } });
    assert.equal((await readValues(page)).plaque, "VB-210-CL");
  }));

test("empty_plate_is_asked_for_without_a_request", () =>
  inTab(async ({ page }) => {
    const asked = edgeRequests(page);
    await openForm(page, { form: "stationnement" });
    await tickSources(page, ["vehicule"]);
    await typeInputs(page, { [PLATE]: "   " });
    asked.length = 0;
    await page.click(PANEL.button);
    await assertRefused(page, PLATE_ERROR);
    assert.deepEqual(asked, []);
  }));

test("first_of_several_empty_inputs_takes_the_focus_and_each_says_its_error", () =>
  inTab(async ({ page }) => {
    await openForm(page, { form: "coupon-sport" });
    await tickSources(page, ["scolarite", "sportif"]);
    await typeInputs(page, { "input.enfant_nom": "DIOP" });
    await page.click(PANEL.button);
    await page.waitForSelector(PANEL.error, { visible: true });
    assert.equal(await focused(page), "Prénoms de l’enfant");
    const errors = await page.$$eval("une-fois >>> [part=error]", (all) => all.map((it) => it.textContent));
    assert.equal(errors.length, 4);
    const alert = await page.$eval(PANEL.alert, (it) => it.textContent);
    for (const error of errors) assert.ok(alert.includes(error.replace(/^Erreur\s: /, "")), error);
  }));

test("plate_is_in_no_address_and_in_no_storage_on_the_way_or_after", () =>
  inTab(async ({ page }) => {
    const sent = [];
    page.on("request", (request) => sent.push({ url: request.url(), body: request.postData() ?? "" }));
    await openForm(page, { form: "stationnement" });
    await makeTrip(page, "camille", { typed: { [PLATE]: "VB-210-CL" } });
    const isPlate = (text) => /VB.{0,3}210.{0,3}CL/i.test(text);
    assert.deepEqual(sent.map(({ url }) => url).filter(isPlate), []);
    assert.deepEqual(sent.filter(({ body }) => isPlate(body)).map(({ url }) => new URL(url).pathname), ["/v1/inputs"]);
    const session = await page.createCDPSession();
    const { entries } = await session.send("Page.getNavigationHistory");
    assert.deepEqual(entries.map(({ url }) => url).filter((url) => isPlate(url) || url.includes("saisies")), []);
    assert.ok(!isPlate(JSON.stringify(await storedKeys(page))));
  }));

test("refusal_leaves_nothing_of_what_was_typed_in_the_tab", () =>
  inTab(async ({ page }) => {
    await openForm(page, { form: "stationnement" });
    await makeTrip(page, "camille", { typed: { [PLATE]: "VB-210-CL" }, decision: "refuse" });
    assert.deepEqual(await keptInputs(page), []);
  }));

test("panel_forgets_what_was_typed_for_any_form_more_than_an_hour_ago_and_nothing_else", () =>
  inTab(async ({ page }) => {
    await openForm(page);
    await page.evaluate((now, later) => {
      const typed = (until) => JSON.stringify({ "input.enfant_nom": "DIOP", until });
      sessionStorage.setItem("panier", "1");
      sessionStorage.setItem("unefois-saisies:a", typed(now));
      sessionStorage.setItem("unefois-saisies:b", "?");
      sessionStorage.setItem("unefois-saisies:c", typed(later));
      sessionStorage.setItem("unefois-saisies:d", typed(now));
    }, Date.now(), Date.now() + 3_600_000);
    await openForm(page);
    assert.deepEqual(await keptInputs(page), ["unefois-saisies:c"]);
    assert.equal((await storedKeys(page)).sessionStorage.panier, "1");
  }));

test("cancel_at_franceconnect_comes_back_to_the_boxes_and_the_plate_as_they_were", () =>
  inTab(async ({ page }) => {
    await openForm(page, { form: "stationnement" });
    await tickSources(page, ["vehicule"]);
    await typeInputs(page, { [PLATE]: "vb 210 cl" });
    await pressFranceConnect(page);
    await cancelAtFranceConnect(page);
    await waitSaid(page, "incomplete");
    await page.waitForSelector("une-fois >>> [part=failure]", { visible: true });
    assert.deepEqual(await keptInputs(page), [], "the panel has it, the tab no longer");
    await pressText(page, "Réessayer");
    await page.waitForSelector(inputControl(PLATE), { visible: true });
    assert.deepEqual(await typedInputs(page), { [PLATE]: "vb 210 cl" });
    assert.deepEqual(await ticked(page), ["vehicule"]);
    await makeTrip(page, "camille", { tick: false });
    assert.equal((await readValues(page)).plaque, "VB-210-CL");
  }));

test("back_button_from_franceconnect_comes_back_to_the_plate_as_it_was", () =>
  inTab(async ({ page }) => {
    await openForm(page, { form: "stationnement" });
    await tickSources(page, ["vehicule"]);
    await typeInputs(page, { [PLATE]: "vb 210 cl" });
    await pressFranceConnect(page);
    await leave(page, () => page.goBack());
    await page.waitForSelector(inputControl(PLATE), { visible: true });
    assert.deepEqual(await typedInputs(page), { [PLATE]: "vb 210 cl" });
  }));

test("two_sources_of_one_provider_ask_once_and_are_both_answered", () =>
  inTab(async ({ page }) => {
    const [person, demarche] = [await identityOf("camille"), await description("aide-sociale")];
    const sources = ["france_travail", "france_travail_paiements"];
    const { byName, byText } = typedFor(demarche, person, sources);
    await openForm(page, { form: "aide-sociale" });
    const before = await readValues(page);
    await tickSources(page, sources);
    assert.equal((await page.$$(PANEL.inputs)).length, 1);
    await typeInputs(page, byText);
    await tickSources(page, ["france_travail"]);
    assert.deepEqual(await typedInputs(page), byText, "the one that is left asks below itself");
    await tickSources(page, ["france_travail"]);
    assert.deepEqual(await typedInputs(page), { [FRANCE_TRAVAIL]: person.france_travail.identifiant });
    await makeTrip(page, "camille", { tick: false });
    const expected = expectedFields(demarche, person, { sources, typed: byName });
    assert.deepEqual(await differences(page, await readFields(page), expected, before), []);
  }));

test("edge_that_cannot_be_reached_for_the_inputs_asks_again_on_its_own_page", () =>
  inTab(async ({ page }) => {
    await block(page, /\/v1\/inputs$/);
    await openForm(page, { form: "stationnement" });
    await tickSources(page, ["vehicule"]);
    await typeInputs(page, { [PLATE]: "VB-210-CL" });
    await pressFranceConnect(page);
    assert.equal(new URL(page.url()).origin, stack().edge_origin);
    assert.equal(await page.$eval("#source-vehicule", ({ checked }) => checked), true);
    assert.equal(await page.$(".problem"), null, "nothing was written wrong here");
    await typeOnEdge(page, { "france_titres.immatriculation": "VB-210-CL" });
    await signIn(page, "camille");
    await release(page, "send");
    await waitBack(page);
    assert.equal((await readValues(page)).plaque, "VB-210-CL");
  }));

test("plate_of_somebody_else_gives_nothing_and_the_page_says_why_without_naming_them", () =>
  inTab(async ({ page }) => {
    const { vehicule } = await identityOf("thomas");
    await openForm(page, { form: "stationnement" });
    await tickSources(page, ["vehicule"]);
    await typeInputs(page, { [PLATE]: vehicule[0].immatriculation });
    await pressFranceConnect(page);
    await signIn(page, "camille");
    await page.waitForSelector("#complete");
    const html = await page.content();
    assert.ok(!html.includes(vehicule[0].caracteristiques_techniques_vehicule.marque));
    assert.match(await page.$eval(".missing", (it) => it.textContent), /carte grise/i);
    await release(page, "send");
    await waitBack(page);
    const { plaque, marque } = await readValues(page);
    assert.deepEqual([plaque, marque], ["", ""]);
  }));

/** What the page asks of the edge, without its files nor the browser's own question before. */
function edgeRequests(page) {
  const asked = [];
  page.on("request", (request) => {
    const { origin, pathname } = new URL(request.url());
    const isOurs = origin === stack().edge_origin && !pathname.includes("/assets/");
    if (isOurs && request.method() !== "OPTIONS") asked.push(`${request.method()} ${pathname}`);
  });
  return asked;
}

/** The only input is in error: it says so, holds the focus, and the announcement says the same. */
async function assertRefused(page, sentence) {
  await page.waitForSelector(PANEL.error, { visible: true });
  const plain = (text) => text.replace(/[\u00a0\u202f]/g, " ");
  assert.equal(await focused(page), "Numéro d’immatriculation");
  const { error, isInvalid, isDescribed } = await page.$eval(inputControl(PLATE), (input) => {
    const error = input.parentElement.querySelector("[part=error]");
    return {
      error: error.textContent,
      isInvalid: input.getAttribute("aria-invalid"),
      isDescribed: input.getAttribute("aria-describedby").split(" ").includes(error.id),
    };
  });
  assert.deepEqual([plain(error), isInvalid, isDescribed], [sentence, "true", true]);
  assert.equal(plain(await page.$eval(PANEL.alert, (it) => it.textContent)), sentence);
}

async function clear(page, texte) {
  await page.focus(inputControl(texte));
  await page.keyboard.down("Control");
  await page.keyboard.press("a");
  await page.keyboard.up("Control");
  await page.keyboard.press("Backspace");
}

async function ticked(page) {
  const { sources } = await description("stationnement");
  const states = await Promise.all(sources.map(({ id }) => page.$eval(sourceBox(id), ({ checked }) => checked)));
  return sources.map(({ id }) => id).filter((_, index) => states[index]);
}
