// The nonce of a submission: what the server writes into the page it renders is what the attestation says.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { readValues } from "./lib/fields.mjs";
import { withBrowser } from "./lib/harness.mjs";
import { REACH_THIS_MACHINE, changePage } from "./lib/intercept.mjs";
import { makeTrip, openForm } from "./lib/journey.mjs";

const inTab = withBrowser({ switches: REACH_THIS_MACHINE });

/** The tag a town writes, and the element it may write instead. */
const TAGS = {
  script_tag: (html, nonce) => html.replace(" data-demarche=", ` data-submission-nonce="${nonce}" data-demarche=`),
  element: (html, nonce) =>
    html.replace(/ data-demarche="([^"]+)"([^<]*<\/script>)/, `$2<une-fois demarche="$1" submission-nonce="${nonce}"></une-fois>`),
};

/** Each rendering of the page has a nonce of its own; gives them all, the last one last. */
async function renderNonces(page, tag, make = () => randomBytes(16).toString("base64url")) {
  const nonces = [];
  await changePage(page, { html: (html) => tag(html, nonces[nonces.push(make()) - 1]) });
  return nonces;
}

async function claims(page) {
  const attestation = await page.$eval("input[name=unefois_attestation]", ({ value }) => value);
  return JSON.parse(Buffer.from(attestation.split(".")[1], "base64url"));
}

for (const [what, tag] of Object.entries(TAGS)) {
  test(`attestation_holds_the_nonce_of_the_${what}_rendered_after_the_trip`, () =>
    inTab(async ({ page, messages }) => {
      const nonces = await renderNonces(page, tag);
      await openForm(page);
      await makeTrip(page, "camille");
      assert.equal(nonces.length, 2);
      assert.equal((await claims(page)).submission_nonce, nonces[1]);
      assert.deepEqual(messages, []);
    }));
}

test("attestation_of_a_page_without_a_nonce_has_none", () =>
  inTab(async ({ page }) => {
    await openForm(page);
    await makeTrip(page, "camille");
    assert.equal("submission_nonce" in (await claims(page)), false);
  }));

test("rejects_a_nonce_that_is_none_and_leaves_the_form_to_the_person", () =>
  inTab(async ({ page }) => {
    await renderNonces(page, TAGS.script_tag, () => "trop court");
    await openForm(page);
    const { type, code } = await makeTrip(page, "camille");
    assert.deepEqual([type, code], ["unefois:error", "submission_nonce_malformed"]);
    assert.equal(await page.$("input[name=unefois_attestation]"), null);
    await page.type("#nom-naissance", "LEFÈVRE");
    assert.equal((await readValues(page)).nom_naissance, "LEFÈVRE");
  }));
