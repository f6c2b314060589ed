// The words of the product, as its own files have them.
import { readFileSync, readdirSync } from "node:fs";
import { join, parse } from "node:path";

const FOLDER = process.env.UNEFOIS_MESSAGES ?? join(import.meta.dirname, "../../../edge/wire/messages");
const texts = Object.fromEntries(
  readdirSync(FOLDER).map((file) => [parse(file).name, JSON.parse(readFileSync(join(FOLDER, file), "utf8"))]),
);

/** The text of an id in a language; an unknown id is an error. */
export function textOf(lang, id) {
  const text = texts[lang][id];
  if (!text) throw new Error(`No text is called "${id}" in ${lang}.`);
  return text;
}
