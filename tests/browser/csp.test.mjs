import assert from "node:assert/strict";
import { test } from "node:test";
import { DRAFT, writeDraft } from "./lib/draft.mjs";
import { readValues } from "./lib/fields.mjs";
import { withBrowser } from "./lib/harness.mjs";
import { REACH_THIS_MACHINE, changePolicy } from "./lib/intercept.mjs";
import {
  PANEL, chooseOnEdge, formAddress, makeTrip, openForm, pressFranceConnect, release, signIn, waitSaid,
} from "./lib/journey.mjs";
import { stack } from "./lib/stack.mjs";
import { keptDrafts } from "./lib/storage.mjs";

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

const edge = () => stack().edge_origin;
const withoutWasm = (policy) => policy.replace(" 'wasm-unsafe-eval'", "");
const withoutConnections = (policy) => policy.replace(/(connect-src 'self') [^;]+/, "$1");
const withLoaderOnly = (policy) => policy.replace(/(script-src [^;]*?)http[^ ;]+/, `$1${edge()}/v1/unefois.js`);

for (const [what, remove, lacking] of [
  ["webassembly", withoutWasm, () => "script-src 'wasm-unsafe-eval'"],
  ["connections_to_the_edge", withoutConnections, () => `connect-src ${edge()}`],
  ["scripts_of_the_edge", withLoaderOnly, () => `script-src ${edge()}`],
]) {
  test(`policy_without_${what}_gives_one_line_that_names_it_alone_and_keeps_the_button`, () =>
    inTab(async ({ page, messages }) => {
      await changePolicy(page, remove);
      await openForm(page, { panel: false });
      await waitSaid(page, "error");
      const ours = messages.filter((text) => text.startsWith("Une fois"));
      assert.equal(ours.length, 1, messages.join("\n"));
      assert.ok(ours[0].startsWith(`Une fois: CSP ${lacking()} `), ours[0]);
      await pressFranceConnect(page);
      assert.ok(await page.$("input[name=source]"));
    }));
}

test("policy_without_webassembly_lets_the_person_go_all_the_way_and_keep_what_they_wrote", () =>
  inTab(async ({ page }) => {
    await changePolicy(page, withoutWasm);
    await openForm(page, { panel: false });
    await waitSaid(page, "error");
    await writeDraft(page);
    await pressFranceConnect(page);
    await chooseOnEdge(page);
    await signIn(page, "camille");
    await release(page, "send");
    await waitSaid(page, "error");
    assert.match(await page.$eval("une-fois >>> [role=status]", (it) => it.textContent), /ne fonctionne pas ici/);
    assert.deepEqual(await readValues(page), DRAFT);
    assert.deepEqual(await keptDrafts(page), []);
    assert.equal(page.url(), formAddress(), "nothing of the trip is left in the address");
    assert.ok(await page.$eval(PANEL.button, (it) => it.checkVisibility()));
  }));

test("policy_without_the_edge_leaves_the_form_as_it_is", () =>
  inTab(async ({ page }) => {
    await changePolicy(page, (policy) => policy.replaceAll(` ${stack().edge_origin}`, ""));
    await openForm(page, { panel: false });
    await page.type("#nom-naissance", "Durand");
    assert.equal((await readValues(page)).nom_naissance, "Durand");
    assert.equal(await page.$("une-fois"), null);
  }));
