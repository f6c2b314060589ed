import assert from "node:assert/strict";
import { test } from "node:test";
import { NARROW, axeProblems, overflows } from "./lib/accessibility.mjs";
import { withBrowser } from "./lib/harness.mjs";
import { REACH_THIS_MACHINE } from "./lib/intercept.mjs";
import { PANEL, formAddress, listenToWidget, makeTrip, panelText } from "./lib/journey.mjs";
import { focused } from "./lib/keyboard.mjs";
import { partLooks } from "./lib/theme.mjs";

const inTab = withBrowser({ switches: REACH_THIS_MACHINE });
const THEME = {
  surface: "#fff4e6", radius: "16", "title-size": "1.5", "source-border": "3px dotted #702030", "action-text": "#702030", "strong-weight": "800",
};

test("playground_makes_a_look_live_and_a_fresh_page_with_the_code_it_gives_has_the_same", () =>
  inTab(async ({ page }) => {
    await openPlayground(page);
    const before = await partLooks(page);
    await chooseTheme(page);
    const themed = await partLooks(page);
    assert.notDeepEqual(themed, before);
    assert.equal(themed.find(([part]) => part === "panel")[1]["background-color"], "rgb(255, 244, 230)");
    const [css, html] = await Promise.all(["p-css", "p-html"].map((id) => page.$eval(`#${id}`, (it) => it.textContent)));
    await openFreshPage(page, css, html);
    assert.deepEqual(await partLooks(page), themed);
    await page.setRequestInterception(false);
    await openFreshPage(page, "", html);
    assert.notDeepEqual(await partLooks(page), themed);
  }));

test("playground_shows_the_languages_the_states_and_the_widths_of_the_real_panel", () =>
  inTab(async ({ page }) => {
    await openPlayground(page);
    await page.select("#p-lang", "en");
    await page.waitForFunction(() => /Fill|faster/i.test(document.querySelector("une-fois").shadowRoot.querySelector("#title")?.textContent));
    await page.select("#p-state", "ticked");
    await page.waitForSelector(`${PANEL.source}:checked`, { visible: true });
    await page.select("#p-state", "other");
    await page.waitForSelector("une-fois >>> [part~=other] input:checked", { visible: true });
    for (const state of ["incomplete", "expired"]) {
      await page.select("#p-state", state);
      await page.waitForSelector("une-fois >>> [part=failure]", { visible: true });
    }
    await page.$eval("#p-width", (range) => {
      range.value = 320;
      range.dispatchEvent(new Event("input"));
    });
    assert.equal(await page.$eval(".stage", (it) => it.offsetWidth), 320);
  }));

test("playground_keeps_the_look_over_the_trip_and_shows_it_filled", () =>
  inTab(async ({ page }) => {
    await openPlayground(page);
    await chooseTheme(page);
    const before = new Map(await partLooks(page));
    await makeTrip(page, "camille");
    assert.match(await panelText(page), /Votre formulaire est rempli/);
    assert.ok(await page.$(".unefois-note"));
    const after = new Map(await partLooks(page));
    assert.equal(after.get("panel")["background-color"], before.get("panel")["background-color"]);
    assert.equal(after.get("action")["font-weight"], "800");
    assert.deepEqual(await axeProblems(page), []);
  }));

test("playground_is_accessible_wide_and_narrow_with_every_control_shown", () =>
  inTab(async ({ page }) => {
    await openPlayground(page);
    await page.$$eval("details", (all) => all.forEach((it) => (it.open = true)));
    assert.deepEqual(await axeProblems(page), [], "wide");
    assert.deepEqual(await overflows(page, NARROW), []);
    assert.deepEqual(await axeProblems(page), [], "narrow");
  }));

test("playground_is_walked_with_the_keyboard_from_the_first_choice_to_the_code", () =>
  inTab(async ({ page }) => {
    await openPlayground(page);
    const met = [];
    for (let count = 0; count < 120 && met.at(-1) !== "Copy the tag"; count += 1) {
      await page.keyboard.press("Tab");
      met.push(await focused(page));
    }
    const order = ["Start from", "State", "Mon quotient familial", "Envoyer", "Set nothing", "surface", "surface, picker", "Copy the style", "Copy the tag"];
    const places = order.map((name) => met.indexOf(name));
    assert.ok(!places.includes(-1), `${order.filter((name) => !met.includes(name))} of ${met}`);
    assert.deepEqual(places, places.toSorted((one, other) => one - other));
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector("#p-said").textContent);
  }));

async function openPlayground(page) {
  await listenToWidget(page);
  await page.goto(formAddress("", "terrain"));
  await page.waitForSelector(PANEL.source, { visible: true });
}

async function chooseTheme(page) {
  await page.$$eval("details", (all) => all.forEach((it) => (it.open = true)));
  for (const [name, value] of Object.entries(THEME)) {
    await page.$eval(`#p--unefois-${name}`, (input, text) => {
      input.value = text;
      input.dispatchEvent(new Event("input"));
    }, value);
  }
}

/** The canteen's address with a page of its own: what was pasted, and a form. */
async function openFreshPage(page, css, html) {
  const address = formAddress();
  page.removeAllListeners("request");
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    if (request.url() === address) {
      const head = `<!doctype html><html lang="fr"><head><link rel="stylesheet" href="pasted.css">${html}</head>`;
      return request.respond({ contentType: "text/html; charset=utf-8", body: `${head}<body><form id="inscription-cantine"><input id="prenoms"></form></body></html>` });
    }
    if (request.url().endsWith("/pasted.css")) return request.respond({ contentType: "text/css", body: `:root { font: 100%/1.5 system-ui, sans-serif }\n${css}` });
    return request.continue();
  });
  await page.goto(address);
  await page.waitForSelector(PANEL.source, { visible: true });
}
