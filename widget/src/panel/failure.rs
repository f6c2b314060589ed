//! A trip that did not succeed: what happened, that nothing is lost, what to do.

use yew::prelude::*;

use super::Press;
use super::view::View;
use crate::state::Failure;

/// Minutes to wait when the edge has too much to do.
const WAIT_MINUTES: &str = "2";

/// The panel after a failure.
pub fn failed(view: &View, failure: &Failure) -> Html {
    let id = |end: &str| [failure.message(), end].concat();
    let todo = [("incident", failure.code()), ("minutes", WAIT_MINUTES)];
    let main = if failure.may_redeem_again() {
        view.button(&id(".action"), Press::RedeemAgain)
    } else if failure.may_restart() {
        view.button(&id(".action"), Press::Restart)
    } else {
        Html::default()
    };
    html! {
        <div part="failure">
            { view.title(&id(".title")) }
            { view.paragraph(&id(".text")) }
            { view.fill(&id(".do"), &todo) }
            <div class="actions">
                { main }
                { view.by_hand("common.by_hand") }
            </div>
        </div>
    }
}
