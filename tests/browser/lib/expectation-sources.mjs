// What each source gives of a person, from the sandbox's own file: the expectation of every form comes from here.
//
// A source gives `{values, lists}`: values by path, and rows by the name of their list, values by the end of their path.
// What the provider does not know is `undefined`. Nothing is written here for one person.
import * as file from "./expectation-files.mjs";

// Letters the sources' gateway does not know in a name; it then refuses the identity.
const UNKNOWN_LETTERS = /[œŒŸ]/;
/** The pupils the sports voucher asks about: those of a secondary school of the department. */
const PERIMETER = { degre: "2D", departement: "069" };
const NOTHING = { values: {}, lists: {} };

/** Lists of which every row is sent, or none. */
export const WHOLE_LISTS = new Set(["paiements"]);

/** What a person types for a source, by name of input: `{"france_titres.immatriculation": "VB-210-CL"}`. */
export function typedOf(person) {
  const pupil = pupilOf(person) ?? person.scolarite?.[0] ?? {};
  const [annee, mois, jour] = pupil.date_naissance?.split("-") ?? [];
  return {
    "france_titres.immatriculation": person.vehicule?.[0].immatriculation,
    "france_travail.identifiant": person.france_travail?.identifiant,
    "sports.identifiant": person.sportif?.identifiant,
    "education.nom_naissance": pupil.nom,
    "education.prenoms": pupil.prenoms?.join(" "),
    "education.date_naissance": annee && `${jour}/${mois}/${annee}`,
    "education.sexe": pupil.sexe,
  };
}

/** What the sources named give, together. `typed` is what the person typed, by name of input. */
export function givenBy(person, sources, typed) {
  const given = sources.map((source) => READERS[source](person, typed));
  return {
    values: Object.assign({}, ...given.map(({ values }) => values)),
    lists: Object.assign({}, ...given.map(({ lists }) => lists)),
  };
}

const READERS = {
  quotient_familial: ofCaisse(({ quotient_familial: family }, typed) => {
    const month = typed["caf_msa.mois"];
    return file.isMonthKnown(family, month) && { values: file.quotient(family, month), lists: { enfants: family.enfants } };
  }),
  eaje: ofCaisse(({ eaje }) => eaje && { values: file.nursery(eaje), lists: { "eaje.enfants": eaje.enfants } }),
  c2s: ofCaisse(({ c2s }) => c2s && { values: file.benefit("c2s", c2s) }),
  aah: ofCaisse(({ aah }) => aah && { values: file.benefit("aah", aah) }),
  asf: ofCaisse(({ asf }) => asf && { values: file.benefit("asf", asf) }),
  rsa: ofCaisse(({ rsa }) => rsa && { values: file.benefit("rsa", rsa) }),
  prime_activite: ofCaisse(({ prime_activite: bonus }) => bonus && { values: file.benefit("prime_activite", bonus) }),
  aeeh: ofCaisse(({ aeeh }) => aeeh && { values: file.childBenefit("aeeh", aeeh) }),
  ars: ofCaisse(({ ars }) => ars && { values: file.childBenefit("ars", ars) }),
  etudiant: known(({ etudiant }) => {
    return etudiant && { lists: { "etudiant.admissions": etudiant.admissions.map(file.admission) } };
  }),
  boursier: known(({ boursier }) => boursier && file.isGrantOfTheYear(boursier) && { values: file.grant(boursier) }),
  service_civique: known(({ service_civique: service }) => service && { values: file.civicService(service) }),
  service_national: known(({ service_national: service }) => {
    return service && { values: { "service_national.statut": service.statut_service_national } };
  }),
  scolarite: known((person, typed) => ofPupil(person, typed, file.schooling)),
  eleve_boursier: known((person, typed) => ofPupil(person, typed, file.pupilGrant)),
  france_travail: known(({ france_travail: seeker }, typed) => {
    return isTyped(seeker?.identifiant, typed, "france_travail.identifiant") && { values: file.registration(seeker) };
  }),
  france_travail_paiements: known(({ france_travail: seeker }, typed) => {
    return isTyped(seeker?.identifiant, typed, "france_travail.identifiant") && { lists: { paiements: seeker.paiements } };
  }),
  sportif: known(({ sportif }, typed) => {
    return isTyped(sportif?.identifiant, typed, "sports.identifiant") && { values: file.athlete(sportif) };
  }),
  vehicule: known(({ identite, vehicule = [] }, typed) => {
    const plate = "france_titres.immatriculation";
    const vehicle = vehicule.find(({ immatriculation }) => isTyped(immatriculation, typed, plate));
    const isHolder = !vehicle?.identite || letters(vehicle.identite.nom) === letters(identite.family_name);
    return vehicle && isHolder && { values: file.vehicle(vehicle) };
  }),
  impots: known(({ impot }) => impot?.rfr && { values: file.taxes(impot) }),
  impots_adresse: known(({ impot }) => impot?.adresse && { values: file.taxAddress(impot.adresse) }),
};

/** A reader of people whose civil status the gateway lets through. */
function known(read) {
  return (person, typed) => {
    const { family_name, given_name_array } = person.identite;
    const isRefused = [family_name, ...given_name_array].some((name) => UNKNOWN_LETTERS.test(name));
    return { ...NOTHING, ...(!isRefused && read(person, typed)) };
  };
}

/** A reader of the files of the Sécurité sociale, which knows nothing of a person no caisse knows. */
function ofCaisse(read) {
  return known((person, typed) => !person.quotient_familial.code && read(person, typed));
}

function isTyped(own, typed, name) {
  return Boolean(own) && typed[name] === own;
}

function pupilOf({ scolarite = [] }) {
  return scolarite.find(({ degre, departement, code }) => {
    return degre === PERIMETER.degre && departement === PERIMETER.departement && !code;
  });
}

function ofPupil(person, typed, read) {
  const pupil = pupilOf(person);
  const isTheirs = isTyped(pupil?.nom, typed, "education.nom_naissance");
  return isTheirs && isTyped(pupil.prenoms.join(" "), typed, "education.prenoms") && { values: read(pupil) };
}

/** The register of vehicles writes names without accents nor marks. */
function letters(name) {
  return name.normalize("NFD").replace(/[^A-Za-z]/g, "").toUpperCase();
}
