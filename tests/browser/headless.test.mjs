import assert from "node:assert/strict";
import { test } from "node:test";
import { axeProblems } from "./lib/accessibility.mjs";
import { readFields, readValues } from "./lib/fields.mjs";
import { withBrowser } from "./lib/harness.mjs";
import { block } from "./lib/intercept.mjs";
import {
  cancelAtFranceConnect, formAddress, leave, listenToWidget, openForm, release, signIn, waitSaid,
} from "./lib/journey.mjs";
import { setFaults } from "./lib/stack.mjs";

const inTab = withBrowser();
const FORM = "piscine";
const LOGIN = "camille.lefevre69";

/** Opens the page and waits until its own panel is drawn. */
async function open(page) {
  await openForm(page, { form: FORM, panel: false });
  await page.waitForSelector("#avant", { visible: true });
}

const stateOf = (page) => page.$eval("une-fois", ({ state }) => state);

function waitStage(page, stage) {
  return page.waitForFunction((wanted) => document.querySelector("une-fois")?.state?.stage === wanted, {}, stage);
}

/** The whole way, from the open page to what came back. */
async function makeTrip(page, { sources = ["quotient_familial"], decision = "send" } = {}) {
  for (const id of sources) await page.click(`#source-${id}`);
  await leave(page, () => page.click("#franceconnect"));
  await signIn(page, "camille");
  await page.waitForSelector("#complete");
  await release(page, decision);
  await waitSaid(page, "filled", "incomplete", "error");
}

test("headless_element_shows_nothing_and_ticks_nothing", () =>
  inTab(async ({ page, messages }) => {
    await open(page);
    const box = await page.$eval("une-fois", (it) => ({
      height: it.getBoundingClientRect().height,
      shown: [...it.shadowRoot.querySelectorAll("*")].filter((inner) => inner.checkVisibility() && inner.tagName !== "STYLE").length,
    }));
    assert.deepEqual(box, { height: 0, shown: 0 });
    const { stage, ticked, typed, wrong, isOther, summary } = await stateOf(page);
    assert.deepEqual({ stage, ticked, typed, wrong, isOther, summary }, {
      stage: "idle", ticked: [], typed: {}, wrong: [], isOther: false, summary: undefined,
    });
    assert.deepEqual(await axeProblems(page), []);
    assert.deepEqual(messages, []);
  }));

test("panel_of_the_page_asks_in_the_words_of_the_collectivite_and_leads_to_a_filled_form", () =>
  inTab(async ({ page, messages }) => {
    await open(page);
    assert.match(await page.$eval("#sources", (it) => it.textContent), /Pour calculer votre tarif sans attestation/);
    await makeTrip(page);
    await waitStage(page, "filled");
    const fields = Object.fromEntries((await readFields(page)).map((field) => [field.name, field]));
    assert.equal(fields.nom.value, "LEFÈVRE");
    assert.equal(fields.nom.isLocked, true);
    assert.equal(fields.naissance.value, "1987-03-12");
    assert.match(fields.quotient.value, /^\d+$/);
    assert.match(fields.quotient.said, /CAF/);
    const { summary, logout } = await stateOf(page);
    assert.equal(summary.filled.length, 7);
    assert.deepEqual(summary.conflicts, []);
    assert.deepEqual(summary.missing.map(({ chemin }) => chemin), ["france_travail.date_inscription"]);
    assert.match(summary.reference, /^[A-Z]{2}-/);
    assert.match(logout, /\/v1\/logout/);
    assert.equal(await page.evaluate(() => document.activeElement.id), "panneau-titre");
    assert.deepEqual(messages, []);
    await leave(page, () => page.click("[type=submit]"));
    assert.match(await page.$eval("main", (it) => it.textContent), /unefois_attestation/);
  }));

test("state_holds_no_value_of_a_field", () =>
  inTab(async ({ page }) => {
    await page.evaluateOnNewDocument(() => {
      window.told = "";
      addEventListener("unefois:state", ({ detail }) => (window.told += JSON.stringify(detail)));
    });
    await open(page);
    await makeTrip(page);
    await waitStage(page, "filled");
    const told = await page.evaluate(() => window.told);
    assert.match(told, /Nom de naissance/);
    for (const value of Object.values(await readValues(page)).filter(Boolean)) {
      assert.ok(!told.includes(`"${value}"`) && !told.includes(` ${value}`), value);
    }
  }));

test("input_that_is_lacking_or_refused_is_told_and_typed_again", () =>
  inTab(async ({ page }) => {
    await open(page);
    await page.click("#source-france_travail");
    const input = "[id='input.france_travail']";
    await page.waitForSelector(input, { visible: true });
    await page.click("#franceconnect");
    await page.waitForSelector(`${input}[aria-invalid=true]`);
    assert.deepEqual((await stateOf(page)).wrong, ["input.france_travail"]);
    assert.notEqual(await page.$eval("#alerte", (it) => it.textContent), "");
    await page.type(input, LOGIN);
    assert.deepEqual((await stateOf(page)).typed, { "input.france_travail": LOGIN });
    await leave(page, () => page.click("#franceconnect"));
    await signIn(page, "camille");
    await page.waitForSelector("#complete");
    await release(page, "send");
    await waitStage(page, "filled");
    assert.notEqual((await readValues(page)).inscription, "");
  }));

test("conflict_is_settled_either_way_and_an_identity_is_not", () =>
  inTab(async ({ page }) => {
    await open(page);
    await page.type("#courriel", "autre@courriel.example");
    await page.type("#nom", "Lefebvre");
    await makeTrip(page);
    await waitStage(page, "filled");
    const kept = async () => Object.fromEntries((await stateOf(page)).summary.conflicts.map((it) => [it.chemin, it.kept]));
    assert.deepEqual(await kept(), { "identite.nom_naissance": "identity", "identite.email": "typed" });
    await page.click("[id='received-identite.email']");
    await page.waitForSelector("[id='received-identite.email'][aria-pressed=true]");
    assert.equal((await readValues(page)).courriel, "c.lefevre@courriel.example");
    await page.click("[id='typed-identite.email']");
    await page.waitForSelector("[id='typed-identite.email'][aria-pressed=true]");
    assert.equal((await readValues(page)).courriel, "autre@courriel.example");
    await page.$eval("une-fois", (it) => it.send({ type: "settle", chemin: "identite.nom_naissance", kept: "typed" }));
    await page.$eval("une-fois", (it) => it.send({ type: "goTo", chemin: "identite.email" }));
    await page.waitForFunction(() => document.activeElement.id === "courriel");
    assert.equal((await readValues(page)).nom, "LEFÈVRE");
  }));

test("filling_that_is_undone_leaves_the_form_as_it_was_and_may_start_again", () =>
  inTab(async ({ page }) => {
    await open(page);
    await page.type("#commune", "Ailleurs");
    await makeTrip(page);
    await waitStage(page, "filled");
    await page.click("#annuler");
    await waitStage(page, "undone");
    const values = await readValues(page);
    assert.deepEqual([values.nom, values.commune], ["", "Ailleurs"]);
    assert.equal(await page.$("input[name=unefois_attestation]"), null);
    await page.click("#encore");
    await page.waitForSelector("#avant", { visible: true });
  }));

test("fields_of_somebody_else_are_emptied_and_unlocked", () =>
  inTab(async ({ page }) => {
    await open(page);
    await makeTrip(page);
    await waitStage(page, "filled");
    await page.click("#pas-moi");
    await page.waitForFunction(() => document.querySelector("#nom").value === "");
    assert.equal(await page.$eval("#nom", ({ readOnly }) => readOnly), false);
    assert.notEqual(await page.$eval("#statut", (it) => it.textContent), "");
  }));

test("everything_refused_is_a_state_with_a_way_on", () =>
  inTab(async ({ page }) => {
    await open(page);
    await makeTrip(page, { decision: "refuse" });
    await waitStage(page, "refused");
    await page.click("#encore");
    await page.waitForSelector("#avant", { visible: true });
    assert.equal((await stateOf(page)).stage, "idle");
  }));

test("trip_given_up_at_franceconnect_keeps_the_choice", () =>
  inTab(async ({ page }) => {
    await open(page);
    await page.click("#source-quotient_familial");
    await leave(page, () => page.click("#franceconnect"));
    await cancelAtFranceConnect(page);
    await waitStage(page, "failed");
    const { failure, ticked } = await stateOf(page);
    assert.deepEqual(failure, { code: "incomplete", texts: "err.fc_cancelled", next: "restart" });
    assert.deepEqual(ticked, ["quotient_familial"]);
    await page.click("#encore");
    await page.waitForSelector("#source-quotient_familial:checked", { visible: true });
  }));

test("return_of_another_tab_is_a_failure_with_its_code", () =>
  inTab(async ({ page }) => {
    await listenToWidget(page);
    await page.goto(formAddress("#unefois=AAAA", FORM));
    await waitStage(page, "failed");
    assert.equal((await stateOf(page)).failure.code, "other_tab");
    assert.equal(await page.evaluate(() => location.hash), "");
  }));

test("page_cannot_send_the_person_away_by_itself_nor_do_what_makes_no_sense", () =>
  inTab(async ({ page, messages }) => {
    // Once the gesture has passed that the driver lends to whatever it runs.
    await page.evaluateOnNewDocument(() => {
      const ask = ({ target }) => {
        if (navigator.userActivation.isActive) return setTimeout(ask, 100, { target });
        for (const type of ["leave", "undo", "notMe", "settle", "redeemAgain", "fill", undefined]) target.send({ type });
        target.send(null);
        return target.send({ type: "tick", source: "quotient_familial", on: true });
      };
      addEventListener("unefois:state", ask, { once: true });
    });
    await open(page);
    await page.waitForSelector("#source-quotient_familial:checked");
    assert.equal((await stateOf(page)).stage, "idle");
    assert.equal(page.url(), formAddress("", FORM));
    assert.deepEqual(messages, []);
  }));

test("page_may_tick_and_leave_in_one_gesture", () =>
  inTab(async ({ page }) => {
    await open(page);
    await page.evaluate(() => {
      document.querySelector("h1").onclick = () => {
        const element = document.querySelector("une-fois");
        element.send({ type: "tick", source: "quotient_familial", on: true });
        element.send({ type: "leave" });
      };
    });
    const asked = page.waitForRequest((request) => request.url().includes("/v1/start?"));
    await leave(page, () => page.click("h1"));
    assert.match((await asked).url(), /&sources=quotient_familial&concerne=usager/);
  }));

test("engine_that_cannot_start_leaves_the_official_button", () =>
  inTab(async ({ page }) => {
    await block(page, /panel-\w+\.js/);
    await openForm(page, { form: FORM, panel: false });
    await waitSaid(page, "error");
    await page.waitForSelector("une-fois >>> [part=button]", { visible: true });
    await leave(page, () => page.click("une-fois >>> [part=button]"));
    assert.ok(await page.$("input[name=source]"), "the choice is made on the edge's own page");
  }));
