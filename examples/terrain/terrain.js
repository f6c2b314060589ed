// The playground: a control for each custom property, the panel that follows, and the code to paste.
import { PROPERTIES } from "./interface.js";
import { controlFor } from "./controls.js";

const MEMORY = "terrain";
const DEMARCHE = "cantine-valbourg";
// What the edge itself writes after the address of the page, or one that it refuses: the panel does the rest.
const FRAGMENTS = { incomplete: "incomplete", expired: "AAAA" };
const TICKS = { ticked: "[part=source] input", other: "[part~=other] input" };

const find = (id) => document.getElementById(id);
const stage = document.querySelector(".stage");
const edge = new URL(document.querySelector("script[src*='/v1/unefois.js']").src).origin;
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

// Kept for the tab: the trip to FranceConnect leaves this page and comes back to it.
const kept = { values: {}, lang: "fr", scheme: "light", width: 720, ...JSON.parse(sessionStorage.getItem(MEMORY)) };
const controls = new Map();

function style() {
  const lines = Object.entries(kept.values).map(([name, value]) => `  ${name}: ${value};\n`);
  return lines.length ? `:root {\n${lines.join("")}}\n` : "";
}

function tag() {
  const data = `data-demarche="${DEMARCHE}" data-lang="${kept.lang}" data-color-scheme="${kept.scheme}"`;
  return `<script async src="${edge}/v1/unefois.js" ${data}></script>\n`;
}

/** Everything that follows what was chosen, but for the panel's language and state. */
function show() {
  sessionStorage.setItem(MEMORY, JSON.stringify(kept));
  sheet.replaceSync(`${style()}.stage { max-width: ${kept.width}px }`);
  stage.dataset.scheme = kept.scheme;
  stage.querySelector("une-fois")?.setAttribute("color-scheme", kept.scheme);
  find("p-width-said").textContent = kept.width;
  find("p-css").textContent = style() || "/* nothing is set: the default look */\n";
  find("p-html").textContent = tag();
}

function set(name, value) {
  if (value.trim()) kept.values[name] = value.trim();
  else delete kept.values[name];
  show();
}

/** A new element: the language is read once. */
function place() {
  const panel = document.createElement("une-fois");
  const attributes = { demarche: DEMARCHE, edge, lang: kept.lang, "color-scheme": kept.scheme, form: "#inscription-cantine", "heading-level": "3" };
  for (const [name, value] of Object.entries(attributes)) panel.setAttribute(name, value);
  stage.querySelector("une-fois")?.remove();
  stage.prepend(panel);
  return panel;
}

function reach(state) {
  if (FRAGMENTS[state]) {
    location.hash = `unefois=${FRAGMENTS[state]}`;
    location.reload();
    return;
  }
  const panel = place();
  panel.addEventListener("unefois:ready", () => TICKS[state] && tick(panel, TICKS[state]), { once: true });
}

function tick(panel, selector) {
  const box = panel.shadowRoot.querySelector(selector);
  if (box) box.click();
  else requestAnimationFrame(() => tick(panel, selector));
}

async function startFrom(preset) {
  const answer = await fetch(`${edge}/v1/presets/${preset}.css`);
  const declarations = (await answer.text()).matchAll(/(--unefois-[a-z-]+):\s*([^;}]+)/g);
  kept.values = Object.fromEntries([...declarations].map(([, name, value]) => [name, value.trim()]));
  fillControls();
}

function fillControls() {
  for (const [name, control] of controls) control.write(kept.values[name] ?? "");
  show();
}

function drawTokens() {
  for (const [group, properties] of Map.groupBy(PROPERTIES, ({ group }) => group)) {
    const details = document.createElement("details");
    details.open = !controls.size;
    const summary = document.createElement("summary");
    summary.textContent = group;
    details.append(summary);
    for (const property of properties) {
      const control = controlFor(property, (value) => set(property.name, value));
      controls.set(property.name, control);
      details.append(control.element);
    }
    find("p-tokens").append(details);
  }
}

function listen() {
  find("p-preset").addEventListener("change", ({ target }) => target.value && startFrom(target.value));
  find("p-lang").addEventListener("change", ({ target }) => {
    kept.lang = target.value;
    show();
    place();
  });
  find("p-scheme").addEventListener("change", ({ target }) => {
    kept.scheme = target.value;
    show();
  });
  find("p-state").addEventListener("change", ({ target }) => reach(target.value));
  find("p-width").addEventListener("input", ({ target }) => {
    kept.width = Number(target.value);
    show();
  });
  find("p-reset").addEventListener("click", () => {
    kept.values = {};
    fillControls();
  });
  for (const button of document.querySelectorAll("[data-copies]"))
    button.addEventListener("click", async () => {
      const copied = navigator.clipboard.writeText(find(button.dataset.copies).textContent);
      find("p-said").textContent = await copied.then(() => "Copied.", () => "The browser refused: select the text and copy it.");
    });
}

drawTokens();
find("p-lang").value = kept.lang;
find("p-scheme").value = kept.scheme;
find("p-width").value = kept.width;
fillControls();
place();
listen();
