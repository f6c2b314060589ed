// The journey of one person, for `cargo xtask demo --headless`: every page met is kept as an image, every field is
// printed, and a wrong field ends it with a sentence and status 1.
//
//   node journey.mjs [--identite <nom>] [--faute <nom>]… [--captures <dossier>]
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { openBrowser, openTab } from "./lib/browser.mjs";
import { description, differences, expectedFields, identityOf } from "./lib/expectation.mjs";
import { withheldBy } from "./lib/faults.mjs";
import { readFields, readValues } from "./lib/fields.mjs";
import { formAddress, leave, openForm, pressFranceConnect, release, signIn, tickSource, waitBack } from "./lib/journey.mjs";
import { setFaults, stack } from "./lib/stack.mjs";
import { fieldTable } from "./lib/table.mjs";

const CAPTURES = resolve(import.meta.dirname, "../../target/unefois/captures");

try {
  process.exitCode = await run(readArguments());
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function readArguments() {
  const options = {
    identite: { type: "string", default: "camille" },
    faute: { type: "string", multiple: true, default: [] },
    captures: { type: "string", default: CAPTURES },
  };
  return parseArgs({ options }).values;
}

async function run({ identite, faute, captures }) {
  const [person, demarche, withheld] = await Promise.all([identityOf(identite), description(), withheldBy(faute)]);
  await mkdir(captures, { recursive: true });
  const { browser, close } = await openBrowser();
  try {
    const { page } = await openTab(browser, { width: 1000, height: 1100 });
    const before = await travel(page, identite, faute, camera(page, captures));
    const fields = await readFields(page);
    console.log(fieldTable(fields));
    const problems = await differences(page, fields, expectedFields(demarche, person, { withheld }), before);
    return conclude(problems, captures);
  } finally {
    await close();
    await setFaults();
  }
}

/** From the empty form back to the form; gives what the form held at first. */
async function travel(page, slug, faults, met) {
  await openForm(page);
  const before = await readValues(page);
  await met("formulaire-avant");
  await tickSource(page);
  await met("formulaire-coche");
  await setFaults(...faults);
  await pressFranceConnect(page);
  await signIn(page, slug, { met });
  await comeBack(page, met);
  await met("formulaire-apres");
  return before;
}

/** Whatever page the trip ended on, leads back to the form. */
async function comeBack(page, met) {
  const { edge_origin, forms_origin, fc_issuer } = stack();
  const { origin } = new URL(page.url());
  if (origin === new URL(fc_issuer).origin) {
    await met("franceconnect-erreur");
    return openForm(page);
  }
  if (origin === edge_origin) {
    const isRelease = await page.$("button[name=decision]");
    await met(isRelease ? "choix-des-valeurs" : "erreur");
    if (isRelease) await sendOrLeave(page);
    else await leave(page, async () => (await page.$(`main a[href^="${formAddress()}"]`)).click());
  } else if (origin !== forms_origin) {
    throw new Error(`Le parcours s’est arrêté sur une page inattendue : ${origin}.`);
  }
  return waitBack(page);
}

/** When nothing was found the page only offers to go back. */
async function sendOrLeave(page) {
  await release(page, (await page.$("button[name=decision][value=send]")) ? "send" : "refuse");
}

function camera(page, captures) {
  let count = 0;
  return async (name) => {
    count += 1;
    const file = `${String(count).padStart(2, "0")}-${name}.png`;
    await page.screenshot({ path: join(captures, file), fullPage: true });
  };
}

function conclude(problems, captures) {
  console.log(`\nImages des pages : ${captures}`);
  if (problems.length === 0) {
    console.log("Chaque champ est comme attendu.");
    return 0;
  }
  const [s, x] = problems.length > 1 ? ["s", "ne sont"] : ["", "n’est"];
  console.error(`${problems.length} champ${s} ${x} pas comme attendu${s} :\n${problems.join("\n")}`);
  return 1;
}
