/** <une-fois> for Vue 3: loads it from its edge, passes attributes, hears events. */
import { defineComponent, h, onMounted } from "vue";
import { events, load } from "./unefois.js";

const nameOf = (property) => property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
/** `unefois:ready` is emitted as `ready`. */
const shortOf = (event) => event.slice("unefois:".length);

export const UneFois = defineComponent({
  name: "UneFois",
  props: {
    demarche: { type: String, required: true },
    edge: { type: String, required: true },
    lang: String,
    headingLevel: [Number, String],
    form: String,
    colorScheme: String,
    label: String,
    headless: Boolean,
    submissionNonce: String,
    integrity: String,
    nonce: String,
  },
  emits: [...events.map(shortOf), "loadError"],
  setup(props, { emit, slots }) {
    onMounted(() => load(props.edge, props).catch((error) => emit("loadError", error)));
    // A name after a colon is taken as it is written.
    const heard = events.map((event) => [`on:${event}`, (it) => emit(shortOf(event), it)]);
    return () => {
      const { integrity, nonce, ...properties } = props;
      const written = Object.entries(properties).filter(([, value]) => value !== undefined && value !== false);
      const attributes = written.map(([name, value]) => [nameOf(name), value === true ? "" : value]);
      return h("une-fois", Object.fromEntries([...attributes, ...heard]), slots.default?.());
    };
  },
});
