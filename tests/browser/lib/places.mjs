// Names of communes and countries, read where INSEE's lists are pinned rather than in what the build makes of them.
import { readFileSync } from "node:fs";

const ROOT = new URL("../../../", import.meta.url);
const COMMUNES = "xtask/npm/node_modules/@etalab/decoupage-administratif/data/communes.json";
const CURRENT = new Set(["commune-actuelle", "arrondissement-municipal"]);
let names;

/** The French name of a code, `undefined` for what is no code of today's communes and countries. */
export function placeName(code) {
  names ??= readNames();
  return names.get(code);
}

function readNames() {
  const communes = JSON.parse(read(COMMUNES)).filter(({ type }) => CURRENT.has(type));
  const countries = read("edge/core/data/pays.tsv").trim().split("\n").map((line) => line.split("\t"));
  return new Map([...communes.map(({ code, nom }) => [code, nom]), ...countries]);
}

function read(path) {
  return readFileSync(new URL(path, ROOT), "utf8");
}
