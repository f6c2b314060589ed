import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "./lib/browser.mjs";
import { writeDraft } from "./lib/draft.mjs";
import { readValues } from "./lib/fields.mjs";
import { withBrowser } from "./lib/harness.mjs";
import {
  PANEL, formAddress, listenToWidget, makeTrip, openForm, panelText, pressFranceConnect, release, signIn, tickSource,
  waitBack, waitSaid,
} from "./lib/journey.mjs";
import { stack } from "./lib/stack.mjs";

const inTab = withBrowser();

test("two_tabs_at_once_each_end_with_their_own_data_and_their_own_draft", () =>
  inTab(async ({ page: first }) => {
    const second = await openPage(first.browserContext());
    await reachRelease(first, "camille", { telephone: "01 11 11 11 11" });
    await forgetFranceConnect(first);
    await reachRelease(second, "yanis", { telephone: "02 22 22 22 22" });
    await comeBack(first);
    await comeBack(second);
    assert.deepEqual(await some(first), ["LEFÈVRE", "650", "01 11 11 11 11"]);
    assert.deepEqual(await some(second), ["BELKACEMI", "487", "02 22 22 22 22"]);
  }));

test("two_tabs_of_one_person_interleaved_keep_what_each_asked_for", () =>
  inTab(async ({ page: first }) => {
    const second = await openPage(first.browserContext());
    await reachRelease(first, "camille", { telephone: "01 11 11 11 11" });
    await second.bringToFront();
    await openForm(second);
    await pressFranceConnect(second);
    await signIn(second, "camille");
    await comeBack(second);
    await comeBack(first);
    assert.deepEqual(await some(first), ["LEFÈVRE", "650", "01 11 11 11 11"]);
    assert.deepEqual(await some(second), ["LEFÈVRE", "", ""]);
  }));

test("hand_off_opened_in_another_tab_fills_nothing_and_says_so", () =>
  inTab(async ({ page: first }) => {
    const redirected = [];
    first.on("request", (request) => redirected.push(request.url()));
    await openForm(first);
    await makeTrip(first, "camille");
    const handOff = redirected.find((url) => url.includes("#unefois="));
    const second = await openPage(first.browserContext());
    await listenToWidget(second);
    await second.goto(handOff);
    const { code } = await waitSaid(second, "error");
    await second.waitForSelector(PANEL.title, { visible: true });
    assert.ok(code);
    assert.equal((await some(second)).join(""), "");
    assert.equal(second.url(), formAddress());
  }));

test("invented_hand_off_fills_nothing_and_leaves_the_form_usable", () =>
  inTab(async ({ page }) => {
    await listenToWidget(page);
    await page.goto(formAddress("#unefois=AAAA"));
    await waitSaid(page, "error");
    await page.waitForSelector(PANEL.title, { visible: true });
    await writeDraft(page, { nom_naissance: "Durand" });
    assert.equal((await readValues(page)).nom_naissance, "Durand");
    assert.match(await panelText(page), /Rien n’est perdu|gardé/);
  }));

test("second_person_on_the_same_browser_must_sign_in_after_the_logout", () =>
  inTab(async ({ page }) => {
    await openForm(page);
    await makeTrip(page, "camille");
    const logout = await page.$eval("une-fois >>> [part=logout] a", ({ href }) => href);
    const other = await openPage(page.browserContext());
    await other.goto(logout);
    await other.waitForFunction((origin) => location.origin === origin && document.readyState === "complete", {}, stack().edge_origin);
    assert.match(await other.$eval("h1", (it) => it.textContent), /FranceConnect est fermé/);
    assert.equal((await some(page))[0], "LEFÈVRE", "the filled form stays");
    await openForm(other);
    await pressFranceConnect(other);
    assert.ok(await other.$("#identite-yanis"), "FranceConnect asks who it is");
  }));

async function reachRelease(page, slug, draft) {
  await page.bringToFront();
  await openForm(page);
  await writeDraft(page, draft);
  await tickSource(page);
  await pressFranceConnect(page);
  await signIn(page, slug);
}

async function comeBack(page) {
  await page.bringToFront();
  await release(page, "send");
  await waitBack(page);
}

/** FranceConnect forgets who signed in, as when its session has ended. */
async function forgetFranceConnect(page) {
  await page.deleteCookie(...(await page.cookies(stack().fc_issuer)));
}

async function some(page) {
  const { nom_naissance, quotient_familial, telephone } = await readValues(page);
  return [nom_naissance, quotient_familial, telephone];
}
