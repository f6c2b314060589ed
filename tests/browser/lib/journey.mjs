// What a person does, page by page. Every step waits for the page it leads to.
import { setTimeout as sleep } from "node:timers/promises";
import { stack } from "./stack.mjs";

/** Parts of the panel, reached through its shadow root. */
export const PANEL = {
  section: "une-fois >>> [part=panel]",
  title: "une-fois >>> #title",
  source: "une-fois >>> [part=source] input",
  button: "une-fois >>> [part=button]",
  byHand: "une-fois >>> [part~=by-hand]",
};
const RELEASE_BUTTONS = {
  send: "button[name=decision][value=send]",
  refuse: "button[name=decision][value=refuse]",
  "not-me": "form[action='/v1/not-me'] button",
  "more-time": "form[action='/v1/more-time'] button",
};
/** The pages of the edge refuse what is pressed within the first instant they are shown. */
const READING_MILLIS = 800;
const OUTCOMES = ["unefois:ready", "unefois:filled", "unefois:incomplete", "unefois:error", "unefois:leaving"];

/** Address of the town's form. */
export function formAddress(query = "") {
  return `${stack().forms_origin}/cantine/${query}`;
}

/** Opens the form and waits for the panel, unless `panel` is false. */
export async function openForm(page, { query = "", panel = true } = {}) {
  await listenToWidget(page);
  await page.goto(formAddress(query));
  if (panel) await page.waitForSelector(PANEL.source, { visible: true });
}

/** From now on every page of the tab keeps what the widget tells it, in order. */
export async function listenToWidget(page) {
  if (page.isListening) return;
  page.isListening = true;
  await page.evaluateOnNewDocument((names) => {
    window.widgetSaid = [];
    for (const name of names) {
      addEventListener(name, ({ type, detail }) => window.widgetSaid.push({ type, ...detail }));
    }
  }, OUTCOMES);
}

/** Waits until the widget says one of `types`, and gives what it said. */
export async function waitSaid(page, ...types) {
  const said = await page.waitForFunction(
    (wanted) => window.widgetSaid?.find(({ type }) => wanted.includes(type)),
    {},
    types.map((type) => `unefois:${type}`),
  );
  return said.jsonValue();
}

/** Ticks or unticks the only source of the panel. */
export async function tickSource(page) {
  await page.locator(PANEL.source).click();
}

/** Presses the FranceConnect button and waits for the page it leads to. */
export async function pressFranceConnect(page) {
  const button = await page.waitForSelector(PANEL.button, { visible: true });
  await leave(page, () => button.click());
}

/** On the edge's own page of choices: ticks the only source and leaves for FranceConnect. */
export async function chooseOnEdge(page) {
  await page.locator("input[name=source]").click();
  await sleep(READING_MILLIS);
  await leave(page, () => page.click("button.franceconnect"));
}

/** Chooses a person at FranceConnect, then goes on to the service; the session of an earlier trip is used. */
export async function signIn(page, slug, { met } = {}) {
  await met?.("franceconnect-identites");
  if (await page.$(`#identite-${slug}`)) {
    await leave(page, () => page.click(`#identite-${slug}`));
    await met?.("franceconnect-informations");
  }
  if (await page.$("#continuer")) await leave(page, () => page.click("#continuer"));
}

/** Gives up at FranceConnect. */
export async function cancelAtFranceConnect(page) {
  await leave(page, () => page.click("#annuler"));
}

/** Presses a button of the release page: `send`, `refuse`, `not-me` or `more-time`. */
export async function release(page, decision) {
  await sleep(READING_MILLIS);
  const button = await page.waitForSelector(RELEASE_BUTTONS[decision]);
  await leave(page, () => button.click());
}

/** Waits for the fill, or for the sentence that says why there was none. */
export async function waitBack(page) {
  const outcome = await waitSaid(page, "filled", "incomplete", "error");
  await page.waitForSelector(PANEL.title, { visible: true });
  return outcome;
}

/** Bodies of what the edge answers to the form's page, as they come. */
export function redeemAnswers(page) {
  const answers = [];
  page.on("response", async (response) => {
    const isRedeem = response.url().endsWith("/v1/redeem") && response.request().method() === "POST";
    if (isRedeem) answers.push(await response.text());
  });
  return answers;
}

/** The whole way, from the open form to what came back. `decision` is a button of the release page. */
export async function makeTrip(page, slug, { tick = true, decision = "send" } = {}) {
  if (tick) await tickSource(page);
  await pressFranceConnect(page);
  await signIn(page, slug);
  await release(page, decision);
  return waitBack(page);
}

/** Does what leads to another page, and waits until that page has come whole. */
export async function leave(page, act) {
  await Promise.all([page.waitForNavigation({ waitUntil: "load", timeout: 40_000 }), act()]);
}

/** Text of the panel as it is shown, its French spaces made plain. */
export function panelText(page) {
  return page.$eval(PANEL.section, (section) => section.innerText.replace(/[\u00a0\u202f]/g, " "));
}

/** Presses the button of the panel, or of the form beside a field, that carries this text. */
export async function pressText(page, text, root = "une-fois >>> button") {
  for (const button of await page.$$(root)) {
    if (await button.evaluate((it, wanted) => it.checkVisibility() && it.textContent.startsWith(wanted), text)) {
      await button.click();
      return;
    }
  }
  throw new Error(`No button says "${text}".`);
}
