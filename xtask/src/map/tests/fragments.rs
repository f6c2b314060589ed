//! One rule, one fragment of a form.

use crate::map::evidence::Confidence::{self, Faible, Haute, Moyenne};
use crate::map::proposal::{self, Mapping, Wish};
use crate::map::section;

/// The mapping of a form that holds `fields`.
fn map(fields: &str) -> Mapping {
    map_page(&format!("<form id=\"f\">{fields}</form>"), &[])
}

fn map_page(page: &str, sources: &[&str]) -> Mapping {
    let sources = sources.iter().map(|source| (*source).to_owned()).collect();
    proposal::map(
        page,
        &Wish {
            form: None,
            sources,
        },
    )
    .unwrap()
}

/// Path, selector and confidence of each proposal.
fn shown(mapping: &Mapping) -> Vec<(&str, String, Confidence)> {
    let each = mapping.proposals.iter();
    each.map(|proposal| {
        (
            proposal.chemin,
            section::cible(&proposal.cible)
                .to_string()
                .trim()
                .trim_matches(['"', '\''])
                .to_owned(),
            proposal.confidence,
        )
    })
    .collect()
}

/// Fields, and the proposals they must give: path, selector, confidence.
fn check(fields: &str, expected: &[(&str, &str, Confidence)]) {
    let mapping = map(fields);
    let expected: Vec<_> = expected
        .iter()
        .map(|(chemin, cible, confidence)| (*chemin, (*cible).to_owned(), *confidence))
        .collect();
    assert_eq!(shown(&mapping), expected, "{fields}\n{mapping:#?}");
}

/// Fields for which nothing is proposed, and a word of the reason, of a doubt or of what is left alone.
fn check_nothing(fields: &str, is_doubt: bool, reason: &str) {
    let mapping = map(fields);
    assert!(mapping.proposals.is_empty(), "{fields}\n{mapping:#?}");
    let doubts = mapping
        .doubts
        .iter()
        .any(|doubt| doubt.why.contains(reason));
    let left = mapping.left.iter().any(|left| left.why.contains(reason));
    assert_eq!(
        (doubts, left),
        (is_doubt, !is_doubt),
        "{fields}\n{mapping:#?}"
    );
}

const NOM: &str = "<label for=nom>Nom de naissance</label><input id=nom>";

#[test]
fn field_is_known_by_its_label_wherever_it_is_written() {
    let haute = [("identite.nom_naissance", "#x", Haute)];
    check(
        "<label for=x>Nom de naissance *</label><input id=x>",
        &haute,
    );
    check(
        "<label>Votre nom de naissance (obligatoire) <input id=x></label>",
        &haute,
    );
    check("<input id=x aria-label='Nom de jeune fille'>", &haute);
    check(
        "<span id=l>NOM DE NAISSANCE</span><input id=x aria-labelledby=l>",
        &haute,
    );
}

#[test]
fn words_that_may_mean_something_else_are_never_sure() {
    check(
        "<label>Nom <input id=nom name=nom></label>",
        &[("identite.nom_naissance", "#nom", Moyenne)],
    );
    check(
        "<label>Nom de naissance de votre chat <input id=x></label>",
        &[("identite.nom_naissance", "#x", Moyenne)],
    );
    check_nothing(
        "<label>Nom du chien du voisin <input id=x></label>",
        false,
        "nothing of the registry",
    );
}

#[test]
fn placeholder_and_name_alone_only_propose() {
    check(
        "<input id=x placeholder='Nom de naissance'>",
        &[("identite.nom_naissance", "#x", Moyenne)],
    );
    check(
        "<input name=nomNaissance>",
        &[(
            "identite.nom_naissance",
            "input[name=\"nomNaissance\"]",
            Faible,
        )],
    );
}

#[test]
fn autocomplete_decides_only_when_its_token_names_one_datum() {
    check(
        "<input id=x autocomplete=email>",
        &[("identite.email", "#x", Haute)],
    );
    check(
        "<input id=x autocomplete='section-a email'>",
        &[("identite.email", "#x", Moyenne)],
    );
    check_nothing("<input id=x autocomplete=family-name>", true, "reads as");
    check(
        "<label>Nom d’usage <input id=x autocomplete=family-name></label>",
        &[("identite.nom_usage", "#x", Haute)],
    );
    check(
        "<label>Nom de naissance <input id=x autocomplete=family-name></label>",
        &[("identite.nom_naissance", "#x", Haute)],
    );
    check_nothing(
        "<label>Prénom <input id=x autocomplete=email></label>",
        true,
        "autocomplete says",
    );
    check_nothing(
        "<label>Prénom <input id=x autocomplete=username></label>",
        false,
        "names something else",
    );
}

#[test]
fn data_unefois_decides_unless_the_page_contradicts_it() {
    check(
        "<label>Référence <input id=x data-unefois='identite.nom_usage'></label>",
        &[("identite.nom_usage", "#x", Haute)],
    );
    check_nothing(
        "<input id=x data-unefois='identite.taille'>",
        true,
        "names no datum",
    );
    check_nothing(
        "<input type=checkbox id=x data-unefois='identite.prenoms'>",
        true,
        "cannot hold",
    );
    let spouse = "<fieldset><legend>Votre conjoint</legend><input id=x data-unefois='identite.prenoms'></fieldset>";
    check_nothing(spouse, true, "someone else");
    let child = "<fieldset><legend>Votre enfant</legend><input id=x data-unefois='identite.prenoms'></fieldset>";
    check_nothing(child, true, "about a child");
}

#[test]
fn fields_nobody_can_write_in_are_left_alone() {
    for (attribute, why) in [
        ("type=hidden", "hidden"),
        ("hidden", "hidden"),
        ("style='display: none'", "hidden"),
        ("disabled", "disabled"),
        ("readonly", "read-only"),
        ("type=password", "never written"),
        ("type=file", "never written"),
    ] {
        check_nothing(
            &format!(
                "<label for=x>Nom de naissance</label><input id=x {attribute}>{}",
                "<label>Couleur<input id=c></label>"
            ),
            false,
            why,
        );
    }
    check_nothing(
        &format!("<div aria-hidden=true>{NOM}</div><input id=c>"),
        false,
        "in a hidden part",
    );
    check_nothing(
        &format!("<fieldset disabled>{NOM}</fieldset><input id=c>"),
        false,
        "disabled",
    );
    check_nothing(
        &format!("<template>{NOM}</template><input id=c>"),
        false,
        "nothing of the registry",
    );
}

#[test]
fn telephone_gets_nothing_whatever_it_is_called() {
    check_nothing(
        "<label>Adresse électronique <input type=tel id=x></label>",
        false,
        "telephone",
    );
    check_nothing(
        "<label>Prénom <input id=x autocomplete=tel-national></label>",
        false,
        "telephone",
    );
}

#[test]
fn second_spelling_of_an_address_is_for_the_person() {
    check(
        "<label>Courriel <input type=email id=a></label><label>Confirmez votre courriel <input type=email id=b></label>",
        &[("identite.email", "#a", Haute)],
    );
}

#[test]
fn part_about_someone_else_gets_nothing() {
    for legend in [
        "Votre conjoint ou conjointe",
        "Parent 2",
        "Deuxième responsable",
        "Personne à contacter",
        "La mère",
        "Bénéficiaire",
    ] {
        check_nothing(
            &format!("<fieldset><legend>{legend}</legend>{NOM}</fieldset>"),
            false,
            "someone else",
        );
        check_nothing(
            &format!("<section><h2>{legend}</h2><div>{NOM}</div></section>"),
            false,
            "someone else",
        );
    }
    check_nothing(
        "<label>Nom de naissance <input name=conjoint_nom></label>",
        false,
        "someone else",
    );
    check(
        &format!("<fieldset><legend>Parent 1</legend>{NOM}</fieldset>"),
        &[("identite.nom_naissance", "#nom", Haute)],
    );
}

#[test]
fn part_about_a_child_gets_the_child_and_never_the_person() {
    let fields = format!(
        "<fieldset><legend>Votre enfant</legend>{NOM}<label>Courriel <input id=c type=email></label></fieldset>"
    );
    let page = format!("<form>{fields}</form>");
    let mapping = map_page(&page, &["quotient_familial"]);
    assert_eq!(
        shown(&mapping),
        [("enfants[].nom_naissance", "#nom".to_owned(), Haute)]
    );
    assert_eq!(
        shown(&map_page(&page, &["eaje"])),
        [("eaje.enfants[].nom_naissance", "#nom".to_owned(), Haute)]
    );
    assert!(shown(&map_page(&page, &["rsa"])).is_empty());
    check_nothing(&fields, true, "several sources know it");
}

#[test]
fn source_that_the_form_already_needs_tells_what_several_know() {
    check(
        "<label>Quotient familial <input id=q></label><label>Code postal <input id=cp></label>",
        &[
            ("quotient_familial.valeur", "#q", Haute),
            ("adresse.code_postal", "#cp", Moyenne),
        ],
    );
}

#[test]
fn two_fields_as_likely_are_reported_and_a_surer_one_wins() {
    check_nothing(
        &format!("{NOM}<label>Nom de naissance <input id=autre></label>"),
        true,
        "fits as well",
    );
    let mapping = map(&format!("<label>Nom <input id=court></label>{NOM}"));
    assert_eq!(
        shown(&mapping),
        [("identite.nom_naissance", "#nom".to_owned(), Haute)]
    );
    assert_eq!(mapping.doubts.len(), 1);
}

#[test]
fn field_that_reads_as_two_data_is_reported() {
    check_nothing("<label>Code UAI <input id=x></label>", true, "reads as");
    let page = "<form><label>Code UAI <input id=x></label></form>";
    assert_eq!(
        shown(&map_page(page, &["scolarite"])),
        [("scolarite.code_uai", "#x".to_owned(), Haute)]
    );
}

#[test]
fn generated_identifier_gives_way_to_the_name_then_to_the_place() {
    for id in ["mat-input-3", ":r1:", "field_1693822", "x7f3a9c2"] {
        let name = [("identite.prenoms", "input[name=\"prenoms\"]", Haute)];
        check(
            &format!("<label for='{id}'>Prénoms</label><input id='{id}' name=prenoms>"),
            &name,
        );
    }
    check(
        "<div id=bloc><label for=':r1:'>Prénoms</label><p></p><input id=':r1:'></div>",
        &[("identite.prenoms", "#bloc > input:nth-of-type(1)", Haute)],
    );
    check(
        "<label for=annee-2024>Prénoms</label><input id=annee-2024>",
        &[("identite.prenoms", "#annee-2024", Haute)],
    );
}

#[test]
fn selector_matches_nothing_but_its_field() {
    let twice = "<label>Prénoms <input name=p></label><input type=hidden name=p>";
    check(
        "<label>Prénoms <input id='a.b' name=p></label>",
        &[("identite.prenoms", "[id=\"a.b\"]", Haute)],
    );
    check(
        twice,
        &[(
            "identite.prenoms",
            "#f > label:nth-of-type(1) > input:nth-of-type(1)",
            Haute,
        )],
    );
    check(
        "<label>Prénoms <input type=text name=p></label><input type=hidden name=p>",
        &[(
            "identite.prenoms",
            "input[type=\"text\"][name=\"p\"]",
            Haute,
        )],
    );
    let same_id =
        "<label>Prénoms <input id=x name=p></label><label>Taille <input id=x name=q></label>";
    check(same_id, &[("identite.prenoms", "input[name=\"p\"]", Haute)]);
}

#[test]
fn date_in_three_fields_is_one_date_in_any_order() {
    let [jour, mois, annee] = [("j", "Jour"), ("m", "Mois"), ("a", "Année")]
        .map(|(id, label)| format!("<label>{label} <input id={id}></label>"));
    let expected = [(
        "identite.date_naissance",
        "{ jour = \"#j\", mois = \"#m\", annee = \"#a\" }",
        Haute,
    )];
    check(
        &format!("<fieldset><legend>Date de naissance</legend>{jour}{mois}{annee}</fieldset>"),
        &expected,
    );
    check(
        &format!("<fieldset><legend>Date de naissance</legend>{annee}{mois}{jour}</fieldset>"),
        &expected,
    );
    let alone = "<label>Jour de naissance <input id=j></label><label>Mois de naissance <input id=m></label><label>Année de naissance <input id=a></label>";
    check(alone, &expected);
    let marked = "<input id=a data-unefois='identite.date_naissance.annee'><input id=j data-unefois='identite.date_naissance.jour'><input id=m data-unefois='identite.date_naissance.mois'>";
    check(marked, &expected);
    let tokens = "<input id=j autocomplete=bday-day><input id=m autocomplete=bday-month><input id=a autocomplete=bday-year>";
    check(tokens, &expected);
    check_nothing(
        &format!("<fieldset><legend>Date de naissance</legend>{jour}{mois}</fieldset>"),
        false,
        "nothing of the registry",
    );
}

#[test]
fn date_in_a_field_of_text_has_the_format_its_hint_says() {
    let check = |attributes: &str, format: Option<&str>, confidence: Confidence| {
        let mapping = map(&format!(
            "<label>Date de naissance <input id=x {attributes}></label><p id=aide>Par exemple : 27/03/1985</p>"
        ));
        let proposal = &mapping.proposals[0];
        assert_eq!(
            (proposal.format, proposal.confidence),
            (format, confidence),
            "{attributes}"
        );
    };
    let slashes = Some("jj/mm/aaaa");
    check("placeholder='JJ/MM/AAAA'", slashes, Haute);
    check("aria-describedby=aide", slashes, Haute);
    check("pattern='[0-9]{2}/[0-9]{2}/[0-9]{4}'", slashes, Haute);
    check("placeholder='1985-03-27'", None, Haute);
    check("", slashes, Moyenne);
    check("maxlength=8", slashes, Faible);
    check("type=date", None, Haute);
}

#[test]
fn choices_are_matched_with_the_values_received() {
    let valeurs = |fields: &str| {
        let mapping = map(fields);
        let pairs = mapping
            .proposals
            .iter()
            .flat_map(|proposal| proposal.valeurs.clone());
        pairs
            .map(|(received, written)| format!("{received}={written}"))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let select = |label: &str, options: &str| {
        valeurs(&format!(
            "<label>{label} <select id=x><option value=''>Choisissez</option>{options}</select></label>"
        ))
    };
    assert_eq!(
        select("Civilité", "<option value=2>Madame<option value=1>Monsieur"),
        "F=2 M=1"
    );
    assert_eq!(
        select("Sexe", "<option value=F>Femme<option value=M>Homme"),
        ""
    );
    assert_eq!(
        select(
            "Vous recevez le RSA",
            "<option value=A>Oui<option value=B>Non"
        ),
        "false=B true=A"
    );
    assert_eq!(
        select(
            "Situation de famille",
            "<option value=seul>Célibataire<option value=veuf>Veuvage"
        ),
        "C=seul V=veuf"
    );
    assert_eq!(
        select(
            "Année des revenus",
            "<option value=R1>2025<option value=R2>2024"
        ),
        "2024=R2 2025=R1"
    );
    let months: String = (1..=12)
        .map(|month| format!("<option value={month:02}>{month}"))
        .collect();
    assert!(select("Mois du quotient familial", &months).starts_with("1=01 10=10"));
    let radio = "<fieldset><legend>Sexe</legend><label><input type=radio name=s value=x>Fille</label><label><input type=radio name=s value=y>Garçon</label></fieldset>";
    assert_eq!(valeurs(radio), "F=x M=y");
    assert_eq!(
        valeurs("<label><input type=checkbox id=x value=1> Je reçois l’ASF</label>"),
        "false=non true=1"
    );
}

#[test]
fn menu_that_cannot_say_the_datum_is_not_proposed() {
    check_nothing(
        "<label>Sexe <select id=x><option>Rouge<option>Vert</select></label>",
        false,
        "nothing of the registry",
    );
    check_nothing(
        "<label>Sexe <select id=x><option>Femme<option>Vert</select></label>",
        false,
        "nothing of the registry",
    );
    check_nothing(
        "<label>Sexe <select multiple id=x><option>Femme<option>Homme</select></label><input>",
        false,
        "several options",
    );
}

/// Three rows of children, their attributes numbered by `number`.
fn children(number: fn(usize) -> String) -> String {
    let row = |rank: usize| {
        let n = number(rank);
        format!(
            "<fieldset><legend>Enfant {rank}</legend><label>Prénoms <input {n}></label></fieldset>"
        )
    };
    format!("<form>{}</form>", (1..=3).map(row).collect::<String>())
}

#[test]
fn rows_of_children_become_one_numbered_selector() {
    let mapping = map_page(
        &children(|rank| format!("id=prenom-{rank}")),
        &["quotient_familial"],
    );
    assert_eq!(
        shown(&mapping),
        [("enfants[].prenoms", "#prenom-{n}".to_owned(), Haute)]
    );
    assert!(
        section::render(&mapping, Moyenne).contains("id = \"quotient_familial\"\nlignes = 3\n")
    );
    let by_name = map_page(
        &children(|rank| format!("id=x{rank}f3a9c name='e[{rank}][p]'")),
        &["quotient_familial"],
    );
    assert_eq!(shown(&by_name)[0].1, "input[name=\"e[{n}][p]\"]");
}

#[test]
fn rows_that_no_number_from_one_tells_apart_are_reported() {
    for (number, why) in [
        (
            (|rank| format!("name='e[{}]'", rank - 1)) as fn(usize) -> String,
            "numbered from 0",
        ),
        (
            |rank| format!("id={}", ["a", "b", "c"][rank - 1]),
            "no number",
        ),
    ] {
        let mapping = map_page(&children(number), &["quotient_familial"]);
        assert!(mapping.proposals.is_empty());
        assert_eq!(mapping.doubts.len(), 3);
        assert!(mapping.doubts[0].why.contains(why), "{:?}", mapping.doubts);
    }
    let uneven = children(|rank| format!("id=p{rank}")).replace("</form>", "<fieldset><legend>Enfant</legend><label>Sexe <select id=s1><option>Fille<option>Garçon</select></label></fieldset></form>");
    let mapping = map_page(&uneven, &["quotient_familial"]);
    assert!(
        mapping
            .doubts
            .iter()
            .any(|doubt| doubt.why.contains("1 of 3 rows")),
        "{mapping:#?}"
    );
}

#[test]
fn form_is_the_biggest_or_the_one_named() {
    let page = format!(
        "<form id=recherche><input name=q></form><form id=demande>{NOM}<label>Prénoms <input id=p></label></form>"
    );
    let mapping = map_page(&page, &[]);
    assert_eq!(mapping.formulaire, "form#demande");
    assert_eq!(mapping.proposals.len(), 2);
    assert!(section::render(&mapping, Moyenne).starts_with("formulaire = \"form#demande\"\n"));
    let refused = |page: &str, form: Option<&str>| {
        let wish = Wish {
            form: form.map(str::to_owned),
            ..Wish::default()
        };
        proposal::map(page, &wish).unwrap_err().to_string()
    };
    let twins = format!("<form id=a>{NOM}</form><form id=b>{NOM}</form>");
    assert!(refused(&twins, None).contains("as big"));
    assert!(refused(&twins, Some("form")).contains("several forms"));
    assert!(refused(&twins, Some("#c")).contains("no form"));
    assert!(refused("<p>Bonjour</p>", None).contains("no field to fill"));
    let named = proposal::map(
        &twins,
        &Wish {
            form: Some("#b".to_owned()),
            ..Wish::default()
        },
    )
    .unwrap();
    assert_eq!(named.proposals.len(), 1);
}
