// What each named fault of the sandbox takes from the person, for those who must know it before it happens.
import { stack } from "./stack.mjs";

const IDENTITY = "identite";
const TAXES = "impots";
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
  introspect_down: [],
  introspect_scope_missing: ["eaje.adresse."],
  dgfip_token_short: [],
  dgfip_401_once: [],
};

/**
 * Starts of the paths of the fields of a démarche that stay empty under these faults. An unknown name is an error.
 * Those of "Sources" strike the gateway of API Particulier, those of the DGFiP the taxes alone.
 */
export async function withheldBy(names, { champs, sources }) {
  const { faults } = await (await fetch(`${stack().sources_base}/__sandbox/faults`)).json();
  const taxes = sources.filter(({ fournisseur }) => fournisseur === TAXES).map(({ id }) => id);
  const pathsOf = (isStruck) => champs.filter(({ source }) => isStruck(source)).map(({ chemin }) => chemin);
  const everySource = pathsOf((source) => source !== IDENTITY);
  return names.flatMap((name) => {
    const fault = faults.find((candidate) => candidate.name === name);
    if (!fault) throw new Error(`La panne « ${name} » n’existe pas.`);
    if (MILDER[name]) return MILDER[name];
    if (["narrower_scope", "checktoken_down"].includes(name)) return everySource;
    if (fault.where.startsWith("DGFiP")) return pathsOf((source) => taxes.includes(source));
    if (fault.where.startsWith("Sources")) return pathsOf((source) => ![IDENTITY, ...taxes].includes(source));
    return pathsOf(() => true);
  });
}
