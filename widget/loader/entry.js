/**
 * What the loader imports: the panel's glue, with the places of the files it loads and its style. The loader knows the
 * integrity of this file, which pins the others.
 *
 * Replaced by the build:
 *   __UNEFOIS_WASM__       {path, integrity}
 *   __UNEFOIS_MESSAGES__   {language: {path, integrity}}
 *   __UNEFOIS_STYLES__     [panel.css, note.css], minified
 */
import { mount as draw } from "./panel.js";

export { default } from "./panel.js";
export const wasm = __UNEFOIS_WASM__;
export const messages = __UNEFOIS_MESSAGES__;

// Constructed: a page with a strict policy refuses style elements and style attributes.
const sheets = __UNEFOIS_STYLES__.map((css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
});

/** Styles the panel, and the page for the notes beside its fields, then draws. */
export const mount = (context) => {
  const { host } = context;
  [host.shadowRoot, host.getRootNode()].forEach((root, index) => {
    const adopted = root && root.adoptedStyleSheets;
    if (adopted && !adopted.includes(sheets[index])) root.adoptedStyleSheets = [...adopted, sheets[index]];
  });
  draw(context);
};
