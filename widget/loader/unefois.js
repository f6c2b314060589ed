/**
 * The loader of Une fois: defines <une-fois>, shows the FranceConnect button at once, keeps what the person typed
 * during the trip, and starts the panel (WebAssembly) when the page is idle. Without the panel the button is a plain
 * link that still works.
 *
 * Replaced by the build:
 *   __UNEFOIS_TEXTS__     {fr: {id: text}, en: …}: the few texts shown before the panel
 *   __UNEFOIS_CSS__       button.css, minified
 *   __UNEFOIS_GLUE__      {path, integrity} of the glue, which pins the rest: it exports `wasm` and `messages[lang]`,
 *                         each {path, integrity}
 *   __UNEFOIS_FC_LOGO__   path of the FranceConnect logo, or "" for a button of text alone
 */
(() => {
  const PREFIX = "unefois:";
  const DRAFT_TTL_MILLIS = 3600e3;
  const script = document.currentScript;
  // An <img name="currentScript"> injected in the page would otherwise name the origin everything is loaded from.
  if (!(script instanceof HTMLScriptElement)) return;
  const { origin } = new URL(script.src);

  // What all copies of this script share in one page. The hand-off leaves the address bar and the history entry
  // before anything else runs; what the page itself had in the fragment stays.
  const shared = (self[Symbol.for(PREFIX)] ||= {});
  const pageAddress = () => location.href.split("#")[0];
  const rest = location.hash
    .slice(1)
    .split("&")
    .filter((part) => !part.startsWith("unefois=") || !(shared.back = part.slice(8)))
    .join("&");
  if (shared.back) history.replaceState(history.state, "", pageAddress() + (rest && "#" + rest));

  addEventListener("keydown", () => (shared.isTyping = 1), 1);

  const create = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const base64url = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replace("=", "");

  // One record a démarche and page, in the memory of this tab:
  // {verifier, until, fields: [[name, value]], files: [name], choice}; `until` and what follows only during a trip.
  const read = (key) => JSON.parse(sessionStorage.getItem(key) || "{}");
  const write = (key, record) => sessionStorage.setItem(key, JSON.stringify(record));
  // The trips under way; those of more than an hour are forgotten.
  const trips = () =>
    Object.keys(sessionStorage).filter((key) => {
      const until = key.startsWith(PREFIX) && read(key).until;
      return until > Date.now() || (until && sessionStorage.removeItem(key));
    });

  // Controls under names that survive a reload. Never through the form: its fields may be named "elements" or "length".
  const controls = (root, form) => {
    const seen = {};
    return [...root.querySelectorAll("input,select,textarea")]
      .filter((control) => !form || control.form === form)
      .map((control) => {
        const name = [control.id, control.name, control.type] + "";
        return [name + (seen[name] = -~seen[name]), control];
      });
  };
  const isKept = (control) =>
    !/^(pass|file|hid|sub|but|res)|-pass|one-time|cc-/.test(control.type + control.autocomplete) &&
    !control.matches(":disabled");
  const isTicked = (control) => /rad|che/.test(control.type);
  const valueOf = (control) =>
    control.options
      ? [...control.options].filter((option) => option.selected).map((option) => option.value)
      : control[isTicked(control) ? "checked" : "value"];
  const fill = (control, value) => {
    if ("" + valueOf(control) === "" + value) return;
    // A click is what a person does, and what frameworks listen to; unticking a radio is ticking another.
    if (isTicked(control)) return (value || control.type < "r") && control.click();
    if (control.options) for (const option of control.options) option.selected = value.includes(option.value);
    // Typed since the page came back: the newer text wins. The blanks of a mask are no text.
    else if (/[^\s_./-]/.test(control.value) && control.value !== control.defaultValue) return;
    // The setter of the prototype, because frameworks put their own on the element.
    else Reflect.set(Object.getPrototypeOf(control), "value", value, control);
    for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true }));
  };
  // Some fields appear only once another is filled, or once the page's own script has run.
  const restore = async (root, fields, tries = 12) => {
    const present = Object.fromEntries(controls(root));
    fields = fields.filter(([name, value]) => !present[name] || fill(present[name], value));
    if (!fields.length || !tries) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
    return restore(root, fields, tries - 1);
  };

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(__UNEFOIS_CSS__);

  class UneFois extends HTMLElement {
    connectedCallback() {
      const demarche = this.getAttribute("demarche");
      if (this.shadowRoot || !demarche) return;
      const edge = this.getAttribute("edge") || origin;
      const language = (this.closest("[lang]") || this).lang.slice(0, 2);
      const lang = __UNEFOIS_TEXTS__[language] ? language : "fr";
      const texts = __UNEFOIS_TEXTS__[lang];
      const emit = (name, detail) =>
        this.dispatchEvent(
          new CustomEvent(PREFIX + name, { bubbles: true, detail: { demarche, ...detail } }),
        );

      const link = create(
        "a",
        { part: "button" },
        create("span", {}, texts[this.getAttribute("label") ? "fc.login_data" : "fc.login"]),
        " ",
        create("b", {}, "FranceConnect"),
      );
      if (__UNEFOIS_FC_LOGO__)
        link.prepend(create("img", { src: edge + __UNEFOIS_FC_LOGO__, alt: "", onerror() { this.remove(); } }));
      const zone = create(
        "div",
        { part: "connect" },
        create("p", { part: "phrase" }, texts["fc.phrase"]),
        link,
        create(
          "p",
          {},
          create(
            "a",
            {
              part: "about",
              href: "https://franceconnect.gouv.fr/",
              target: "_blank",
              title: texts["fc.link_title"],
            },
            texts["fc.link"],
          ),
        ),
      );
      // A page with a panel of its own sees nothing of ours, unless it cannot start.
      const section = create("section", { part: "panel", lang, hidden: this.hasAttribute("headless") }, zone);
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      root.append(section);

      const page = this.getRootNode();
      const key = PREFIX + demarche + location.pathname;
      let verifier, isLeaving;
      // Also when the back button brings the page back as it was: nothing to restore, a draft to remove.
      const arm = async (isFresh) => {
        isLeaving = 0;
        verifier = (!isFresh && read(key).verifier) || base64url(crypto.getRandomValues(new Uint8Array(32)));
        write(key, { verifier });
        const challenge = base64url(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier)));
        link.href = edge + "/v1/start?" + new URLSearchParams({ demarche, page: pageAddress(), challenge, lang });
      };
      const asset = ({ path, integrity }) => fetch(edge + path, { integrity });
      // A module script carries an integrity, `import()` does not; the second finds what the first has checked.
      const engine = async () => {
        const { path, integrity } = __UNEFOIS_GLUE__;
        const src = edge + path;
        await new Promise((onload, onerror) =>
          document.head.append(
            create("script", { type: "module", integrity, nonce: script.nonce, onload, onerror, src }),
          ),
        );
        const glue = await import(src);
        await glue.default({ module_or_path: asset(glue.wasm) });
        return glue;
      };

      // What a trip that comes back shows until the panel speaks, or says that it never will.
      const said = create("p", { role: "status" }, texts["wait.filling"]);

      const start = async () => {
        const isAway = trips().length;
        const left = read(key);
        // Of several widgets, the one that sent the person away receives what comes back.
        const outcome = (left.until || !isAway) && shared.back;
        if (outcome) shared.back = "";
        zone.hidden = outcome;
        if (outcome) section.prepend(said);
        if (left.until) await restore(page, left.fields);
        await arm();
        // A page that waits for its style sheets is idle too, before anything is painted: a frame comes first.
        if (!outcome)
          await new Promise((resolve) => requestAnimationFrame(() => (self.requestIdleCallback || setTimeout)(resolve)));
        try {
          const { mount, messages } = await (shared[edge] ||= engine());
          mount({
            ...left,
            host: this,
            edge,
            demarche,
            lang,
            outcome,
            messages: await (await asset(messages[lang])).text(),
            shared,
            arm,
            emit,
          });
        } catch (error) {
          section.hidden = zone.hidden = false;
          said.textContent = texts["err.config.title"];
          // Only the element of the script fails without an error, and only the compiler fails before "T".
          console.warn(
            "Une fois: CSP",
            error.name > "T" ? "connect-src" : "script-src",
            error.name < "T" ? "'wasm-unsafe-eval'" : edge,
            error,
          );
          emit("error", { code: "not_loaded" });
        }
      };

      link.onclick = (event) => {
        // The panel listens above, and first.
        if (event.defaultPrevented) return;
        if (isLeaving) return event.preventDefault();
        isLeaving = 1;
        setTimeout(() => (isLeaving = 0), 5000);
        setTimeout(trips, DRAFT_TTL_MILLIS);
        const form = this.getAttribute("form");
        const present = controls(page, form && page.querySelector(form));
        write(key, {
          verifier,
          until: Date.now() + DRAFT_TTL_MILLIS,
          choice: link.search,
          fields: present.filter(([, control]) => isKept(control)).map(([name, control]) => [name, valueOf(control)]),
          files: present.filter(([, { files }]) => files && files[0]).map(([name]) => name),
        });
        emit("leaving");
      };
      addEventListener("pageshow", (event) => event.persisted && arm());
      start();
    }
  }
  if (!customElements.get("une-fois")) customElements.define("une-fois", UneFois);

  const place = () => {
    const { demarche } = script.dataset;
    if (!demarche || document.querySelector(`une-fois[demarche="${demarche}"]`)) return;
    const host = create("une-fois");
    host.setAttribute("edge", origin);
    for (const name in script.dataset) host.setAttribute(name.replace(/[A-Z]/g, "-$&"), script.dataset[name]);
    // The first form of some size: a search box in the header is not the form of the démarche.
    const forms = [...document.querySelectorAll(script.dataset.form || "form")];
    const form = forms.find((candidate) => controls(document, candidate)[3]) || forms[0];
    // Through the prototype: the form may have a field named "before".
    if (form) Element.prototype.before.call(form, host);
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", place);
  else place();
})();
