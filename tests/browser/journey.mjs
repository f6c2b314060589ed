// The journey of one person, for `cargo xtask demo --headless`: every page met is kept as an image, every field is
// printed, and a wrong field ends it with a sentence and status 1.
//
//   node journey.mjs [--formulaire <dossier>] [--identite <nom>] [--faute <nom>]… [--captures <dossier>]
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { openBrowser, openTab } from "./lib/browser.mjs";
import { description, differences, expectedFields, identityOf, typedFor } from "./lib/expectation.mjs";
import { withheldBy } from "./lib/faults.mjs";
import { readFields, readValues } from "./lib/fields.mjs";
import {
  formAddress, leave, openForm, pickHealth, pressFranceConnect, release, signIn, tickSources, typeInputs, waitBack,
} from "./lib/journey.mjs";
import { chooseFirstRows } from "./lib/release.mjs";
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
    formulaire: { type: "string", default: "cantine" },
    identite: { type: "string", default: "camille" },
    faute: { type: "string", multiple: true, default: [] },
    captures: { type: "string", default: CAPTURES },
  };
  return parseArgs({ options }).values;
}

async function run({ formulaire, identite, faute, captures }) {
  const [person, demarche] = await Promise.all([identityOf(identite), description(formulaire)]);
  const withheld = await withheldBy(faute, demarche);
  const { byName: typed, byText } = typedFor(demarche, person);
  await mkdir(captures, { recursive: true });
  const { browser, close } = await openBrowser();
  try {
    const { page } = await openTab(browser, { width: 1000, height: 1100 });
    const trip = { form: formulaire, slug: identite, byText, faults: faute, met: camera(page, captures) };
    const { before, rows } = await travel(page, trip);
    const fields = await readFields(page);
    console.log(fieldTable(fields));
    const expected = expectedFields(demarche, person, { withheld, typed, rows });
    return conclude(await differences(page, fields, expected, before), captures);
  } finally {
    await close();
    await setFaults();
  }
}

/**
 * From the empty form back to the form, every source asked for and every box ticked; gives what the form held at first,
 * and which rows were chosen.
 */
async function travel(page, { form, slug, byText, faults, met }) {
  await openForm(page, { form });
  const before = await readValues(page);
  await met("formulaire-avant");
  await tickSources(page);
  await typeInputs(page, byText);
  await met("formulaire-coche");
  await setFaults(...faults);
  await pressFranceConnect(page);
  await signIn(page, slug, { met });
  const rows = await comeBack(page, form, met);
  await met("formulaire-apres");
  return { before, rows };
}

/** Whatever page the trip ended on, leads back to the form. */
async function comeBack(page, form, met) {
  const { edge_origin, forms_origin, fc_issuer } = stack();
  const { origin } = new URL(page.url());
  let rows = {};
  if (origin === new URL(fc_issuer).origin) {
    await met("franceconnect-erreur");
    await openForm(page, { form });
    return rows;
  }
  if (origin === edge_origin) {
    const isRelease = await page.$("button[name=decision]");
    await met(isRelease ? "choix-des-valeurs" : "erreur");
    if (isRelease) rows = await decide(page, met);
    else await leave(page, async () => (await page.$(`main a[href^="${formAddress("", form)}"]`)).click());
  } else if (origin !== forms_origin) {
    throw new Error(`Le parcours s’est arrêté sur une page inattendue : ${origin}.`);
  }
  await waitBack(page);
  return rows;
}

/** Ticks whatever nobody ticks beforehand, and sends; when nothing was found the page only offers to go back. */
async function decide(page, met) {
  const rows = await chooseFirstRows(page);
  await pickHealth(page);
  await met("choix-decides");
  await release(page, (await page.$("button[name=decision][value=send]")) ? "send" : "refuse");
  return rows;
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
