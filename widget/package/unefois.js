/** Loads <une-fois> from an edge. Importing this does nothing, in a page as on a server. */
export { events, integrity, version } from "./interface.js";

const TAG = "une-fois";
let loading;

/** Loads the element from an edge, once a page, and waits until it is defined. */
export function load(edge, options) {
  // A server that draws the page has nothing to load.
  if (typeof document === "undefined") return Promise.resolve();
  if (customElements.get(TAG)) return Promise.resolve();
  loading ??= insert(edge, options).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

function insert(edge, { integrity, nonce } = {}) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("/v1/unefois.js", edge).href;
    if (nonce) script.nonce = nonce;
    if (integrity) {
      script.crossOrigin = "anonymous";
      script.integrity = integrity;
    }
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error(`Une fois: ${script.src} cannot be loaded`));
    };
    document.head.append(script);
  });
}

/** Waits until an element with `headless` may be driven. */
export function whenHeadless(element) {
  if (element.state) return Promise.resolve(element);
  return new Promise((resolve, reject) => {
    element.addEventListener("unefois:state", () => resolve(element), { once: true });
    element.addEventListener("unefois:error", ({ detail }) => reject(new Error(`Une fois: ${detail.code}`)), { once: true });
  });
}

/** The sources of an element with `headless`, in the words of its language. */
export function sourcesOf({ description, state, texts }) {
  const inputOf = ({ texte, requise, chiffres, choix = [] }) => ({
    id: texte,
    label: texts[`${texte}.label`],
    hint: texts[`${texte}.hint`],
    error: state.wrong.includes(texte) ? texts[`${texte}.error`] : "",
    text: state.typed[texte] ?? "",
    isRequired: requise,
    isDigits: chiffres,
    choices: choix.map((code) => ({ code, label: texts[`value.${texte.slice(texte.indexOf(".") + 1)}.${code}`] })),
  });
  return description.sources.map(({ id, fournisseur, sante, saisies = [] }) => ({
    id,
    label: texts[`source.${id}.label`],
    why: texts[`source.${id}.why`],
    gets: texts[`source.${id}.gets`],
    from: texts["panel.source_from"].replace("{fournisseur_a}", () => texts[`provider.${fournisseur}.a`]),
    isHealth: sante,
    isTicked: state.ticked.includes(id),
    inputs: saisies.map(inputOf),
  }));
}
