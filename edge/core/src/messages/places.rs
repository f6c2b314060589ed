//! Names of places, from their INSEE codes.
//!
//! Departments are complete. Countries are those where most people born abroad and living in France
//! were born; the others are shown by their code.
//! Source: [code officiel géographique](https://www.insee.fr/fr/information/2560452).

/// Department of a commune, by the code of the commune.
pub fn departement(commune: &str) -> Option<&'static str> {
    let is_code = commune.len() == 5 && commune.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let overseas = commune.starts_with("97") || commune.starts_with("98");
    let code = commune.get(..if overseas { 3 } else { 2 })?;
    let found = DEPARTEMENTS
        .binary_search_by_key(&code, |(code, _)| code)
        .ok()?;
    DEPARTEMENTS
        .get(found)
        .filter(|_| is_code)
        .map(|(_, name)| *name)
}

/// Name of a country in `lang`, French unless it is `en`.
pub fn pays(code: &str, lang: &str) -> Option<&'static str> {
    let found = PAYS.binary_search_by_key(&code, |(code, _, _)| code).ok()?;
    PAYS.get(found)
        .map(|(_, fr, en)| if lang == "en" { *en } else { *fr })
}

const DEPARTEMENTS: &[(&str, &str)] = &[
    ("01", "Ain"),
    ("02", "Aisne"),
    ("03", "Allier"),
    ("04", "Alpes-de-Haute-Provence"),
    ("05", "Hautes-Alpes"),
    ("06", "Alpes-Maritimes"),
    ("07", "Ardèche"),
    ("08", "Ardennes"),
    ("09", "Ariège"),
    ("10", "Aube"),
    ("11", "Aude"),
    ("12", "Aveyron"),
    ("13", "Bouches-du-Rhône"),
    ("14", "Calvados"),
    ("15", "Cantal"),
    ("16", "Charente"),
    ("17", "Charente-Maritime"),
    ("18", "Cher"),
    ("19", "Corrèze"),
    ("21", "Côte-d’Or"),
    ("22", "Côtes-d’Armor"),
    ("23", "Creuse"),
    ("24", "Dordogne"),
    ("25", "Doubs"),
    ("26", "Drôme"),
    ("27", "Eure"),
    ("28", "Eure-et-Loir"),
    ("29", "Finistère"),
    ("2A", "Corse-du-Sud"),
    ("2B", "Haute-Corse"),
    ("30", "Gard"),
    ("31", "Haute-Garonne"),
    ("32", "Gers"),
    ("33", "Gironde"),
    ("34", "Hérault"),
    ("35", "Ille-et-Vilaine"),
    ("36", "Indre"),
    ("37", "Indre-et-Loire"),
    ("38", "Isère"),
    ("39", "Jura"),
    ("40", "Landes"),
    ("41", "Loir-et-Cher"),
    ("42", "Loire"),
    ("43", "Haute-Loire"),
    ("44", "Loire-Atlantique"),
    ("45", "Loiret"),
    ("46", "Lot"),
    ("47", "Lot-et-Garonne"),
    ("48", "Lozère"),
    ("49", "Maine-et-Loire"),
    ("50", "Manche"),
    ("51", "Marne"),
    ("52", "Haute-Marne"),
    ("53", "Mayenne"),
    ("54", "Meurthe-et-Moselle"),
    ("55", "Meuse"),
    ("56", "Morbihan"),
    ("57", "Moselle"),
    ("58", "Nièvre"),
    ("59", "Nord"),
    ("60", "Oise"),
    ("61", "Orne"),
    ("62", "Pas-de-Calais"),
    ("63", "Puy-de-Dôme"),
    ("64", "Pyrénées-Atlantiques"),
    ("65", "Hautes-Pyrénées"),
    ("66", "Pyrénées-Orientales"),
    ("67", "Bas-Rhin"),
    ("68", "Haut-Rhin"),
    ("69", "Rhône"),
    ("70", "Haute-Saône"),
    ("71", "Saône-et-Loire"),
    ("72", "Sarthe"),
    ("73", "Savoie"),
    ("74", "Haute-Savoie"),
    ("75", "Paris"),
    ("76", "Seine-Maritime"),
    ("77", "Seine-et-Marne"),
    ("78", "Yvelines"),
    ("79", "Deux-Sèvres"),
    ("80", "Somme"),
    ("81", "Tarn"),
    ("82", "Tarn-et-Garonne"),
    ("83", "Var"),
    ("84", "Vaucluse"),
    ("85", "Vendée"),
    ("86", "Vienne"),
    ("87", "Haute-Vienne"),
    ("88", "Vosges"),
    ("89", "Yonne"),
    ("90", "Territoire de Belfort"),
    ("91", "Essonne"),
    ("92", "Hauts-de-Seine"),
    ("93", "Seine-Saint-Denis"),
    ("94", "Val-de-Marne"),
    ("95", "Val-d’Oise"),
    ("971", "Guadeloupe"),
    ("972", "Martinique"),
    ("973", "Guyane"),
    ("974", "La Réunion"),
    ("975", "Saint-Pierre-et-Miquelon"),
    ("976", "Mayotte"),
    ("977", "Saint-Barthélemy"),
    ("978", "Saint-Martin"),
    ("986", "Wallis-et-Futuna"),
    ("987", "Polynésie française"),
    ("988", "Nouvelle-Calédonie"),
];

const PAYS: &[(&str, &str, &str)] = &[
    ("99100", "France", "France"),
    ("99101", "Danemark", "Denmark"),
    ("99104", "Suède", "Sweden"),
    ("99105", "Finlande", "Finland"),
    ("99109", "Allemagne", "Germany"),
    ("99110", "Autriche", "Austria"),
    ("99111", "Bulgarie", "Bulgaria"),
    ("99112", "Hongrie", "Hungary"),
    ("99114", "Roumanie", "Romania"),
    ("99122", "Pologne", "Poland"),
    ("99123", "Russie", "Russia"),
    ("99125", "Albanie", "Albania"),
    ("99126", "Grèce", "Greece"),
    ("99127", "Italie", "Italy"),
    ("99130", "Andorre", "Andorra"),
    ("99131", "Belgique", "Belgium"),
    ("99132", "Royaume-Uni", "United Kingdom"),
    ("99134", "Espagne", "Spain"),
    ("99135", "Pays-Bas", "Netherlands"),
    ("99136", "Irlande", "Ireland"),
    ("99137", "Luxembourg", "Luxembourg"),
    ("99138", "Monaco", "Monaco"),
    ("99139", "Portugal", "Portugal"),
    ("99140", "Suisse", "Switzerland"),
    ("99155", "Ukraine", "Ukraine"),
    ("99203", "Irak", "Iraq"),
    ("99204", "Iran", "Iran"),
    ("99205", "Liban", "Lebanon"),
    ("99206", "Syrie", "Syria"),
    ("99207", "Israël", "Israel"),
    ("99208", "Turquie", "Turkey"),
    ("99212", "Afghanistan", "Afghanistan"),
    ("99213", "Pakistan", "Pakistan"),
    ("99216", "Chine", "China"),
    ("99217", "Japon", "Japan"),
    ("99223", "Inde", "India"),
    ("99234", "Cambodge", "Cambodia"),
    ("99235", "Sri Lanka", "Sri Lanka"),
    ("99241", "Laos", "Laos"),
    ("99243", "Viêt Nam", "Viet Nam"),
    ("99301", "Égypte", "Egypt"),
    ("99322", "Cameroun", "Cameroon"),
    ("99324", "Congo", "Congo"),
    ("99326", "Côte d’Ivoire", "Ivory Coast"),
    ("99327", "Bénin", "Benin"),
    ("99328", "Gabon", "Gabon"),
    ("99330", "Guinée", "Guinea"),
    ("99333", "Madagascar", "Madagascar"),
    ("99335", "Mali", "Mali"),
    ("99336", "Mauritanie", "Mauritania"),
    ("99341", "Sénégal", "Senegal"),
    ("99345", "Togo", "Togo"),
    ("99350", "Maroc", "Morocco"),
    ("99351", "Tunisie", "Tunisia"),
    ("99352", "Algérie", "Algeria"),
    ("99390", "Maurice", "Mauritius"),
    ("99397", "Comores", "Comoros"),
    ("99401", "Canada", "Canada"),
    ("99404", "États-Unis", "United States"),
    ("99405", "Mexique", "Mexico"),
    ("99410", "Haïti", "Haiti"),
    ("99415", "Argentine", "Argentina"),
    ("99416", "Brésil", "Brazil"),
    ("99417", "Chili", "Chile"),
    ("99419", "Colombie", "Colombia"),
    ("99501", "Australie", "Australia"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_so_that_searching_them_finds() {
        assert!(DEPARTEMENTS.is_sorted_by_key(|(code, _)| *code));
        assert!(PAYS.is_sorted_by_key(|(code, _, _)| *code));
    }

    #[test]
    fn departments_are_found_by_the_code_of_their_communes() {
        let names = [
            ("69123", "Rhône"),
            ("2B033", "Haute-Corse"),
            ("97105", "Guadeloupe"),
            ("98818", "Nouvelle-Calédonie"),
        ];
        for (code, name) in names {
            assert_eq!(departement(code), Some(name));
        }
    }

    #[test]
    fn withholds_a_name_for_what_is_not_a_code() {
        for code in ["", "6", "691", "20000", "9A999", "éa123", "69-12"] {
            assert_eq!(departement(code), None, "{code}");
        }
        assert_eq!(pays("9910", "fr"), None);
    }
}
