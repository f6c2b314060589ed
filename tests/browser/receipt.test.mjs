// The person's receipt: a file made in the page, which asks nothing of anybody.
import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { axeProblems } from "./lib/accessibility.mjs";
import { withBrowser } from "./lib/harness.mjs";
import { speakEnglish } from "./lib/intercept.mjs";
import { leave, makeTrip, openForm, pressText, release, redeemAnswers, signIn, waitSaid } from "./lib/journey.mjs";
import { focused, tabThrough } from "./lib/keyboard.mjs";
import { setFaults } from "./lib/stack.mjs";

const inTab = withBrowser();
const LINK = "une-fois >>> [part~=receipt]";
const NAME = /^recu-[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}\.txt$/;

/** Gives the name and the text of the one file that `act` makes the browser download. */
async function download(page, act) {
  const folder = await mkdtemp(join(tmpdir(), "recu-"));
  const session = await page.browser().target().createCDPSession();
  try {
    await session.send("Browser.setDownloadBehavior", {
      behavior: "allow", browserContextId: page.browserContext().id, downloadPath: folder, eventsEnabled: true,
    });
    const done = new Promise((resolve) => {
      session.on("Browser.downloadProgress", ({ state }) => state !== "inProgress" && resolve(state));
    });
    await act();
    assert.equal(await done, "completed");
    const [name, ...others] = await readdir(folder);
    assert.deepEqual(others, []);
    return { name, text: await readFile(join(folder, name), "utf8") };
  } finally {
    await session.detach();
    await rm(folder, { recursive: true });
  }
}

test("person_downloads_what_was_sent_from_whom_when_and_for_what", () =>
  inTab(async ({ page, messages }) => {
    const violations = [];
    await page.exposeFunction("tellViolation", (text) => violations.push(text));
    await page.evaluateOnNewDocument(() =>
      addEventListener("securitypolicyviolation", ({ violatedDirective }) => window.tellViolation(violatedDirective)),
    );
    const answers = redeemAnswers(page);
    await openForm(page);
    await makeTrip(page, "camille");
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    const { name, text } = await download(page, () => page.click(LINK));
    const { reference, recu } = JSON.parse(answers[0]);
    assert.match(name, NAME);
    assert.ok(name.includes(reference), name);
    assert.equal(text, recu);
    const ordinary = text.replaceAll("\u{a0}", " ");
    for (const said of [
      `Numéro : ${reference}`, "Inscription à la cantine", "Ville de Valbourg", "- Nom de naissance : LEFÈVRE",
      "- Quotient familial : 650 €", "Caisse d’allocations familiales (CAF), ", "- Pays de naissance : France", "dpo@valbourg",
    ]) assert.ok(ordinary.includes(said), `${said}\n${ordinary}`);
    assert.deepEqual(asked.filter((url) => !url.startsWith("data:")), [], "nothing is asked of anybody");
    assert.deepEqual([violations, messages], [[], []]);
    assert.equal(await page.$eval("#nom-naissance", (it) => it.value), "LEFÈVRE", "the form is still there");
  }));

test("receipt_is_reached_and_downloaded_by_the_keyboard", () =>
  inTab(async ({ page }) => {
    await openForm(page);
    await makeTrip(page, "camille");
    const order = await tabThrough(page, 4);
    assert.equal(order.at(-1), "Télécharger mon reçu");
    assert.equal(await focused(page), "Télécharger mon reçu");
    const { name } = await download(page, () => page.keyboard.press("Enter"));
    assert.match(name, NAME);
    assert.deepEqual(await axeProblems(page), []);
  }));

test("receipt_is_in_the_language_of_the_person", () =>
  inTab({ lang: "en-GB" }, async ({ page }) => {
    await speakEnglish(page);
    await openForm(page);
    await makeTrip(page, "camille");
    const { name, text } = await download(page, () => page.click(LINK));
    assert.match(name, /^receipt-/);
    assert.match(text, /^Your receipt\nNumber: /);
  }));

test("refusal_has_its_receipt_too_and_it_names_nothing", () =>
  inTab(async ({ page }) => {
    await openForm(page);
    await makeTrip(page, "camille", { decision: "refuse" });
    const { text } = await download(page, () => page.click(LINK));
    assert.match(text, /Vous avez choisi de ne rien envoyer à la ville de Valbourg/);
    assert.doesNotMatch(text, /LEFÈVRE|CAF|650/);
  }));

test("receipt_outlives_the_undoing_and_not_the_identity_of_somebody_else", () =>
  inTab(async ({ page }) => {
    await openForm(page);
    await makeTrip(page, "camille");
    await pressText(page, "Annuler le remplissage");
    await page.waitForSelector(LINK, { visible: true });
    const { text } = await download(page, () => page.click(LINK));
    assert.match(text, /LEFÈVRE/);
    await page.reload();
    await makeTrip(page, "camille");
    await page.waitForSelector(LINK, { visible: true });
    const notMe = await page.$$(".unefois-note button:not([aria-label])");
    await notMe.at(-1).click();
    await page.waitForSelector(LINK, { hidden: true });
  }));

/** The receipt, its moments and its number aside. */
function steady(text) {
  return text.replaceAll(/[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}/g, "").replaceAll(/ le .* à .* h.*\./g, "");
}

test("receipt_does_not_tell_a_refusal_from_a_missing_file_or_a_breakdown", () =>
  inTab(async ({ page }) => {
    const answers = redeemAnswers(page);
    for (const [fault, sources] of [[undefined, []], ["source_404_23003", undefined], ["source_502_35000", undefined]]) {
      await setFaults(...(fault ? [fault] : []));
      await openForm(page);
      await makeTrip(page, "camille", sources ? { tick: false } : {});
    }
    const [declined, ...others] = answers.map((answer) => steady(JSON.parse(answer).recu));
    assert.deepEqual(others, [declined, declined]);
    assert.doesNotMatch(declined, /CAF|650/);
  }));

test("page_with_a_panel_of_its_own_offers_the_receipt_and_no_event_holds_it", () =>
  inTab(async ({ page }) => {
    await page.evaluateOnNewDocument(() => {
      window.told = "";
      addEventListener("unefois:state", ({ detail }) => (window.told += JSON.stringify(detail)));
    });
    await openForm(page, { form: "piscine", panel: false });
    await page.waitForSelector("#avant", { visible: true });
    assert.equal(await page.$eval("une-fois", (it) => it.receipt), "");
    await page.click("#source-quotient_familial");
    await leave(page, () => page.click("#franceconnect"));
    await signIn(page, "camille");
    await page.waitForSelector("#complete");
    await release(page, "send");
    await waitSaid(page, "filled");
    const link = await page.waitForSelector("#recu", { visible: true });
    const { text } = await download(page, () => link.click());
    assert.equal(text, await page.$eval("une-fois", (it) => it.receipt));
    assert.match(text, /LEFÈVRE/);
    assert.doesNotMatch(await page.evaluate(() => window.told), /LEFÈVRE/);
    await page.click("#pas-moi");
    await page.waitForSelector("#recu", { hidden: true });
  }));
