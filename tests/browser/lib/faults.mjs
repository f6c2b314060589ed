// What each named fault of the sandbox takes from the person, for those who must know it before it happens.
import { stack } from "./stack.mjs";

const EVERYTHING = [""];
const SOURCES = ["quotient_familial.", "adresse."];
// Faults that do less than break the place where they strike.
const MILDER = {
  key_rotation: [],
  logout_never_returns: [],
  logout_state_altered: [],
  source_409_once: [],
  source_later_catalogue: [],
  source_unknown_fields: [],
  source_wrong_types: ["quotient_familial.valeur"],
  userinfo_without_birthplace: ["identite.commune_naissance"],
  narrower_scope: SOURCES,
  checktoken_down: SOURCES,
};

/** Starts of the paths of the fields that stay empty under these faults. An unknown name is an error. */
export async function withheldBy(names) {
  const { faults } = await (await fetch(`${stack().sources_base}/__sandbox/faults`)).json();
  return names.flatMap((name) => {
    const fault = faults.find((candidate) => candidate.name === name);
    if (!fault) throw new Error(`La panne « ${name} » n’existe pas.`);
    return MILDER[name] ?? (fault.where.startsWith("Sources") ? SOURCES : EVERYTHING);
  });
}
