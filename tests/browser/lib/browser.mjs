// Chromium as a person has it: without the driver's own default switches, some of which turn storage
// partitioning off and would let partition faults pass.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const SWITCHES = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-search-engine-choice-screen",
  "--hide-scrollbars",
  "--lang=fr-FR",
  "--remote-debugging-port=0",
];

/** Starts Chromium with an empty profile and `switches` of its own; `close()` also removes the profile. */
export async function openBrowser({ executablePath = process.env.CHROME ?? "/usr/bin/chromium", switches = [] } = {}) {
  const profile = await mkdtemp(join(tmpdir(), "unefois-browser-"));
  const browser = await puppeteer.launch({
    executablePath,
    ignoreDefaultArgs: true,
    args: [...SWITCHES, ...switches, `--user-data-dir=${profile}`, "about:blank"],
    defaultViewport: null,
  });
  return {
    browser,
    async close() {
      await browser.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** A tab of its own storage, with the language and size of a person. */
export async function openTab(browser, settings) {
  const context = await browser.createBrowserContext();
  const page = await openPage(context, settings);
  const messages = [];
  page.on("console", (message) => messages.push(message.text()));
  page.on("pageerror", (error) => messages.push(String(error)));
  return { page, messages, close: () => context.close() };
}

/** Opens a tab of its own storage, uses it, and closes it whatever happened. */
export async function inTab(browser, settings, use) {
  const tab = await openTab(browser, settings);
  try {
    return await use(tab);
  } catch (error) {
    // Where the person was says more than what they waited for.
    const said = await tab.page.evaluate(() => document.body.innerText.replaceAll(/\s+/g, " ").slice(0, 300)).catch(() => "");
    throw new Error(`${error?.message ?? error}\nThe tab was at ${tab.page.url()}: ${said}`, { cause: error });
  } finally {
    await tab.close();
  }
}

/** One more tab beside those of a context, which it shares its storage with; it comes to the front. */
export async function openPage(context, settings = {}) {
  const { width = 1280, height = 900, lang = "fr-FR", javascript = true } = settings;
  const page = await context.newPage();
  await page.setViewport({ width, height });
  await page.setExtraHTTPHeaders({ "accept-language": lang });
  await page.setJavaScriptEnabled(javascript);
  page.setDefaultTimeout(20_000);
  await page.bringToFront();
  return page;
}
