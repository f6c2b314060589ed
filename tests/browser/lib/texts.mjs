// The words of the product, as its own files have them.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "../../../edge/wire/messages");
const texts = Object.fromEntries(
  ["fr", "en"].map((lang) => [lang, JSON.parse(readFileSync(join(FOLDER, `${lang}.json`), "utf8"))]),
);

/** The text of an id in a language; an unknown id is an error. */
export function textOf(lang, id) {
  const text = texts[lang][id];
  if (!text) throw new Error(`No text is called "${id}" in ${lang}.`);
  return text;
}
