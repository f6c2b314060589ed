// The element in a page without framework: attributes, events, loading.
import { events, integrity, load, version } from "unefois";
import type { UneFoisMarkup, UneFoisPart, UneFoisProperty, UneFoisSlot } from "unefois";

const loaded: Promise<void> = load("https://unefois.valbourg.example", { integrity, nonce: "n" });
// @ts-expect-error the origin of the edge is required
load();
// @ts-expect-error no such option
load("https://unefois.valbourg.example", { async: true });

const element = document.createElement("une-fois");
element.addEventListener("unefois:filled", ({ detail }) => {
  const counts: number = detail.filled + detail.kept + detail.missing;
  // @ts-expect-error a value of a field is in no event
  detail.value;
  return counts;
});
document.body.addEventListener("unefois:error", ({ detail }) => detail.code.startsWith("not_"));
// @ts-expect-error an event without counts
element.addEventListener("unefois:ready", ({ detail }) => detail.filled);

const markup: UneFoisMarkup = { demarche: "cantine-valbourg", "heading-level": 3, "color-scheme": "light dark" };
// @ts-expect-error the démarche is required
const unnamed: UneFoisMarkup = { edge: "https://unefois.valbourg.example" };
// @ts-expect-error no such scheme
const scheme: UneFoisMarkup = { demarche: "cantine-valbourg", "color-scheme": "sepia" };

const part: UneFoisPart = "panel";
const slot: UneFoisSlot = "title";
const property: UneFoisProperty = "--unefois-surface";
// @ts-expect-error no such property
const unknown: UneFoisProperty = "--unefois-blink";

export { events, loaded, markup, part, property, scheme, slot, unknown, unnamed, version };
