// The look of the panel: giving it a theme, and reading what the browser makes of it.
import { PROPERTIES } from "../../../examples/terrain/interface.js";
import { stack } from "./stack.mjs";

export { PROPERTIES };

/** A value that no default has, for each kind of custom property. */
const VALUES = {
  "<color>": "rgb(1, 2, 3)",
  "<length>": "83px",
  "<length>{1,4}": "21px 22px",
  "<number>": "333",
  "<family-name>#": "monospace",
  "<border>": "7px dashed rgb(1, 2, 3)",
  "<shadow>": "rgb(1, 2, 3) 0 0 5px 0",
  "light | dark | light dark": "dark",
};

/** The value a test gives to a property. */
export function valueFor({ name, syntax }) {
  const value = VALUES[syntax];
  if (!value) throw new Error(`${name} takes ${syntax}, for which there is no value.`);
  return value;
}

/** Gives the page one more sheet, in place of the one given before. */
export function setTheme(page, css) {
  return page.evaluate((text) => {
    if (!window.theme) {
      window.theme = new CSSStyleSheet();
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, window.theme];
    }
    window.theme.replaceSync(text);
  }, css);
}

/** A preset, as the edge serves it. */
export async function preset(name) {
  const answer = await fetch(`${stack().edge_base}/v1/presets/${name}.css`);
  if (!answer.ok) throw new Error(`The preset ${name} is answered ${answer.status}.`);
  return answer.text();
}

/** Computed styles of the panel and of the notes, but for those of the FranceConnect button. */
export function panelLook(page) {
  return page.evaluate(() => {
    const told = "color backgroundColor colorScheme accentColor fontFamily fontSize fontWeight lineHeight width maxWidth minHeight boxShadow \
padding margin columnGap border borderRadius outlineColor outlineWidth outlineOffset".split(" ");
    const root = document.querySelector("une-fois").shadowRoot;
    const all = [root.host, ...root.querySelectorAll("*"), ...document.querySelectorAll(".unefois-note, .unefois-note *")];
    const kept = all.filter((it) => !it.closest("[part=button]"));
    const look = (style) => told.map((name) => style[name]);
    return JSON.stringify(kept.map((it) => look(getComputedStyle(it))));
  });
}

/** What may not change of the FranceConnect button: its colours, type, words and size. */
export function buttonLook(page) {
  return page.evaluate(() => {
    const link = document.querySelector("une-fois").shadowRoot.querySelector("[part=button]");
    const official = /^(color|background-color|font-|line-height|letter-spacing|padding-|border-.*(color|width|style)|outline-|width|height)/;
    const look = (it) => [...getComputedStyle(it)].filter((name) => official.test(name)).map((name) => `${name}: ${getComputedStyle(it)[name]}`);
    return [link.textContent, ...[link, ...link.children].flatMap(look)];
  });
}

/** Computed styles of each part, by name: colours, type, lines and space. */
export function partLooks(page) {
  return page.evaluate(() => {
    const told = /^(color|background-color|color-scheme|font-(family|size|weight)|line-height|padding-|border-.*(color|width|style|radius)|box-shadow|accent-color|min-height|margin-)/;
    const parts = document.querySelector("une-fois").shadowRoot.querySelectorAll("[part]");
    const look = (it) => Object.fromEntries([...getComputedStyle(it)].filter((name) => told.test(name)).map((name) => [name, getComputedStyle(it)[name]]));
    return [...parts].map((it) => [it.getAttribute("part"), look(it)]);
  });
}
