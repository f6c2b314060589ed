import assert from "node:assert/strict";
import { test } from "node:test";
import { description, differences, expectedFields, identityOf } from "./lib/expectation.mjs";
import { readFields, readValues } from "./lib/fields.mjs";
import { withBrowser } from "./lib/harness.mjs";
import { formAddress, makeTrip, openForm } from "./lib/journey.mjs";
import { stack } from "./lib/stack.mjs";
import { storedKeys } from "./lib/storage.mjs";

const inTab = withBrowser();

test("form_after_the_journey_holds_every_value_with_its_source_and_its_lock", () =>
  inTab(async ({ page, messages }) => {
    await openForm(page);
    const before = await readValues(page);
    await makeTrip(page, "camille");
    const [person, demarche] = [await identityOf("camille"), await description()];
    const problems = await differences(page, await readFields(page), expectedFields(demarche, person), before);
    assert.deepEqual(problems, []);
    assert.deepEqual(messages, [], "the console stays silent");
  }));

test("each_filled_field_hears_one_input_and_one_change_and_the_others_none", () =>
  inTab(async ({ page }) => {
    await page.evaluateOnNewDocument(() => {
      window.heard = {};
      for (const type of ["input", "change"]) {
        document.addEventListener(type, ({ target }) => {
          const count = (window.heard[target.name] ??= { input: 0, change: 0 });
          count[type] += 1;
        });
      }
    });
    await openForm(page);
    await makeTrip(page, "camille");
    const heard = await page.evaluate(() => window.heard);
    const filled = (await readFields(page)).filter(({ said }) => said).map(({ name }) => name);
    assert.equal(filled.length, 16);
    assert.deepEqual(heard, Object.fromEntries(filled.map((name) => [name, { input: 1, change: 1 }])));
  }));

test("locked_field_refuses_keys_and_its_explanation_comes_after_the_hint_of_the_town", () =>
  inTab(async ({ page }) => {
    await openForm(page);
    await makeTrip(page, "camille");
    await page.focus("#prenoms");
    await page.keyboard.type("x");
    const { value, isDisabled, hints } = await page.$eval("#prenoms", (field) => ({
      value: field.value,
      isDisabled: field.disabled,
      hints: field.getAttribute("aria-describedby").split(" ").map((id) => document.getElementById(id).textContent),
    }));
    assert.equal(value, "Camille Louise");
    assert.equal(isDisabled, false);
    assert.match(hints[0], /état civil/);
    assert.match(hints[1], /Rempli pour vous, à vérifier\. Vient de FranceConnect\. Non modifiable ici/);
  }));

test("attestation_travels_with_the_form_in_one_hidden_field_of_the_type_announced", () =>
  inTab(async ({ page }) => {
    await openForm(page);
    await makeTrip(page, "camille");
    const fields = await page.$$eval("#inscription-cantine input[name=unefois_attestation]", (inputs) =>
      inputs.map(({ type, value }) => ({ type, value })),
    );
    assert.equal(fields.length, 1);
    assert.equal(fields[0].type, "hidden");
    const [header] = fields[0].value.split(".");
    assert.equal(JSON.parse(Buffer.from(header, "base64url")).typ, "prefill-attestation+jwt");
    assert.equal(fields[0].value.split(".").length, 3);
  }));

test("nothing_of_the_trip_stays_in_addresses_or_history", () =>
  inTab(async ({ page }) => {
    await openForm(page);
    await makeTrip(page, "camille");
    assert.equal(page.url(), formAddress());
    const session = await page.createCDPSession();
    const { entries } = await session.send("Page.getNavigationHistory");
    const kept = entries.map(({ url }) => url).filter((url) => /unefois=|[?&]code=/.test(url));
    assert.deepEqual(kept, []);
  }));

test("nothing_of_the_trip_stays_in_the_memory_of_the_browser", () =>
  inTab(async ({ page }) => {
    let redeemed;
    page.on("request", (request) => {
      if (request.method() === "POST" && request.url().endsWith("/v1/redeem")) redeemed = JSON.parse(request.postData());
    });
    await openForm(page);
    await makeTrip(page, "camille");
    const stored = await storedKeys(page);
    assert.equal(redeemed.verifier.length, 43);
    assert.ok(!JSON.stringify(stored).includes(redeemed.verifier), "the verifier has served");
    assert.ok(!JSON.stringify(stored).includes("LEF"), "no value");
    assert.deepEqual(stored.localStorage, {});
    assert.deepEqual(stored.databases, []);
    assert.deepEqual(await cookieNames(page, stack().forms_origin), []);
    assert.deepEqual(await cookieNames(page, stack().edge_origin), []);
  }));

test("one_source_takes_three_clicks_outside_franceconnect", () =>
  inTab(async ({ page }) => {
    let clicks = 0;
    await page.exposeFunction("countClick", () => (clicks += 1));
    await page.evaluateOnNewDocument((issuer) => {
      const count = ({ isTrusted }) => isTrusted && location.origin !== issuer && window.countClick();
      addEventListener("click", count, true);
    }, new URL(stack().fc_issuer).origin);
    await openForm(page);
    await makeTrip(page, "camille");
    assert.equal(clicks, 3);
  }));

async function cookieNames(page, origin) {
  return (await page.cookies(origin)).map(({ name }) => name);
}
