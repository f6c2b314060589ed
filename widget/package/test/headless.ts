// A panel of one's own: the state, the actions, the words.
import { sourcesOf, whenHeadless } from "unefois";
import type { UneFoisAction, UneFoisState } from "unefois";

const element = document.createElement("une-fois");
// @ts-expect-error not there before the first state
element.send({ type: "leave" });

const panel = await whenHeadless(element);
const { titre, collectivite } = panel.description;
const words: string | undefined = panel.texts["panel.title"];
panel.send({ type: "tick", source: "quotient_familial", on: true });
panel.send({ type: "type", input: "input.ine", text: "123456789AB" });
panel.send({ type: "settle", chemin: "identite.email", kept: "received" });
// @ts-expect-error an identity is not to be settled
panel.send({ type: "settle", chemin: "identite.nom_naissance", kept: "identity" });
// @ts-expect-error no such action
panel.send({ type: "fill" });
// @ts-expect-error whether it is ticked is required
panel.send({ type: "tick", source: "quotient_familial" });
// @ts-expect-error the state is the widget's
panel.state = { stage: "idle" };

const [first] = sourcesOf(panel);
const label: string | undefined = first?.inputs[0]?.choices[0]?.label;

function next(state: UneFoisState): UneFoisAction | undefined {
  switch (state.stage) {
    case "failed":
      return state.failure?.next ? { type: state.failure.next } : undefined;
    case "filled":
      // @ts-expect-error labels, never a value
      return state.summary?.filled[0]?.value;
    // @ts-expect-error no such stage
    case "done":
      return undefined;
    default:
      return { type: "leave" };
  }
}

panel.addEventListener("unefois:state", ({ detail }) => next(detail) && detail.demarche.length);

export { collectivite, label, titre, words };
