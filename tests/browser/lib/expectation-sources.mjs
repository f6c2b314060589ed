// What each source gives of a person, read in the sandbox's own file: the expectation of every form comes from here.
//
// A source gives `{values, lists}`: values by path, and rows by the name of their list, values by the end of their path.
// What the provider does not know is `undefined`. Nothing is written here for one person.

// Letters the sources' gateway does not know in a name; it then refuses the identity.
const UNKNOWN_LETTERS = /[œŒŸ]/;
/** The pupils the sports voucher asks about: those of a secondary school of the department. */
const PERIMETER = { degre: "2D", departement: "069" };

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

const NOTHING = { values: {}, lists: {} };

const READERS = {
  quotient_familial: ofCaisse((person, typed) => quotientFamilial(person.quotient_familial, typed["caf_msa.mois"])),
  eaje: ofCaisse(({ eaje }) => eaje && participationEaje(eaje)),
  c2s: ofCaisse(({ c2s }) => c2s && benefit("c2s", c2s, { avec_participation: c2s.avec_participation })),
  aah: ofCaisse(({ aah }) => aah && benefit("aah", aah)),
  asf: ofCaisse(({ asf }) => asf && benefit("asf", asf)),
  rsa: ofCaisse(({ rsa }) => rsa && benefit("rsa", rsa, { avec_majoration: rsa.avec_majoration })),
  prime_activite: ofCaisse(({ prime_activite: file }) => {
    return file && benefit("prime_activite", file, { avec_majoration: file.avec_majoration });
  }),
  aeeh: ofCaisse(({ aeeh }) => aeeh && childBenefit("aeeh", aeeh)),
  ars: ofCaisse(({ ars }) => ars && childBenefit("ars", ars)),
  etudiant: known(({ etudiant }) => etudiant && { lists: { "etudiant.admissions": etudiant.admissions.map(admission) } }),
  boursier: known(({ boursier }) => boursier && { values: grant(boursier) }),
  service_civique: known(({ service_civique: file }) => file && { values: civicService(file) }),
  service_national: known(({ service_national: file }) => {
    return file && { values: { "service_national.statut": file.statut_service_national } };
  }),
  scolarite: known((person, typed) => ofPupil(person, typed, schooling)),
  eleve_boursier: known((person, typed) => ofPupil(person, typed, pupilGrant)),
  france_travail: known(({ france_travail: file }, typed) => {
    return isTheirs(file?.identifiant, typed, "france_travail.identifiant") && { values: registration(file) };
  }),
  france_travail_paiements: known(({ france_travail: file }, typed) => {
    return isTheirs(file?.identifiant, typed, "france_travail.identifiant") && { lists: { paiements: file.paiements } };
  }),
  sportif: known(({ sportif: file }, typed) => {
    return isTheirs(file?.identifiant, typed, "sports.identifiant") && { values: athlete(file) };
  }),
  vehicule: known(({ vehicule = [] }, typed) => {
    const file = vehicule.find(({ immatriculation }) => isTheirs(immatriculation, typed, "france_titres.immatriculation"));
    return file && { values: vehicle(file) };
  }),
  impots: known(({ impot }) => impot?.rfr && { values: taxes(impot) }),
  impots_adresse: known(({ impot }) => impot?.adresse && { values: taxAddress(impot.adresse) }),
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

function isTheirs(known, typed, name) {
  return Boolean(known) && typed[name] === known;
}

function quotientFamilial({ fournisseur, valeur, adresse, enfants }, asked) {
  const now = new Date();
  const [mois, annee] = asked && fournisseur === "CNAF" ? asked.split("/").map(Number) : [now.getMonth() + 1, now.getFullYear()];
  const quotient = { valeur, mois, annee, fournisseur };
  return {
    values: { ...prefixed("quotient_familial", quotient), ...prefixed("adresse", address(adresse)) },
    lists: { enfants },
  };
}

function participationEaje({ enfants, adresse, parametres_calcul_participation_familiale: parametres }) {
  const { valeur, annee_calcul } = parametres.base_ressources_annuelles;
  const values = {
    ressources: valeur,
    annee_ressources: annee_calcul,
    enfants_charge: parametres.nombre_enfants_a_charge,
    enfants_aeeh: parametres.nombre_enfants_beneficiaire_aeeh,
  };
  return {
    values: { ...prefixed("eaje", values), ...prefixed("eaje.adresse", address(adresse)) },
    lists: { "eaje.enfants": enfants },
  };
}

function address({ numero_libelle_voie, complement_information, complement_information_geographique, lieu_dit, ...rest }) {
  const [, code_postal, commune] = /^(\d{5}) (.+)$/.exec(rest.code_postal_ville) ?? [];
  const complement = [complement_information, complement_information_geographique, lieu_dit].filter(Boolean).join(", ");
  return { voie: numero_libelle_voie, complement: complement || undefined, code_postal, commune, pays: rest.pays };
}

function benefit(id, { est_beneficiaire, date_debut_droit }, more) {
  return { values: prefixed(id, { est_beneficiaire, date_debut_droit, ...more }) };
}

function childBenefit(id, { status, date_debut_droit }) {
  return { values: prefixed(id, { statut: status, date_debut_droit }) };
}

function admission({ date_debut, date_fin, est_inscrit, regime_formation, code_cog_insee_commune, etablissement_etudes }) {
  const { uai, nom } = etablissement_etudes;
  const regime = regime_formation.code;
  return { date_debut, date_fin, est_inscrit, regime_formation: regime, commune_etudes: code_cog_insee_commune, etablissement: nom, uai };
}

function grant({ statut_boursier, periode_versement_bourse, etablissement_etudes, echelon_bourse, email }) {
  return prefixed("boursier", {
    ...statut_boursier,
    ...periode_versement_bourse,
    echelon: echelon_bourse?.echelon,
    echelon_provisoire: echelon_bourse?.echelon_bourse_regionale_provisoire,
    ville_etudes: etablissement_etudes?.nom_commune,
    etablissement: etablissement_etudes?.nom_etablissement,
    email,
  });
}

function civicService({ statut_actuel, statut_passe }) {
  const contract = ({ date_debut_contrat, date_fin_contrat, organisme_accueil }) => ({
    date_debut: date_debut_contrat,
    date_fin: date_fin_contrat,
    organisme: organisme_accueil.raison_sociale,
  });
  const past = Object.entries(contract(statut_passe)).map(([key, value]) => [`passe_${key}`, value]);
  return prefixed("service_civique", {
    en_cours: statut_actuel.contrat_trouve,
    ...contract(statut_actuel),
    passe: statut_passe.contrat_trouve,
    ...Object.fromEntries(past),
  });
}

function pupilOf({ scolarite = [] }) {
  return scolarite.find(({ degre, departement, code }) => {
    return degre === PERIMETER.degre && departement === PERIMETER.departement && !code;
  });
}

function ofPupil(person, typed, read) {
  const pupil = pupilOf(person);
  const isTyped = pupil && typed["education.nom_naissance"] === pupil.nom && typed["education.prenoms"] === pupil.prenoms.join(" ");
  return isTyped && { values: read(pupil) };
}

function schooling({ est_scolarise, statut_eleve, etablissement, formation, regime_pensionnat }) {
  const now = new Date();
  const year = now.getMonth() + 1 >= 9 ? now.getFullYear() : now.getFullYear() - 1;
  return prefixed("scolarite", {
    est_scolarise,
    annee_scolaire: `${year}-${year + 1}`,
    statut_eleve: statut_eleve.code,
    code_uai: etablissement.code_uai,
    classe: formation.libelle,
    regime_pensionnat: regime_pensionnat.code,
  });
}

function pupilGrant({ est_boursier, echelon_bourse }) {
  return prefixed("eleve_boursier", { est_boursier, echelon: echelon_bourse });
}

function registration({ inscription, adresse }) {
  const { date_debut, date_fin, categorie } = inscription;
  const { ligne_voie, code_postal, localite } = adresse;
  return {
    ...prefixed("france_travail", { date_inscription: date_debut, date_cessation: date_fin, categorie: categorie.code }),
    ...prefixed("france_travail.adresse", { voie: ligne_voie, code_postal, commune: localite.replace(/^\d{5} /, "") }),
  };
}

function athlete({ est_sportif_de_haut_niveau, a_ete_sportif_de_haut_niveau, informations_statut }) {
  return prefixed("sportif", {
    est_sportif_de_haut_niveau,
    a_ete_sportif_de_haut_niveau,
    ...informations_statut?.periode,
    federation: informations_statut?.federation.nom_federation,
    categorie: informations_statut?.categorie.nom_categorie,
  });
}

function vehicle(file) {
  const { immatriculation, statut_rattachement, date_premiere_immatriculation } = file;
  const { adresse_particulier: adresse, caracteristiques_techniques_vehicule: technique } = file;
  return {
    ...prefixed("vehicule", {
      immatriculation,
      statut_rattachement,
      date_premiere_immatriculation,
      marque: technique.marque,
      modele: technique.denomination_commerciale,
      energie: technique.type_carburant.code,
      masse_charge_maximale: technique.masse_charge_maximale,
      taux_co2: technique.taux_co2,
      classe_environnementale: technique.classe_environnementale.code,
      genre: technique.genre_national.code,
    }),
    ...prefixed("vehicule.adresse", {
      voie: [adresse.num_voie, adresse.extension, adresse.type_voie, adresse.libelle_voie].filter(Boolean).join(" "),
      code_postal: adresse.code_postal_ville,
      commune: adresse.libelle_commune,
    }),
  };
}

function taxes({ rfr, nbPart, sitFam, sitParIso, pac }) {
  const [back, income] = [[1, rfr.n_moins_1], [2, rfr.n_moins_2]].find(([, value]) => value !== undefined) ?? [];
  return prefixed("impot", {
    revenu_fiscal_reference: income,
    nombre_parts: nbPart,
    personnes_charge: pac.nbPac,
    situation_famille: sitFam,
    parent_isole: sitParIso,
    annee: new Date().getFullYear() - back,
  });
}

function taxAddress({ complementAdresse, voie, codePostal, commune }) {
  const ligne = [complementAdresse, voie, codePostal, commune].filter(Boolean).join(" ");
  return prefixed("impot.adresse", { ligne, voie, code_postal: codePostal, commune });
}

function prefixed(start, values) {
  return Object.fromEntries(Object.entries(values).map(([end, value]) => [`${start}.${end}`, value ?? undefined]));
}
