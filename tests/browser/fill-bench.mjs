// How long filling sixty fields keeps the page's main thread: the real widget, a form and answers made here. Prints
// one JSON line: {"fill": [ms], "script": [ms], "longest": [ms]}, a number a run.
import { inTab, openBrowser } from "./lib/browser.mjs";
import { FORM, CHAMPS, formHtml, released } from "./lib/sixty-fields.mjs";
import { REACH_THIS_MACHINE, answerAll } from "./lib/intercept.mjs";
import { description, formAddress } from "./lib/forms.mjs";
import { listenToWidget, waitSaid } from "./lib/journey.mjs";

const RUNS = 9;
/** Time for what follows the fill: the panel's own drawing, observers, a late style. */
const CALM_MILLIS = 1000;

const { browser, close } = await openBrowser({ switches: REACH_THIS_MACHINE });
try {
  const described = { ...(await description()), champs: CHAMPS, formulaire: FORM };
  const results = { fill: [], script: [], longest: [] };
  for (let run = 0; run < RUNS; run += 1) {
    const measured = await inTab(browser, {}, ({ page }) => measure(page, described));
    for (const [name, list] of Object.entries(results)) list.push(measured[name]);
  }
  console.log(JSON.stringify(results));
} finally {
  await close();
}

/** One return to the form: nothing is measured before the answer with the values leaves. */
async function measure(page, described) {
  await listenToWidget(page);
  await page.evaluateOnNewDocument(keepTrip, described.demarche);
  let send;
  const asked = new Promise((resolve) => (send = resolve));
  await answerAll(page, {
    [formAddress()]: () => ({ type: "text/html; charset=utf-8", body: formHtml(described.demarche) }),
    "*/v1/demarches/*": () => ({ type: "application/json", body: JSON.stringify(described) }),
    "*/v1/redeem": () => new Promise((resolve) => send(() => resolve({ type: "application/json", body: JSON.stringify(released()) }))),
  });
  await page.goto(`${formAddress()}#unefois=made-here`);
  const release = await asked;
  await calm();
  const metrics = await threadMetrics(page);
  const before = await metrics();
  await page.evaluate(watchLongTasks);
  release();
  const { filled } = await waitSaid(page, "filled");
  await calm();
  const after = await metrics();
  if (filled !== CHAMPS.length) throw new Error(`${filled} fields were filled, not ${CHAMPS.length}.`);
  const millis = (name) => (after[name] - before[name]) * 1000;
  return { fill: millis("TaskDuration"), script: millis("ScriptDuration"), longest: await page.evaluate(() => window.longest) };
}

/** Seconds the main thread worked: what other programs of the machine do at that time does not count. */
async function threadMetrics(page) {
  const session = await page.createCDPSession();
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
}

/** The record of a trip under way, as the loader keeps it in the tab. */
function keepTrip(demarche) {
  const until = Date.now() + 3600e3;
  sessionStorage.setItem(`unefois:${demarche}/cantine/`, JSON.stringify({ verifier: "v".repeat(43), until, fields: [], files: [], choice: "" }));
}

/** The longest task since now; 0 when none is long enough for the browser to tell, 50 ms. */
function watchLongTasks() {
  window.longest = 0;
  new PerformanceObserver((list) => {
    window.longest = Math.max(window.longest, ...list.getEntries().map(({ duration }) => duration));
  }).observe({ type: "longtask" });
}

function calm() {
  return new Promise((resolve) => setTimeout(resolve, CALM_MILLIS));
}
