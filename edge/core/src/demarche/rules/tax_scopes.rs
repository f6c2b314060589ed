use crate::demarche::problem::Problems;
use crate::demarche::written::{DemarcheWritten, HabilitationKind, HabilitationWritten};

/// What DataPass accepts of the scopes of one habilitation of the tax office.
struct ScopeRule {
    name: &'static str,
    clause: Clause,
    expected: &'static str,
}

enum Clause {
    /// One at least of these.
    OneOf(&'static [&'static str]),
    /// The first excludes all the others.
    Apart(&'static str, &'static [&'static str]),
    /// Never, whoever grants it.
    Never(&'static str),
}

/// [Rules of the form](https://github.com/etalab/data_pass/tree/develop/app/models/concerns/dgfip_extensions).
const RULES: &[ScopeRule] = &[
    ScopeRule {
        name: "annee_absente",
        clause: Clause::OneOf(&[
            "dgfip_annee_n_moins_1",
            "dgfip_annee_n_moins_2",
            "dgfip_annee_n_moins_3",
            FALLBACK,
        ]),
        expected: "au moins une année de revenus : dgfip_annee_n_moins_1, _2, _3 ou \
                   dgfip_annee_n_moins_2_si_indispo_n_moins_1",
    },
    ScopeRule {
        name: "annees_incompatibles",
        clause: Clause::Apart(
            FALLBACK,
            &[
                "dgfip_annee_n_moins_1",
                "dgfip_annee_n_moins_2",
                "dgfip_annee_n_moins_3",
                "dgfip_annee_df_au_3112_si_deces_ctb_mp",
            ],
        ),
        expected: "dgfip_annee_n_moins_2_si_indispo_n_moins_1 sans année simple ni situation au décès",
    },
    ScopeRule {
        name: "lep",
        clause: Clause::Never("dgfip_IndLep"),
        expected: "aucun indicateur LEP : il est réservé aux banques, et seul dans sa demande",
    },
];

/// The latest income known, or else that of the year before.
const FALLBACK: &str = "dgfip_annee_n_moins_2_si_indispo_n_moins_1";

pub fn check(written: &DemarcheWritten, problems: &mut Problems) {
    for (index, habilitation) in written.habilitation.iter().enumerate() {
        for rule in RULES {
            if let Some(got) = rule.broken_by(habilitation) {
                let path = format!("habilitation[{index}].scopes");
                problems.push(path, rule.name, rule.expected, got.join(", "));
            }
        }
    }
}

impl ScopeRule {
    /// The scopes that break it; none where one is missing.
    fn broken_by<'a>(&self, habilitation: &'a HabilitationWritten) -> Option<Vec<&'a str>> {
        let of_tax = habilitation.fournisseur == HabilitationKind::ApiImpotParticulier;
        let among = |wanted: &[&str]| -> Vec<&'a str> {
            let scopes = habilitation.scopes.iter().map(String::as_str);
            scopes.filter(|scope| wanted.contains(scope)).collect()
        };
        match self.clause {
            Clause::OneOf(needed) => (of_tax && among(needed).is_empty()).then(Vec::new),
            Clause::Apart(one, others) => {
                let both = among(&[one]).into_iter().chain(among(others));
                let is_broken = of_tax && !among(&[one]).is_empty() && !among(others).is_empty();
                is_broken.then(|| both.collect())
            }
            Clause::Never(scope) => Some(among(&[scope])).filter(|found| !found.is_empty()),
        }
    }
}
