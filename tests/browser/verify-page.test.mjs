// The edge's page that verifies an attestation: what it says of a real one and of everything else, with the network cut.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { identityOf } from "./lib/expectation.mjs";
import { withBrowser } from "./lib/harness.mjs";
import { rowLabels } from "./lib/rows.mjs";
import { stack } from "./lib/stack.mjs";
import { textOf } from "./lib/texts.mjs";
import { checkText, compare, fillForm, openVerification } from "./lib/verify-page.mjs";

const inTab = withBrowser();

/** Opens the page, cuts the network, and gives what is asked of it from then on. */
async function openWithoutNetwork(page) {
  await openVerification(page);
  await page.setOfflineMode(true);
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  return requests;
}

test("real_attestation_is_valid_and_says_what_it_holds_with_the_network_cut", () =>
  inTab(async ({ page, messages }) => {
    const { attestation } = await fillForm(page);
    const requests = await openWithoutNetwork(page);
    const { reason, title, facts, values, sources } = await checkText(page, attestation);
    assert.equal(reason, "");
    assert.equal(title, textOf("fr", "verify.good.title"));
    const claims = JSON.parse(Buffer.from(attestation.split(".")[1], "base64url"));
    assert.equal(facts.issuer, stack().edge_origin);
    assert.equal(facts.audience, claims.aud);
    assert.equal(facts.form, "cantine-valbourg, version 1");
    assert.equal(facts.origin, stack().forms_origin);
    assert.equal(facts.number, claims.jti);
    const moment = / \d{4}, \d+ h( \d\d)?/;
    for (const fact of ["signed", "until", "consent"]) assert.match(facts[fact], moment);
    assert.ok(facts.consent.endsWith(`texte ${claims.consent.version}`), facts.consent);
    const written = Object.entries(claims.data).map(([path, { value }]) => [path, String(value)]);
    assert.deepEqual(values, Object.fromEntries(written));
    assert.match(sources["quotient_familial.valeur"], /^CAFobtenue le \d/);
    assert.deepEqual(requests, []);
    assert.deepEqual(messages, []);
  }));

test("what_the_file_says_is_compared_by_the_rules_of_the_back_office", () =>
  inTab(async ({ page }) => {
    const { attestation } = await fillForm(page);
    const requests = await openWithoutNetwork(page);
    const { values } = await checkText(page, attestation);
    const [year, month, day] = values["identite.date_naissance"].split("-");
    const [verified, edited] = ["verify.verified", "verify.edited"].map((id) => textOf("fr", id));
    for (const [path, typed, word] of [
      ["identite.nom_naissance", values["identite.nom_naissance"].toLowerCase(), verified],
      ["identite.date_naissance", `${day}/${month}/${year}`, verified],
      ["identite.date_naissance", `${day}/${month}/${year.slice(2)}`, edited],
      ["quotient_familial.valeur", `${values["quotient_familial.valeur"]},00 €`, verified],
      ["quotient_familial.valeur", "1", edited],
      ["quotient_familial.valeur", " ", ""],
    ]) assert.equal(await compare(page, path, typed), word, `${path} ${typed}`);
    assert.deepEqual(requests, []);
  }));

test("values_of_several_children_are_told_apart_by_their_number", () =>
  inTab(async ({ page }) => {
    const picked = rowLabels(await identityOf("fatou"), { enfants: [0, 2] });
    const { attestation } = await fillForm(page, { slug: "fatou", form: "periscolaire", picked });
    await openVerification(page);
    await checkText(page, attestation);
    const names = await page.$$eval('tr[data-path^="enfants["] input', (all) => all.map((it) => it.ariaLabel));
    assert.equal(new Set(names).size, names.length, names.join("\n"));
    assert.ok(names.some((name) => name.endsWith("(2)")), names.join("\n"));
  }));

test("rejects_attestation_altered_cut_or_empty_with_a_sentence_and_no_value", () =>
  inTab(async ({ page }) => {
    const { attestation } = await fillForm(page);
    const [header, payload, signature] = attestation.split(".");
    const claims = JSON.parse(Buffer.from(payload, "base64url"));
    claims.data["quotient_familial.valeur"].value = 1;
    const altered = Buffer.from(JSON.stringify(claims)).toString("base64url");
    const other = signature[0] === "A" ? "B" : "A";
    const requests = await openWithoutNetwork(page);
    for (const [text, reason] of [
      ["", "absent"],
      ["bonjour", "malformed"],
      [attestation.slice(0, -1), "malformed"],
      [`${header}.${altered}.${signature}`, "signature"],
      [`${header}.${payload}.${other}${signature.slice(1)}`, "signature"],
      ["x".repeat(70_000), "too_large"],
    ]) {
      const verdict = await checkText(page, text);
      assert.equal(verdict.reason, reason);
      assert.deepEqual([verdict.facts, verdict.values], [{}, {}], reason);
      const said = await page.$eval(".verdict", (it) => it.textContent);
      assert.ok(said.includes(textOf("fr", `verify.reason.${reason}`)), said);
    }
    assert.deepEqual(requests, []);
  }));

test("rejects_id_token_of_the_same_person", () =>
  inTab(async ({ page }) => {
    const { logout } = await fillForm(page);
    const visited = [];
    page.on("request", (request) => visited.push(request.url()));
    await page.goto(logout);
    // Pages that send themselves lead there; what is opened meanwhile would be left again.
    await page.waitForFunction(() => location.pathname === "/v1/logout/return" && document.readyState === "complete");
    const hint = visited.map((url) => new URL(url).searchParams.get("id_token_hint")).find(Boolean);
    await openWithoutNetwork(page);
    assert.equal((await checkText(page, hint)).reason, "type");
  }));

test("rejects_attestation_signed_by_a_stranger_or_past_its_end", () =>
  inTab(async ({ page }) => {
    const vectors = JSON.parse(readFileSync(join(import.meta.dirname, "../../examples/verify/vectors.json"), "utf8"));
    const { attestation: foreign } = vectors.cases.find(({ id }) => id === "nominal");
    const { attestation } = await fillForm(page);
    await page.evaluateOnNewDocument(() => {
      const now = Date.now;
      Date.now = () => now() + 2 * 24 * 60 * 60 * 1000;
    });
    await openWithoutNetwork(page);
    assert.equal((await checkText(page, foreign)).reason, "unknown_key");
    const late = await checkText(page, attestation);
    assert.deepEqual([late.reason, late.title], ["expired", textOf("fr", "verify.late.title")]);
    // It is signed: the form may have come in time.
    assert.equal(late.facts.form, "cantine-valbourg, version 1");
  }));

test("attestation_cut_into_lines_by_a_letter_is_read_whole", () =>
  inTab(async ({ page }) => {
    const { attestation } = await fillForm(page);
    await openWithoutNetwork(page);
    const { reason } = await checkText(page, `  ${attestation.match(/.{1,76}/g).join("\r\n  ")}\n`);
    assert.equal(reason, "");
  }));

test("verdict_takes_the_focus_and_every_value_has_a_field_to_compare_in_order", () =>
  inTab(async ({ page }) => {
    const { attestation } = await fillForm(page);
    await openVerification(page);
    await checkText(page, attestation);
    const title = textOf("fr", "verify.good.title");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), title);
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement.matches("tbody tr:first-child input")));
  }));

test("without_a_script_the_page_says_that_it_needs_one_and_shows_nothing_to_fill", () =>
  inTab({ javascript: false }, async ({ page }) => {
    await page.goto(`${stack().edge_origin}/v1/verify`);
    const text = await page.$eval("main", (it) => it.innerText);
    assert.ok(text.includes(textOf("fr", "verify.script")), text);
    assert.equal(await page.$eval("#attestation", (it) => it.checkVisibility()), false);
  }));
