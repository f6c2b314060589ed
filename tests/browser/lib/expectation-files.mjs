// How each file of a person of the sandbox is read: the path of a field of ours → the value the file has for it.

/** The year in which the school year began, in September. */
function schoolYear() {
  const now = new Date();
  return now.getMonth() + 1 >= 9 ? now.getFullYear() : now.getFullYear() - 1;
}

/** The MSA knows the current month alone: a file asked for another gives nothing. */
export function isMonthKnown({ fournisseur }, asked) {
  const { mois, annee } = monthOf(asked);
  const current = monthOf();
  return fournisseur === "CNAF" || (mois === current.mois && annee === current.annee);
}

function monthOf(asked) {
  const now = new Date();
  const [mois, annee] = asked?.split("/").map(Number) ?? [now.getMonth() + 1, now.getFullYear()];
  return { mois, annee };
}

/** The month asked is the one answered, the current one when none is. */
export function quotient({ fournisseur, valeur, adresse }, asked) {
  const month = monthOf(asked);
  return { ...prefixed("quotient_familial", { valeur, fournisseur, ...month }), ...prefixed("adresse", address(adresse)) };
}

/** What the price of a nursery is made of. */
export function nursery({ adresse, parametres_calcul_participation_familiale: parametres }) {
  const { valeur, annee_calcul } = parametres.base_ressources_annuelles;
  const values = {
    ressources: valeur,
    annee_ressources: annee_calcul,
    enfants_charge: parametres.nombre_enfants_a_charge,
    enfants_aeeh: parametres.nombre_enfants_beneficiaire_aeeh,
  };
  return { ...prefixed("eaje", values), ...prefixed("eaje.adresse", address(adresse)) };
}

function address({ numero_libelle_voie: voie, code_postal_ville: line, pays, ...rest }) {
  const [, code_postal, commune] = /^(\d{5}) (.+)$/.exec(line) ?? [];
  const complements = [rest.complement_information, rest.complement_information_geographique, rest.lieu_dit];
  return { voie, complement: complements.filter(Boolean).join(", ") || undefined, code_postal, commune, pays };
}

/** The keys of a benefit are the ends of our paths. */
export function benefit(id, values) {
  return prefixed(id, values);
}

/** A benefit paid for a child: a role in it instead of a yes or a no. */
export function childBenefit(id, { status, date_debut_droit }) {
  return prefixed(id, { statut: status, date_debut_droit });
}

/** One row of the list of admissions: the ends of our paths. */
export function admission({ code_cog_insee_commune, etablissement_etudes, regime_formation, ...rest }) {
  return {
    ...rest,
    regime_formation: regime_formation.code,
    commune_etudes: code_cog_insee_commune,
    etablissement: etablissement_etudes.nom,
    uai: etablissement_etudes.uai,
  };
}

/** Whether a student’s grant is of the school year under way: another is none. */
export function isGrantOfTheYear({ periode_versement_bourse: { date_rentree } }) {
  return date_rentree >= `${schoolYear()}-09`;
}

/** A student’s grant. */
export function grant({ statut_boursier, periode_versement_bourse, etablissement_etudes, echelon_bourse, email }) {
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

/** The contract under way, then the one that ended. */
export function civicService({ statut_actuel, statut_passe }) {
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

/** A pupil’s school, in the year that began in September. */
export function schooling({ est_scolarise, statut_eleve, etablissement, formation, regime_pensionnat }) {
  const year = schoolYear();
  return prefixed("scolarite", {
    est_scolarise,
    annee_scolaire: `${year}-${year + 1}`,
    statut_eleve: statut_eleve.code,
    code_uai: etablissement.code_uai,
    classe: formation.libelle,
    regime_pensionnat: regime_pensionnat.code,
  });
}

/** A pupil’s grant. */
export function pupilGrant({ est_boursier, echelon_bourse }) {
  return prefixed("eleve_boursier", { est_boursier, echelon: echelon_bourse });
}

/** A job seeker’s registration. */
export function registration({ inscription: { date_debut, date_fin, categorie }, adresse }) {
  const { ligne_voie: voie, code_postal, localite } = adresse;
  const values = { date_inscription: date_debut, date_cessation: date_fin, categorie: categorie.code };
  const place = { voie, code_postal, commune: localite.replace(/^\d{5} /, "") };
  return { ...prefixed("france_travail", values), ...prefixed("france_travail.adresse", place) };
}

/** The current listing of an athlete, empty once it has ended. */
export function athlete({ est_sportif_de_haut_niveau, a_ete_sportif_de_haut_niveau, informations_statut: listing }) {
  return prefixed("sportif", {
    est_sportif_de_haut_niveau,
    a_ete_sportif_de_haut_niveau,
    ...listing?.periode,
    federation: listing?.federation.nom_federation,
    categorie: listing?.categorie.nom_categorie,
  });
}

/** A vehicle, and the address on its document. */
export function vehicle({ adresse_particulier: adresse, caracteristiques_techniques_vehicule: technique, ...rest }) {
  const { immatriculation, statut_rattachement, date_premiere_immatriculation } = rest;
  const values = {
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
  };
  const street = [adresse.num_voie, adresse.extension, adresse.type_voie, adresse.libelle_voie];
  const place = {
    voie: street.filter(Boolean).join(" "),
    code_postal: adresse.code_postal_ville,
    commune: adresse.libelle_commune,
  };
  return { ...prefixed("vehicule", values), ...prefixed("vehicule.adresse", place) };
}

/** The last year is given when it is known, else the one before. */
export function taxes({ rfr, nbPart, sitFam, sitParIso, pac }) {
  const back = rfr.n_moins_1 === undefined ? 2 : 1;
  return prefixed("impot", {
    revenu_fiscal_reference: rfr[`n_moins_${back}`],
    nombre_parts: nbPart,
    personnes_charge: pac.nbPac,
    situation_famille: sitFam,
    parent_isole: sitParIso,
    annee: new Date().getFullYear() - back,
  });
}

/** The postcode may be followed by the town. */
export function taxAddress({ complementAdresse, voie, codePostal, commune }) {
  const ligne = [complementAdresse, voie, codePostal, commune].filter(Boolean).join(" ");
  const [, code_postal, after] = /^(\d{5})(?: (.+))?$/.exec(codePostal) ?? [];
  return prefixed("impot.adresse", { ligne, voie, code_postal, commune: commune ?? after });
}

function prefixed(start, values) {
  return Object.fromEntries(Object.entries(values).map(([end, value]) => [`${start}.${end}`, value ?? undefined]));
}
