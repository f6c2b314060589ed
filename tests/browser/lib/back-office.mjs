// A back-office of `examples/verify`, started on the port the town keeps for it, and what a person does there.
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { leave } from "./leave.mjs";
import { stack } from "./stack.mjs";

const EXAMPLES = fileURLToPath(new URL("../../../examples/", import.meta.url));
const AUDIENCE = "siret:21999999200015";
const FIELDS = [
  { path: "identite.nom_naissance", name: "nom_naissance" },
  { path: "identite.prenoms", name: "prenoms" },
  { path: "identite.sexe", name: "civilite_sexe", values: { M: "1", F: "2" } },
  { path: "identite.date_naissance", names: { day: "jour_naissance", month: "mois_naissance", year: "annee_naissance" } },
  { path: "identite.commune_naissance", name: "commune_naissance" },
  { path: "identite.email", name: "courriel" },
  { path: "quotient_familial.valeur", name: "quotient_familial" },
  { path: "adresse.code_postal", name: "code_postal" },
  { path: "adresse.commune", name: "ville" },
];

/** Languages of the back-offices. */
export const LANGUAGES = ["node", "python", "php", "rust"];

/** Starts the back-office of a language; `stop` ends it, `log` is what it has written. */
export async function startBackOffice(language) {
  const programs = process.env.UNEFOIS_BACK_OFFICES;
  if (!programs) throw new Error("UNEFOIS_BACK_OFFICES is not set: run these tests with `cargo xtask test`.");
  const [program, ...parameters] = JSON.parse(programs)[language];
  const { back_office_base } = stack();
  const { port } = new URL(back_office_base);
  const folder = await mkdtemp(join(tmpdir(), "unefois-back-office-"));
  const config = join(folder, "config.json");
  await writeFile(config, JSON.stringify(configuration()));
  const env = { ...process.env, BACK_OFFICE_CONFIG: config, PORT: port, BACK_OFFICE_STATE: join(folder, "state") };
  const child = spawn(program, parameters.map((text) => text.replace("<port>", port)), {
    cwd: join(EXAMPLES, "verify", language),
    env,
  });
  const written = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => written.push(bytes));
  const log = () => Buffer.concat(written).toString("utf8");
  const stop = async () => {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    if (child.exitCode === null && child.kill()) await gone;
    await rm(folder, { recursive: true, force: true });
  };
  await untilItAnswers(child, back_office_base, log).catch(async (error) => {
    await stop();
    throw error;
  });
  return { stop, log };
}

function configuration() {
  const { edge_origin, edge_base } = stack();
  return {
    issuer: edge_origin,
    jwks_uri: `${edge_base}/.well-known/jwks.json`,
    audience: AUDIENCE,
    forms: { "cantine-valbourg": ["1"] },
    page: join(EXAMPLES, "cantine/index.html"),
    written_edge: "http://unefois.localhost:8787",
    edge: edge_origin,
    nonce: true,
    fields: FIELDS,
  };
}

async function untilItAnswers(child, base, log) {
  for (let tries = 0; tries < 200; tries += 1) {
    if (child.exitCode !== null) throw new Error(`The back-office stopped at once: ${log()}`);
    const answer = await fetch(`${base}/cantine/`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
  throw new Error(`The back-office does not answer: ${log()}`);
}

/** Address of the form it serves. */
export function deskAddress() {
  return `${stack().back_office_origin}/cantine/`;
}

/** Writes what no administration knows and the form requires. */
export async function fillTheRest(page) {
  await page.type("#telephone", "0600000000");
  await page.type("#enfant-nom", "LEFÈVRE");
  await page.type("#enfant-prenom", "Milo");
  await page.$eval("#enfant-naissance", (field) => {
    field.value = "2019-04-02";
  });
  await page.click("input[name=enfant_sexe][value=M]");
  for (const list of ["#ecole", "#classe", "#regime"]) {
    const value = await page.$eval(list, (field) => [...field.options].find(({ value }) => value !== "").value);
    await page.select(list, value);
  }
  await page.click("#reglement");
}

/** Sends the form and gives the verdict: `{reason, fields: {path: verdict}}`. */
export async function sendForm(page) {
  await leave(page, () => page.click("#inscription-cantine [type=submit]"));
  return readVerdict(page);
}

/** The verdict on the page. */
export async function readVerdict(page) {
  return page.evaluate(() => ({
    reason: document.querySelector("[data-reason]").textContent,
    fields: Object.fromEntries([...document.querySelectorAll("[data-path]")].map(({ dataset }) => [dataset.path, dataset.verdict])),
  }));
}
