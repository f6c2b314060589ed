// One Chromium a test file, one clean tab a test, and a sandbox left without faults.
import { after, afterEach, before } from "node:test";
import { inTab, openBrowser } from "./browser.mjs";
import { setFaults } from "./stack.mjs";

/**
 * Gives `inTab(settings, use)`: opens a tab that shares nothing with the others, uses it, closes it. `options` are those
 * of the browser.
 */
export function withBrowser(options) {
  let chromium;
  before(async () => {
    await setFaults();
    chromium = await openBrowser(options);
  });
  after(() => chromium?.close());
  afterEach(() => setFaults());
  return (...parameters) => {
    const use = parameters.pop();
    return inTab(chromium.browser, parameters[0], use);
  };
}
