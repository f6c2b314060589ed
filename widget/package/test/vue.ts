// The wrapper for Vue.
import { h } from "vue";
import { UneFois } from "unefois/vue";

const EDGE = "https://unefois.valbourg.example";

export const wrapped = h(UneFois, {
  edge: EDGE,
  demarche: "cantine-valbourg",
  headingLevel: 3,
  headless: true,
  onReady: ({ detail }) => detail.demarche,
  onFilled: ({ detail }) => detail.filled + detail.missing,
  onLoadError: (error) => error.message,
});

// @ts-expect-error the démarche is required
export const unnamed = h(UneFois, { edge: EDGE });
// @ts-expect-error no such scheme
export const sepia = h(UneFois, { edge: EDGE, demarche: "cantine-valbourg", colorScheme: "sepia" });
// @ts-expect-error an event without counts
export const counted = h(UneFois, { edge: EDGE, demarche: "cantine-valbourg", onReady: ({ detail }) => detail.filled });

/** What a template reference gives. */
export const host = (component: InstanceType<typeof UneFois>) => component.$el.state?.stage;
