// The town's forms, by the name of their folder, and what their démarche says of each.
import { stack } from "./stack.mjs";

/** The form of the tests that need only one. */
export const FIRST = "cantine";

/** Address of a form. `query` is what follows it. */
export function formAddress(query = "", form = FIRST) {
  return `${stack().forms_origin}/${form}/${query}`;
}

/** The démarche the tag of a form's page names. */
export async function demarcheOf(form = FIRST) {
  const page = await get(`${stack().forms_base}/${form}/`);
  const [, demarche] = /\bdemarche="([^"]+)"/.exec(await page.text()) ?? [];
  if (!demarche) throw new Error(`La page du formulaire « ${form} » n’a pas de balise Une fois.`);
  return demarche;
}

/** The public description of a form's démarche, as the form's page receives it. */
export async function description(form = FIRST) {
  const { edge_base, forms_origin } = stack();
  const answer = await get(`${edge_base}/v1/demarches/${await demarcheOf(form)}`, { origin: forms_origin });
  return answer.json();
}

async function get(url, headers = {}) {
  const answer = await fetch(url, { headers });
  if (!answer.ok) throw new Error(`${new URL(url).pathname} répond ${answer.status}.`);
  return answer;
}
