import assert from "node:assert/strict";
import { test } from "node:test";
import { readValues } from "./lib/fields.mjs";
import { withBrowser } from "./lib/harness.mjs";
import { REACH_THIS_MACHINE, changePolicy } from "./lib/intercept.mjs";
import { makeTrip, openForm, pressFranceConnect, waitSaid } from "./lib/journey.mjs";
import { stack } from "./lib/stack.mjs";

const inTab = withBrowser({ switches: REACH_THIS_MACHINE });

test("page_of_a_strict_policy_sees_no_violation_and_a_silent_console", () =>
  inTab(async ({ page, messages }) => {
    const violations = [];
    await page.exposeFunction("tellViolation", (text) => violations.push(text));
    await page.evaluateOnNewDocument(() =>
      addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
        window.tellViolation(`${location.host} ${violatedDirective} ${blockedURI}`),
      ),
    );
    await openForm(page);
    await makeTrip(page, "camille");
    assert.deepEqual(violations, []);
    assert.deepEqual(messages, []);
  }));

for (const [what, remove] of [
  ["webassembly", (policy) => policy.replace(" 'wasm-unsafe-eval'", "")],
  ["connections_to_the_edge", (policy) => policy.replace(/(connect-src 'self') [^;]+/, "$1")],
]) {
  test(`policy_without_${what}_gives_one_line_that_names_what_is_missing_and_keeps_the_button`, () =>
    inTab(async ({ page, messages }) => {
      await changePolicy(page, remove);
      await openForm(page, { panel: false });
      await waitSaid(page, "error");
      const ours = messages.filter((text) => text.startsWith("Une fois"));
      assert.equal(ours.length, 1, messages.join("\n"));
      assert.match(ours[0], /'wasm-unsafe-eval'/);
      assert.match(ours[0], /connect-src/);
      await pressFranceConnect(page);
      assert.ok(await page.$("input[name=source]"));
    }));
}

test("policy_without_the_edge_leaves_the_form_as_it_is", () =>
  inTab(async ({ page }) => {
    await changePolicy(page, (policy) => policy.replaceAll(` ${stack().edge_origin}`, ""));
    await openForm(page, { panel: false });
    await page.type("#nom-naissance", "Durand");
    assert.equal((await readValues(page)).nom_naissance, "Durand");
    assert.equal(await page.$("une-fois"), null);
  }));
