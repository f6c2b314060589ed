use super::*;

fn description() -> Description {
    serde_json::from_str(
        r#"{"demarche":"cantine","titre":"Cantine","finalite":"calculer","concerne":["enfant","autre"],
        "collectivite":{"nom_collectivite":"N","collectivite":"la","a_collectivite":"à","de_collectivite":"de",
        "service":"S","dpo":"d@e.example"},"libelle_bouton":"identifier","information":"https://e.example/i",
        "sources":[{"id":"quotient_familial","fournisseur":"caf_msa","sante":false},
        {"id":"aah","fournisseur":"caf_msa","sante":true},
        {"id":"etudiant","fournisseur":"enseignement_sup","sante":false,"saisies":[
            {"id":"ine","texte":"input.ine","requise":true,"chiffres":false}]},
        {"id":"boursier","fournisseur":"crous","sante":false,"saisies":[
            {"id":"ine","texte":"input.ine","requise":true,"chiffres":false},
            {"id":"mois","texte":"input.mois","requise":false,"chiffres":true}]}],"champs":[]}"#,
    )
    .unwrap()
}

fn idle() -> Model {
    Model::new(&description(), "", Inputs::default(), false)
}

fn tick(source: &str, on: bool) -> Action {
    Action::Tick {
        source: source.to_owned(),
        on,
    }
}

fn type_in(texte: &str, text: &str) -> Action {
    Action::Type {
        texte: texte.to_owned(),
        text: text.to_owned(),
    }
}

fn sent(model: &Model) -> Vec<(String, String)> {
    let inputs = model.inputs.to_send(&description(), &model.choice);
    inputs
        .into_iter()
        .map(|input| (input.name, input.text))
        .collect()
}

fn lacking(model: &Model) -> Vec<String> {
    model.inputs.lacking(&description(), &model.choice)
}

fn conflict() -> Summary {
    Summary {
        conflicts: vec![Conflict {
            chemin: "identite.email".to_owned(),
            label: "Courriel".to_owned(),
            before: "a".to_owned(),
            after: "b".to_owned(),
            kept: Kept::Typed,
        }],
        trip: trip(),
        ..Summary::default()
    }
}

fn trip() -> Trip {
    Trip {
        reference: "VB-7KQ2-M4XD".to_owned(),
        receipt: "Votre reçu".to_owned(),
        logout: "https://e.example/logout".to_owned(),
    }
}

#[test]
fn panel_of_a_new_visit_has_nothing_ticked() {
    assert_eq!(idle().choice, Choice::default());
}

#[test]
fn choice_of_the_same_tab_comes_back_after_a_trip() {
    let model = Model::new(
        &description(),
        "?demarche=cantine&sources=aah,gone&concerne=enfant&saisies=k1.c2VhbGVk",
        Inputs::default(),
        true,
    );
    assert_eq!(model.choice.ticked, ["aah"]);
    assert_eq!(model.stage, Stage::Returning);
}

#[test]
fn query_names_sources_and_concerned_person() {
    let model = idle()
        .after(tick("quotient_familial", true))
        .after(tick("aah", true));
    assert_eq!(
        model.choice.query(&description()),
        "&sources=quotient_familial,aah&concerne=enfant"
    );
}

#[test]
fn source_ticked_twice_is_asked_once_and_unticked_not_at_all() {
    let model = idle().after(tick("aah", true)).after(tick("aah", true));
    assert_eq!(model.choice.ticked, ["aah"]);
    assert_eq!(model.after(tick("aah", false)).choice.ticked.len(), 0);
}

#[test]
fn another_adult_unticks_every_source_and_asks_nothing() {
    let model = idle().after(tick("aah", true)).after(Action::Other(true));
    assert_eq!(
        model.choice.query(&description()),
        "&sources=&concerne=autre"
    );
    assert!(!model.choice.asks_something(&description()));
}

#[test]
fn rejects_departure_with_nothing_ticked_when_the_form_uses_no_identity() {
    assert!(!idle().choice.asks_something(&description()));
    let model = idle().after(Action::RefuseToLeave);
    assert_eq!(
        (model.stage, model.spoken),
        (Stage::Idle, Spoken::Alert("panel.error.none"))
    );
}

#[test]
fn back_button_during_departure_shows_the_choice_again() {
    let model = idle()
        .after(tick("aah", true))
        .after(Action::Leave)
        .after(Action::Rest);
    assert_eq!(model.stage, Stage::Idle);
    assert_eq!(model.choice.ticked, ["aah"]);
}

#[test]
fn back_button_after_the_fill_leaves_the_summary() {
    let filled = idle().after(Action::Fill {
        summary: conflict(),
        quietly: false,
    });
    assert!(matches!(filled.after(Action::Rest).stage, Stage::Filled(_)));
}

#[test]
fn failed_trip_keeps_the_choice_for_the_next_one() {
    let failure = Action::Fail {
        failure: Failure::Cancelled,
        quietly: false,
    };
    let model = idle()
        .after(tick("aah", true))
        .after(Action::Leave)
        .after(failure)
        .after(Action::Restart);
    assert_eq!((model.stage, model.choice.ticked.len()), (Stage::Idle, 1));
}

#[test]
fn input_two_sources_ask_for_is_shown_once_and_sent_for_both() {
    let model = idle()
        .after(tick("boursier", true))
        .after(tick("etudiant", true))
        .after(type_in("input.ine", "123456789AB"));
    let below = |id: &str| -> Vec<String> {
        let description = description();
        let shown = model.choice.inputs_below(&description, id);
        shown.iter().map(|saisie| saisie.id.clone()).collect()
    };
    assert_eq!(below("etudiant"), ["ine"]);
    assert_eq!(below("boursier"), ["mois"]);
    assert_eq!(below("aah"), [""; 0]);
    let value = || "123456789AB".to_owned();
    assert_eq!(
        sent(&model),
        [
            ("enseignement_sup.ine".to_owned(), value()),
            ("crous.ine".to_owned(), value())
        ]
    );
}

#[test]
fn input_of_an_unticked_source_is_not_sent_and_comes_back_with_it() {
    let model = idle()
        .after(tick("etudiant", true))
        .after(type_in("input.ine", "1"))
        .after(type_in("input.ine", "12"))
        .after(tick("etudiant", false));
    assert_eq!(sent(&model), []);
    assert_eq!(lacking(&model), [""; 0]);
    let model = model
        .after(Action::Other(true))
        .after(Action::Other(false))
        .after(tick("etudiant", true));
    assert_eq!(
        sent(&model),
        [("enseignement_sup.ine".to_owned(), "12".to_owned())]
    );
}

#[test]
fn required_input_is_lacking_while_it_is_blank_and_an_optional_one_never_is() {
    let model = idle().after(tick("boursier", true));
    assert_eq!(lacking(&model), ["input.ine"]);
    let model = model.after(type_in("input.ine", " \u{a0} "));
    assert_eq!(lacking(&model), ["input.ine"]);
    assert_eq!(sent(&model), []);
    let model = model.after(type_in("input.ine", "1"));
    assert_eq!(lacking(&model), [""; 0]);
}

#[test]
fn refused_inputs_keep_their_errors_until_the_next_departure() {
    let model = idle()
        .after(tick("etudiant", true))
        .after(type_in("input.ine", "1"))
        .after(Action::Leave)
        .after(Action::RefuseInputs(vec!["input.ine".to_owned(); 2]));
    assert_eq!(
        (&model.stage, &model.spoken),
        (&Stage::Idle, &Spoken::Inputs)
    );
    let model = model.after(type_in("input.ine", "12"));
    assert_eq!(
        (&model.spoken, model.inputs.wrong.len()),
        (&Spoken::Nothing, 1)
    );
    assert_eq!(model.after(Action::Leave).inputs.wrong.len(), 0);
}

#[test]
fn inputs_survive_a_failed_trip_and_not_the_fill() {
    let kept = Inputs::new(vec![("input.ine".to_owned(), "12".to_owned())]);
    let failure = Action::Fail {
        failure: Failure::Cancelled,
        quietly: false,
    };
    let back = Model::new(&description(), "?sources=etudiant", kept, true);
    let model = back.after(failure).after(Action::Restart);
    assert_eq!(
        sent(&model),
        [("enseignement_sup.ine".to_owned(), "12".to_owned())]
    );
    let filled = model.after(Action::Fill {
        summary: conflict(),
        quietly: false,
    });
    assert_eq!(filled.inputs, Inputs::default());
}

#[test]
fn result_is_said_instead_of_focused_when_the_person_types() {
    let model = idle().after(Action::Fill {
        summary: conflict(),
        quietly: true,
    });
    assert_eq!(model.spoken, Spoken::Filled);
}

#[test]
fn undo_keeps_the_way_to_log_out() {
    let model = idle()
        .after(Action::Fill {
            summary: conflict(),
            quietly: false,
        })
        .after(Action::Undo);
    assert_eq!(model.stage, Stage::Undone(trip()));
}

#[test]
fn settled_conflict_counts_as_filled_and_back_again() {
    let settle = |kept: Kept, line: Option<Line>| Action::Settle {
        chemin: "identite.email".to_owned(),
        kept,
        line,
    };
    let counts = |model: &Model| match &model.stage {
        Stage::Filled(summary) => (summary.kept(), summary.written()),
        _ => panic!("not filled"),
    };
    let line = Line {
        label: "Courriel".to_owned(),
        text: "Vient de FranceConnect".to_owned(),
    };
    let filled = idle().after(Action::Fill {
        summary: conflict(),
        quietly: false,
    });
    let taken = filled.after(settle(Kept::Received, Some(line)));
    assert_eq!(counts(&taken), (0, 1));
    assert_eq!(counts(&taken.after(settle(Kept::Typed, None))), (1, 0));
}

#[test]
fn extent_says_what_happened_to_the_form() {
    let line = || Line {
        label: "a".to_owned(),
        text: "b".to_owned(),
    };
    let missing = || Missing {
        chemin: "a".to_owned(),
        label: "a".to_owned(),
    };
    let check = |filled: usize, unplaced: usize, left: usize, expected: Extent| {
        let summary = Summary {
            filled: (0..filled).map(|_| line()).collect(),
            unplaced: (0..unplaced).map(|_| line()).collect(),
            missing: (0..left).map(|_| missing()).collect(),
            ..Summary::default()
        };
        assert_eq!(
            summary.extent(),
            expected,
            "{filled} filled, {unplaced} unplaced, {left} left"
        );
    };
    check(2, 0, 0, Extent::Full);
    check(2, 0, 1, Extent::Partial);
    check(2, 1, 0, Extent::Partial);
    check(0, 0, 3, Extent::Nothing);
    check(0, 1, 3, Extent::FormChanged);
}

#[test]
fn field_that_appeared_is_no_longer_awaited_and_is_said() {
    let line = |label: &str, text: &str| Line {
        label: label.to_owned(),
        text: text.to_owned(),
    };
    let mut summary = conflict();
    summary.unplaced = vec![
        line("Quotient", "S’il apparaît : 650"),
        line("Courriel", "a"),
    ];
    let model = idle().after(Action::Fill {
        summary,
        quietly: false,
    });
    let more = Summary {
        filled: vec![line("Quotient", "Vient de la CAF")],
        ..Summary::default()
    };
    let model = model.after(Action::Add(more));
    assert_eq!(model.spoken, Spoken::Filled);
    let Stage::Filled(summary) = &model.stage else {
        panic!("{:?}", model.stage)
    };
    assert_eq!(summary.filled, [line("Quotient", "Vient de la CAF")]);
    assert_eq!(summary.unplaced, [line("Courriel", "a")]);
    assert_eq!(summary.trip, trip());
}

#[test]
fn field_that_appears_after_the_undoing_changes_nothing() {
    let filled = idle().after(Action::Fill {
        summary: conflict(),
        quietly: false,
    });
    let undone = filled.after(Action::Undo);
    let after = undone.after(Action::Add(Summary::default()));
    assert!(matches!(after.stage, Stage::Undone(_)));
}

#[test]
fn identity_that_is_somebody_elses_leaves_the_summary() {
    let line = |label: &str, text: &str| Line {
        label: label.to_owned(),
        text: text.to_owned(),
    };
    let mut summary = conflict();
    summary.filled = vec![line("Nom", "FranceConnect"), line("Quotient", "CAF")];
    summary.unplaced = vec![line("Prénoms", "à recopier : Anne")];
    let labels = ["Nom", "Prénoms", "Courriel"].map(str::to_owned).to_vec();
    let model = idle().after(Action::Fill {
        summary,
        quietly: false,
    });
    let model = model.after(Action::Deny(labels));
    let Stage::Filled(summary) = &model.stage else {
        panic!("{:?}", model.stage)
    };
    assert_eq!(summary.filled.len(), 2);
    assert_eq!(summary.unplaced, []);
    assert_eq!(summary.conflicts, []);
    assert_eq!(summary.trip.receipt, "");
    assert_eq!(summary.trip.reference, "VB-7KQ2-M4XD");
    assert_eq!(model.spoken, Spoken::Status("field_ui.not_me_done"));
}
