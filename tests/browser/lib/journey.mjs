// What a person does, page by page. Every step waits for the page it leads to.
import { formAddress } from "./forms.mjs";
import { leave } from "./leave.mjs";
import { PANEL, tickSources, typeInputs } from "./panel.mjs";
import { pick, pickHealth, release } from "./release.mjs";

// One place to import a journey from.
export { formAddress } from "./forms.mjs";
export { leave } from "./leave.mjs";
export { PANEL, panelText, tickSources, typeInputs } from "./panel.mjs";
export { chooseOnEdge, pick, pickHealth, release, typeOnEdge } from "./release.mjs";

const OUTCOMES = ["unefois:ready", "unefois:filled", "unefois:incomplete", "unefois:error", "unefois:leaving"];

/** Opens a form, that of the canteen unless named, and waits for the panel, unless `panel` is false. */
export async function openForm(page, { form, query = "", panel = true } = {}) {
  await listenToWidget(page);
  await page.goto(formAddress(query, form));
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

/**
 * The whole way, from the open form to what came back. `sources` are ticked, all of them when none is named and none
 * unless `tick`; `typed` goes into the panel; `picked` are labels of the release page, to which `health` adds its boxes
 * about health; `decision` is one of its buttons.
 */
export async function makeTrip(page, slug, options = {}) {
  const { tick = true, sources, typed = {}, picked = [], health = false, decision = "send" } = options;
  if (tick) await tickSources(page, sources);
  await typeInputs(page, typed);
  await pressFranceConnect(page);
  await signIn(page, slug);
  await pick(page, ...picked);
  if (health) await pickHealth(page);
  await release(page, decision);
  return waitBack(page);
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
