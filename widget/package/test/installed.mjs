// The built package, installed as npm would: exactly the files that would be published.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const HERE = dirname(fileURLToPath(import.meta.url));
const INSTALLED = join(HERE, "node_modules/unefois");
const target = process.env.CARGO_TARGET_DIR ?? "target";

/** Folder `cargo xtask build` writes the package to. */
export const BUILT = join(HERE, "../../..", target, "unefois/npm");

/** Names of the files that would be published. */
export function packed() {
  const text = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: BUILT, encoding: "utf8" });
  const told = JSON.parse(text);
  const [{ files }] = Array.isArray(told) ? told : Object.values(told);
  return files.map(({ path }) => path).sort();
}

/** Installs the package beside the frameworks, and gives its folder. */
export function install() {
  rmSync(INSTALLED, { recursive: true, force: true });
  mkdirSync(INSTALLED, { recursive: true });
  for (const file of packed()) cpSync(join(BUILT, file), join(INSTALLED, file));
  return INSTALLED;
}
