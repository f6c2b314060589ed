// The form on a terminal.
import { stateOf } from "./fields.mjs";

const HEADINGS = ["Champ", "Valeur", "Source", "État"];
const WIDEST = 48;

/** The fields as an aligned table, in French. */
export function fieldTable(fields) {
  const rows = [HEADINGS, ...fields.map((field) => [field.label, field.shown, source(field), stateOf(field)])];
  const cells = rows.map((row) => row.map((cell) => shorten(cell)));
  const widths = HEADINGS.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const lines = cells.map((row) => row.map((cell, column) => cell.padEnd(widths[column])).join("  ").trimEnd());
  return [lines[0], widths.map((width) => "─".repeat(width)).join("  "), ...lines.slice(1)].join("\n");
}

/** Where the value comes from: the first sentence shown beside the field, without the words that are only heard. */
function source({ said, saidAloud }) {
  return said.replace(saidAloud, "").trim().split(". ")[0];
}

function shorten(text) {
  const line = text.replace(/\s+/g, " ");
  return line.length > WIDEST ? `${line.slice(0, WIDEST - 1)}…` : line;
}
