// A panel of the page's own, drawn from what <une-fois headless> tells and driven through its `send`.
const element = document.querySelector("une-fois");
const panel = document.querySelector("#panneau");
const [title, before, boxes, after] = ["#panneau-titre", "#avant", "#sources", "#apres"].map((it) => panel.querySelector(it));

const TITLES = {
  idle: "Remplir ce formulaire sans attestation",
  leaving: "Vous partez vers FranceConnect",
  returning: "Un instant",
  filled: "C’est rempli",
  refused: "Rien n’a été transmis",
  undone: "Le remplissage est annulé",
};
let stage;

/** An element with its properties, attributes and children. */
function make(tag, properties = {}, ...children) {
  const { attributes = {}, ...own } = properties;
  const made = Object.assign(document.createElement(tag), own);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const act = (id, text, action) =>
  make("button", { id, type: "button", textContent: text, onclick: () => element.send(action) });
const list = (heading, labels) =>
  labels.length ? [make("p", { textContent: heading }), make("ul", {}, ...labels.map((text) => make("li", { textContent: text })))] : [];

/** One source: its box, what it is for, and what is typed for it once it is ticked. */
function source({ id, saisies = [] }) {
  const { state, texts } = element;
  const isTicked = state.ticked.includes(id);
  const box = make("input", {
    type: "checkbox",
    id: `source-${id}`,
    checked: isTicked,
    onchange: ({ target }) => element.send({ type: "tick", source: id, on: target.checked }),
  });
  return make(
    "div",
    { className: "source" },
    make("label", {}, box, texts[`source.${id}.label`]),
    make("p", { className: "precision", textContent: texts[`source.${id}.why`] }),
    ...(isTicked ? saisies.map(input) : []),
  );
}

/** What is typed for a source; the text is kept here while it is being typed. */
function input({ texte, requise }) {
  const { state, texts } = element;
  const isWrong = state.wrong.includes(texte);
  const hints = [make("span", { id: `aide-${texte}`, className: "precision", textContent: texts[`${texte}.hint`] })];
  if (isWrong) hints.push(make("span", { id: `faux-${texte}`, className: "faux", textContent: texts[`${texte}.error`] }));
  const field = make("input", {
    type: "text",
    id: texte,
    value: state.typed[texte] ?? "",
    required: requise,
    oninput: ({ target }) => element.send({ type: "type", input: texte, text: target.value }),
    attributes: { "aria-invalid": isWrong, "aria-describedby": hints.map(({ id }) => id).join(" "), autocomplete: "off" },
  });
  return make("div", {}, make("label", { htmlFor: texte, textContent: texts[`${texte}.label`] }), ...hints, field);
}

function conflict({ chemin, label, kept }) {
  if (kept === "identity") return make("p", { textContent: `${label} : la valeur de FranceConnect remplace la vôtre.` });
  const choose = (text, wanted) => {
    const button = act(`${wanted}-${chemin}`, text, { type: "settle", chemin, kept: wanted });
    button.setAttribute("aria-pressed", kept === wanted);
    return button;
  };
  const question = make("p", { textContent: `${label} : vous aviez écrit autre chose que ce qui a été reçu.` });
  return make("div", {}, question, choose("Garder la mienne", "typed"), choose("Prendre celle reçue", "received"));
}

function result({ filled, conflicts, missing, unplaced, files, reference }) {
  return [
    ...list("Remplis pour vous :", filled),
    ...conflicts.map(conflict),
    ...list("À remplir :", missing.map(({ label }) => label)),
    ...list("Reçus, sans champ pour les écrire :", unplaced),
    ...list("Fichiers à choisir de nouveau :", files),
    make("p", { textContent: `Référence : ${reference}` }),
    act("suite", "Aller au premier champ à remplir", { type: "goToFirstEmpty" }),
    act("annuler", "Annuler le remplissage", { type: "undo" }),
    act("pas-moi", "Ces champs ne me concernent pas", { type: "notMe" }),
  ];
}

function failure({ texts: id, next }) {
  const words = { restart: "Recommencer", redeemAgain: "Réessayer" };
  const sentences = [".text", ".do"].map((end) => make("p", { textContent: element.texts[id + end].replace("{minutes}", "2") }));
  return [...sentences, ...(next ? [act("encore", words[next], { type: next })] : [])];
}

/** The person's receipt, as a file made here: its text asks nothing of anybody. */
function receipt() {
  const href = `data:text/plain;charset=utf-8,${encodeURIComponent(element.receipt)}`;
  return make("p", {}, make("a", { id: "recu", href, download: "recu.txt", textContent: "Télécharger mon reçu" }));
}

function outcome({ stage, summary, failure: failed, logout }) {
  const lines = [];
  if (summary) lines.push(...result(summary));
  if (failed) lines.push(...failure(failed));
  if (stage === "refused" || stage === "undone") lines.push(act("encore", "Recommencer", { type: "restart" }));
  if (element.receipt) lines.push(receipt());
  if (logout) lines.push(make("p", {}, make("a", { id: "deconnexion", href: logout, textContent: "Se déconnecter de FranceConnect" })));
  return lines;
}

function draw({ detail }) {
  const isBefore = detail.stage === "idle" || detail.stage === "leaving";
  const focused = document.activeElement?.id;
  title.textContent = TITLES[detail.stage] ?? element.texts[`${detail.failure.texts}.title`];
  before.hidden = !isBefore;
  after.hidden = isBefore;
  boxes.replaceChildren(...element.description.sources.map(source));
  after.replaceChildren(...outcome(detail));
  panel.querySelector("#statut").textContent = detail.status;
  panel.querySelector("#alerte").textContent = detail.alert;
  panel.querySelector("#droits").href = element.description.information;
  panel.hidden = false;
  // What was drawn anew keeps the focus and the caret; the end of a trip takes the focus to its title.
  const again = focused && document.getElementById(focused);
  if (again && again !== document.activeElement) {
    again.focus();
    if (again.type === "text") again.setSelectionRange(again.value.length, again.value.length);
  }
  if (stage && stage !== detail.stage && !isBefore && detail.stage !== "returning") title.focus();
  stage = detail.stage;
}

element.addEventListener("unefois:state", draw);
// Without the engine the official button is shown by the element itself.
element.addEventListener("unefois:error", ({ detail }) => console.warn("Une fois", detail.code));
if (element.state) draw({ detail: element.state });
document.querySelector("#franceconnect").addEventListener("click", () => element.send({ type: "leave" }));
