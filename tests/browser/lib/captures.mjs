// An image of each state, for a person to look at: written by the tests that reach them.
import { mkdirSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "../../../target/unefois/captures/etats");
/** Enough of a form to see the panel and its first fields. */
const TALLEST = 3200;

/** Writes `<lang>-<state>-<width>.png`, or with the scheme after the width; the page as it is now, from its top. */
export async function capture(page, lang, state, scheme = "") {
  mkdirSync(FOLDER, { recursive: true });
  const { width } = page.viewport();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.screenshot({
    path: join(FOLDER, [lang, state, width, ...(scheme ? [scheme] : [])].join("-") + ".png"),
    clip: { x: 0, y: 0, width, height: Math.min(height, TALLEST) },
    captureBeyondViewport: true,
    optimizeForSpeed: true,
  });
}
