import assert from "node:assert/strict";
import { test } from "node:test";
import axe from "axe-core";
import { withBrowser } from "./lib/harness.mjs";
import { PANEL, makeTrip, openForm, panelText, pressText, tickSources } from "./lib/journey.mjs";
import { PROPERTIES, buttonLook, panelLook, preset, setTheme, valueFor } from "./lib/theme.mjs";

const inTab = withBrowser();
const ACTION = "une-fois >>> [part=action]";

test("every_custom_property_changes_the_panel_or_the_notes_and_none_the_franceconnect_button", () =>
  inTab(async ({ page, messages }) => {
    await listenToViolations(page);
    await openEverything(page);
    // Where the pointer must be for a property to show; elsewhere it may not be over what moves.
    const pointed = { "--unefois-hover": PANEL.source, "--unefois-action-hover": ACTION };
    for (const property of PROPERTIES) {
      await setTheme(page, "");
      if (pointed[property.name]) await page.hover(pointed[property.name]);
      else await page.mouse.move(0, 0);
      const [look, official] = [await panelLook(page), await buttonLook(page)];
      await setTheme(page, `:root { ${property.name}: ${valueFor(property)} }`);
      assert.notEqual(await panelLook(page), look, `${property.name} changes nothing`);
      // A dark page has the official button of dark pages.
      if (property.name !== "--unefois-color-scheme") assert.deepEqual(await buttonLook(page), official, property.name);
    }
    assert.deepEqual(await page.evaluate(() => window.violations), []);
    assert.deepEqual(messages, []);
  }));

test("page_that_styles_the_part_of_the_franceconnect_button_does_not_change_it", () =>
  inTab(async ({ page }) => {
    await openForm(page);
    for (const pointed of ["h1", PANEL.button]) {
      await page.hover(pointed);
      const official = await buttonLook(page);
      await setTheme(page, `une-fois::part(button) { color: red !important; background: lime !important; font: 9px serif !important }
        une-fois::part(button):hover { background: lime }`);
      assert.deepEqual(await buttonLook(page), official);
      await setTheme(page, "");
    }
  }));

for (const scheme of ["light", "dark"]) {
  for (const [name, host, rule] of [
    ["neutral", "", "color-contrast"],
    ["contrast", "", "color-contrast-enhanced"],
    ["bridge", SITE(), "color-contrast"],
    ["bridge-dsfr", STATE(), "color-contrast"],
  ]) {
    test(`preset_${name}_has_contrast_enough_in_${scheme}`, () =>
      inTab(async ({ page }) => {
        await openEverything(page);
        await page.evaluate((wanted) => (document.documentElement.dataset.frTheme = wanted), scheme);
        await setTheme(page, `${await preset(name)}
          :root { color-scheme: ${scheme} }
          ${host}`);
        assert.equal(await schemeOf(page), scheme);
        for (const pointed of ["h1", PANEL.source, ACTION]) {
          await page.hover(pointed);
          assert.deepEqual(await problems(page, rule), [], pointed);
        }
      }));
  }
}

test("switch_of_the_page_drives_the_scheme_of_the_panel_at_once", () =>
  inTab(async ({ page }) => {
    await openForm(page);
    const light = await backgroundOf(page);
    await setTheme(page, ':root[data-theme="dark"] { --unefois-color-scheme: dark }');
    await page.evaluate(() => (document.documentElement.dataset.theme = "dark"));
    assert.notEqual(await backgroundOf(page), light);
    await setAttribute(page, "light");
    assert.equal(await backgroundOf(page), light);
    await page.evaluate(() => delete document.documentElement.dataset.theme);
    await setAttribute(page, "dark");
    assert.notEqual(await backgroundOf(page), light);
    await setAttribute(page, "light dark");
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
    assert.notEqual(await backgroundOf(page), light);
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "light" }]);
    assert.equal(await backgroundOf(page), light);
  }));

test("slotted_content_is_shown_in_its_place_and_stays_after_the_fill", () =>
  inTab(async ({ page }) => {
    await slotContent(page);
    await openForm(page);
    assert.match(await shown(page), /^Gagnez du temps Pourquoi .* Sous le bouton .* Une question$/);
    assert.equal(await page.$eval(PANEL.title, (title) => title.localName), "h2");
    assert.ok(await page.$("aria/Gagnez du temps[role=\"heading\"]"));
    await makeTrip(page, "camille");
    assert.match(await shown(page), /^(?!.*(Gagnez|Pourquoi|Sous le)).* Une question$/);
    await pressText(page, "Annuler le remplissage");
    await pressText(page, "Demander de nouveau");
    await page.waitForSelector(PANEL.button, { visible: true });
    assert.match(await shown(page), /^Gagnez du temps Pourquoi .* Sous le bouton .* Une question$/);
  }));

/** A form with inputs of the panel in error, the focus in one, and a note as those beside the fields. */
async function openEverything(page) {
  await openForm(page, { form: "stationnement" });
  await tickSources(page, ["vehicule"]);
  await (await page.$(PANEL.button)).click();
  await page.waitForSelector(PANEL.error, { visible: true });
  await page.keyboard.press("Shift");
  await page.evaluate(() => {
    const note = Object.assign(document.createElement("span"), { className: "unefois-note", textContent: "Vient de FranceConnect " });
    note.append(Object.assign(document.createElement("button"), { type: "button", textContent: "Modifier" }));
    document.querySelector("form").prepend(note);
    document.querySelector("une-fois").shadowRoot.querySelector("[part=panel]").insertAdjacentHTML("beforeend", '<h3 part="title">Appareil partagé</h3><p>.</p>');
  });
}

function listenToViolations(page) {
  return page.evaluateOnNewDocument(() => {
    window.violations = [];
    addEventListener("securitypolicyviolation", ({ violatedDirective }) => window.violations.push(violatedDirective));
  });
}

async function problems(page, rule) {
  await page.evaluate(axe.source);
  return page.evaluate(async (wanted) => {
    const { violations, passes } = await window.axe.run("une-fois", { runOnly: [wanted] });
    if (!passes.length) return ["nothing was looked at"];
    // The official button has the contrast it has.
    const nodes = violations.flatMap(({ nodes }) => nodes).filter(({ html }) => !/<(span|b)>[^<]*<\/(span|b)>/.test(html) || !/FranceConnect|identifier/.test(html));
    return nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`);
  }, rule);
}

function schemeOf(page) {
  return page.$eval(PANEL.section, (section) => getComputedStyle(section).colorScheme);
}

function backgroundOf(page) {
  return page.$eval(PANEL.section, (section) => getComputedStyle(section).backgroundColor);
}

function setAttribute(page, scheme) {
  return page.$eval("une-fois", (it, value) => it.setAttribute("color-scheme", value), scheme);
}

/** Text of the panel as it is laid out, that of the page's own content with it. */
async function shown(page) {
  await page.waitForSelector(PANEL.title, { visible: true });
  return page.evaluate(() => {
    const said = [];
    const walk = (node) => {
      if (node.nodeType === Node.TEXT_NODE) return said.push(node.data);
      if (node.nodeType !== Node.ELEMENT_NODE || (node.localName !== "slot" && !node.checkVisibility())) return;
      const assigned = node.localName === "slot" ? node.assignedNodes() : [];
      for (const child of assigned.length ? assigned : node.childNodes) walk(child);
    };
    walk(document.querySelector("une-fois").shadowRoot.querySelector("[part=panel]"));
    return said.join(" ").replace(/\s+/g, " ").trim();
  });
}

function slotContent(page) {
  return page.evaluateOnNewDocument(() => {
    const html = `<span slot="title">Gagnez du temps</span><p slot="intro">Pourquoi</p>
      <p slot="button">Sous le bouton</p><p slot="footer">Une question</p>`;
    new MutationObserver((_, observer) => {
      const host = document.querySelector("une-fois");
      if (!host) return;
      observer.disconnect();
      host.insertAdjacentHTML("beforeend", html);
    }).observe(document, { childList: true, subtree: true });
  });
}

/** Variables of a site of our own invention, in both schemes. */
function SITE() {
  return `:root { --site-surface: light-dark(#fff8f0, #2a1d14); --site-text: light-dark(#3b2416, #f6e7da); --site-text-muted: light-dark(#5e4636, #d8c3b2);
    --site-link: light-dark(#8a2b0a, #ffb693); --site-primary: light-dark(#8a2b0a, #ffb693); --site-on-primary: light-dark(#fff, #2a1d14);
    --site-primary-hover: light-dark(#5f1c05, #ffd9c6); --site-surface-hover: light-dark(#f7e8da, #3a2a1f); --site-color-scheme: inherit }`;
}

/** The names the bridge to the State's design system reads, with values as they are published for it. */
function STATE() {
  const pairs = {
    "background-default-grey": ["#fff", "#161616"], "background-alt-grey": ["#f6f6f6", "#1e1e1e"],
    "background-contrast-grey": ["#eee", "#242424"], "border-default-grey": ["#ddd", "#353535"],
    "border-plain-grey": ["#3a3a3a", "#cecece"], "text-default-grey": ["#3a3a3a", "#cecece"],
    "text-mention-grey": ["#666", "#929292"], "text-title-grey": ["#161616", "#fff"],
    "text-action-high-blue-france": ["#000091", "#8585f6"], "background-action-high-blue-france": ["#000091", "#8585f6"],
    "text-default-warning": ["#b34000", "#fc5d00"],
  };
  const set = (index) => Object.entries(pairs).map(([name, values]) => `--${name}: ${values[index]};`).join(" ");
  return `:root { ${set(0)} } :root[data-fr-theme="dark"] { ${set(1)} }`;
}
