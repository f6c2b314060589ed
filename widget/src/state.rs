//! What the panel is showing: a reducer without DOM.

mod choice;
mod inputs;
mod summary;

use unefois_wire::Description;

pub use self::choice::Choice;
pub use self::inputs::{Input, Inputs};
pub use self::summary::{Conflict, Extent, Kept, Line, Missing, Summary, Trip};

/// Everything the panel shows.
#[derive(Debug, Default, PartialEq)]
pub struct Model {
    /// What the person chose; survives a failed trip.
    pub choice: Choice,
    /// What the person typed for the sources they ticked; survives a failed trip too.
    pub inputs: Inputs,
    /// Where the person is on the way.
    pub stage: Stage,
    /// What the live region says, and nothing else moves.
    pub spoken: Spoken,
}

/// Where the person is on the way.
#[derive(Debug, Default, PartialEq)]
pub enum Stage {
    /// Before the trip.
    #[default]
    Idle,
    /// The button was pressed; the browser is about to leave.
    Leaving,
    /// Back, and the edge is being asked for what was released.
    Returning,
    /// The form holds what was released.
    Filled(Summary),
    /// The person released nothing.
    Refused(Trip),
    /// The person undid the filling.
    Undone(Trip),
    /// The trip did not succeed.
    Failed(Failure),
}

impl Stage {
    /// Whether a trip has ended with nothing of it in the form.
    pub fn may_restart(&self) -> bool {
        matches!(self, Self::Refused(_) | Self::Undone(_) | Self::Failed(_))
    }

    /// What a trip that reached FranceConnect has left.
    pub fn trip(&self) -> Option<&Trip> {
        match self {
            Self::Filled(summary) => Some(&summary.trip),
            Self::Refused(trip) | Self::Undone(trip) => Some(trip),
            _ => None,
        }
    }

    /// Whether the button of FranceConnect belongs on the screen.
    pub fn shows_button(&self) -> bool {
        matches!(self, Self::Idle | Self::Leaving)
    }
}

/// Why a trip did not succeed, cut by what the person can do.
#[derive(Debug, PartialEq, Eq)]
pub enum Failure {
    /// The person left FranceConnect, or it broke down: the page is not told which.
    Cancelled,
    /// The hand-off is too old or was refused.
    ReturnExpired,
    /// The verifier is in another tab.
    OtherTab,
    /// The edge asks to come back later.
    TooMany,
    /// No network.
    Offline,
    /// This site is not set up as it should be.
    Config {
        /// Stable code the person may quote.
        code: String,
    },
}

impl Failure {
    /// Prefix of the texts.
    pub fn message(&self) -> &'static str {
        match self {
            Self::Cancelled => "err.fc_cancelled",
            Self::ReturnExpired => "err.return_expired",
            Self::OtherTab => "err.other_tab",
            Self::TooMany => "err.too_many",
            Self::Offline => "err.offline",
            Self::Config { .. } => "err.config",
        }
    }

    /// Stable code for the `unefois:error` event.
    pub fn code(&self) -> &str {
        match self {
            Self::Cancelled => "incomplete",
            Self::ReturnExpired => "return_expired",
            Self::OtherTab => "other_tab",
            Self::TooMany => "too_many",
            Self::Offline => "offline",
            Self::Config { code } => code,
        }
    }

    /// Whether the same hand-off may be presented again.
    pub fn may_redeem_again(&self) -> bool {
        matches!(self, Self::Offline | Self::TooMany)
    }

    /// Whether starting again from this page makes sense.
    pub fn may_restart(&self) -> bool {
        matches!(self, Self::Cancelled | Self::ReturnExpired | Self::OtherTab)
    }
}

/// What the live region says; a message by its id, so that the language is not the reducer's business.
#[derive(Debug, Default, PartialEq, Eq)]
pub enum Spoken {
    /// Nothing.
    #[default]
    Nothing,
    /// A text, in the `status` region.
    Status(&'static str),
    /// The number of ticked boxes.
    Ticked(usize),
    /// The result, when the focus must not move.
    Filled,
    /// A text, in the `alert` region.
    Alert(&'static str),
    /// The errors of the inputs, in the `alert` region.
    Inputs,
    /// The failure, when the focus must not move.
    Failure,
}

/// What happens.
#[derive(Debug)]
pub enum Action {
    /// A box was ticked or unticked.
    Tick {
        /// Identifier of the source.
        source: String,
        /// Whether it is now ticked.
        on: bool,
    },
    /// The box of the other adult was ticked or unticked.
    Other(bool),
    /// Something was typed or chosen for a source.
    Type {
        /// Prefix of the texts of the input.
        texte: String,
        /// What it holds now.
        text: String,
    },
    /// The button was pressed and the browser leaves.
    Leave,
    /// The button was pressed, and inputs are empty or refused.
    RefuseInputs(
        /// Prefixes of their texts.
        Vec<String>,
    ),
    /// The button was pressed with nothing to ask for.
    RefuseToLeave,
    /// The back button brought the page back as it was.
    Rest,
    /// The edge is being asked.
    Redeem,
    /// The form was filled.
    Fill {
        /// What was done.
        summary: Summary,
        /// Whether the result is said rather than focused.
        quietly: bool,
    },
    /// Fields that appeared since were filled too.
    Add(
        /// What was done with them.
        Summary,
    ),
    /// Nothing was released.
    Refuse(
        /// What the trip has left.
        Trip,
    ),
    /// The trip failed.
    Fail {
        /// Why.
        failure: Failure,
        /// Whether the failure is said rather than focused.
        quietly: bool,
    },
    /// A conflict was settled.
    Settle {
        /// Dotted path.
        chemin: String,
        /// Which value is now in the form.
        kept: Kept,
        /// The line of the summary, when it is the received one.
        line: Option<Line>,
    },
    /// The identity is somebody else's.
    Deny(
        /// Labels of its fields.
        Vec<String>,
    ),
    /// The filling was undone.
    Undo,
    /// The person wants to choose again.
    Restart,
    /// Something is said.
    Say(Spoken),
}

impl Model {
    /// The panel as it appears. `query` is what the button's address held when the person left, if they did, and
    /// `inputs` what they had typed.
    pub fn new(description: &Description, query: &str, inputs: Inputs, is_back: bool) -> Self {
        Self {
            choice: Choice::parse(description, query),
            inputs,
            stage: if is_back {
                Stage::Returning
            } else {
                Stage::Idle
            },
            spoken: if is_back {
                Spoken::Status("wait.filling")
            } else {
                Spoken::Nothing
            },
        }
    }

    /// The model after `action`.
    pub fn after(mut self, action: Action) -> Self {
        self.spoken = Spoken::Nothing;
        match action {
            Action::Tick { source, on } => {
                self.choice.ticked.retain(|ticked| *ticked != source);
                self.inputs.wrong.clear();
                if on {
                    self.choice.ticked.push(source);
                }
                self.spoken = Spoken::Ticked(self.choice.ticked.len());
            }
            Action::Other(on) => {
                self.choice = Choice {
                    ticked: Vec::new(),
                    is_other: on,
                };
                if on {
                    self.spoken = Spoken::Status("panel.other.on");
                }
            }
            Action::Type { texte, text } => self.inputs.set(texte, text),
            Action::Leave => {
                self.inputs.wrong.clear();
                self.stage = Stage::Leaving;
                self.spoken = Spoken::Status("wait.leaving");
            }
            Action::RefuseToLeave => self.spoken = Spoken::Alert("panel.error.none"),
            Action::RefuseInputs(wrong) => {
                self.inputs.refuse(wrong);
                self.stage = Stage::Idle;
                self.spoken = Spoken::Inputs;
            }
            Action::Rest => {
                if matches!(self.stage, Stage::Leaving) {
                    self.stage = Stage::Idle;
                }
            }
            Action::Redeem => {
                self.stage = Stage::Returning;
                self.spoken = Spoken::Status("wait.filling");
            }
            Action::Fill { summary, quietly } => {
                self.inputs.clear();
                self.stage = Stage::Filled(summary);
                if quietly {
                    self.spoken = Spoken::Filled;
                }
            }
            Action::Add(more) => {
                if let Stage::Filled(summary) = &mut self.stage {
                    summary.add(more);
                    self.spoken = Spoken::Filled;
                }
            }
            Action::Refuse(trip) => self.stage = Stage::Refused(trip),
            Action::Fail { failure, quietly } => {
                self.stage = Stage::Failed(failure);
                if quietly {
                    self.spoken = Spoken::Failure;
                }
            }
            Action::Settle { chemin, kept, line } => {
                if let Stage::Filled(summary) = &mut self.stage {
                    summary.settle(&chemin, kept, line);
                }
            }
            Action::Deny(labels) => {
                if let Stage::Filled(summary) = &mut self.stage {
                    summary.forget(&labels);
                }
                self.spoken = Spoken::Status("field_ui.not_me_done");
            }
            Action::Undo => {
                if let Stage::Filled(summary) = &mut self.stage {
                    self.stage = Stage::Undone(std::mem::take(&mut summary.trip));
                }
            }
            Action::Restart => self.stage = Stage::Idle,
            Action::Say(spoken) => self.spoken = spoken,
        }
        self
    }
}

#[cfg(test)]
mod tests;
