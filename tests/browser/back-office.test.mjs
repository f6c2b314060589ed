import assert from "node:assert/strict";
import { test } from "node:test";
import { deskAddress, fillTheRest, LANGUAGES, readVerdict, sendForm, startBackOffice } from "./lib/back-office.mjs";
import { withBrowser } from "./lib/harness.mjs";
import { listenToWidget, makeTrip, PANEL } from "./lib/journey.mjs";
import { leave } from "./lib/leave.mjs";

const inTab = withBrowser();
const ATTESTATION = "#inscription-cantine input[name=unefois_attestation]";

for (const language of LANGUAGES) {
  const atDesk = (use) =>
    inTab(async ({ page }) => {
      const backOffice = await startBackOffice(language);
      try {
        await listenToWidget(page);
        await page.goto(deskAddress());
        await use({ page, backOffice });
      } finally {
        await backOffice.stop();
      }
    });

  test(`${language}_back_office_tells_verified_from_edited_from_declared_in_a_real_form_post`, () =>
    atDesk(async ({ page, backOffice }) => {
      await page.waitForSelector(PANEL.source, { visible: true });
      // The e-mail address is unticked on the release page, then written by hand.
      await makeTrip(page, "camille", { picked: ["Adresse électronique"] });
      await fillTheRest(page);
      await page.type("#courriel", "autre@valbourg.example");
      await page.$eval("#quotient-familial", (field) => {
        field.value = "12";
      });
      const sent = await page.$eval("#inscription-cantine", (form) => [...new FormData(form)]);
      const { reason, fields } = await sendForm(page);
      assert.equal(reason, "");
      assert.deepEqual(fields, {
        "identite.nom_naissance": "verified",
        "identite.prenoms": "verified",
        "identite.sexe": "verified",
        "identite.date_naissance": "verified",
        "identite.commune_naissance": "verified",
        "identite.email": "declared",
        "quotient_familial.valeur": "edited",
        "adresse.code_postal": "verified",
        "adresse.commune": "verified",
      });

      const again = await sendAgain(page, sent);
      assert.equal(again.reason, "submission_nonce", "the nonce has served");
      assert.deepEqual([...new Set(Object.values(again.fields))], ["declared"]);
      for (const [, value] of sent.filter(([name, value]) => name !== "unefois_attestation" && value.length > 6)) {
        assert.ok(!backOffice.log().includes(value), "no value in its log");
      }
    }));

  test(`${language}_back_office_takes_a_form_whose_attestation_was_altered_or_is_missing`, () =>
    atDesk(async ({ page }) => {
      await page.waitForSelector(PANEL.source, { visible: true });
      await makeTrip(page, "camille");
      await fillTheRest(page);
      await page.$eval(ATTESTATION, (field) => {
        const [header, payload, signature] = field.value.split(".");
        const other = signature[9] === "A" ? "B" : "A";
        field.value = [header, payload, signature.slice(0, 9) + other + signature.slice(10)].join(".");
      });
      const altered = await sendForm(page);
      assert.equal(altered.reason, "signature");
      assert.deepEqual([...new Set(Object.values(altered.fields))], ["declared"]);

      await page.goto(deskAddress());
      const missing = await sendAgain(page, [["nom_naissance", "LEFÈVRE"]]);
      assert.equal(missing.reason, "absent");
      assert.deepEqual([...new Set(Object.values(missing.fields))], ["declared"]);
    }));
}

/** Posts these fields as a form of the back-office's own page would. */
async function sendAgain(page, fields) {
  await leave(page, () =>
    page.evaluate((entries) => {
      const form = document.createElement("form");
      form.method = "post";
      form.action = "/cantine/recu";
      for (const [name, value] of entries) {
        const field = document.createElement("input");
        field.type = "hidden";
        Object.assign(field, { name, value });
        form.append(field);
      }
      document.body.append(form);
      form.submit();
    }, fields),
  );
  return readVerdict(page);
}
