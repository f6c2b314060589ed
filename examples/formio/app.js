// A pass for the recycling centre: Form.io, its masks, and a question that opens another.
import { Formio } from "@formio/js";
import "@formio/js/dist/formio.form.css";

// The town's policy has no 'unsafe-eval'.
Formio.Evaluator.noeval = true;

const text = (key, label, more) => ({
  type: "textfield", key, label, input: true, validate: { required: true }, ...more,
});
const radio = (key, label, values) => ({
  type: "radio", key, label, input: true, inline: true, validate: { required: true },
  values: Object.entries(values).map(([value, words]) => ({ value, label: words })),
});

const COMPONENTS = [
  radio("civilite", "Civilité", { F: "Madame", M: "Monsieur" }),
  text("nom", "Nom de naissance"),
  text("prenoms", "Prénoms"),
  text("naissance", "Date de naissance", { inputMask: "99/99/9999" }),
  text("courriel", "Adresse électronique", { type: "email" }),
  text("telephone", "Téléphone", { inputMask: "99 99 99 99 99", validate: {} }),
  text("adresse", "Numéro et rue"),
  text("code_postal", "Code postal", { inputMask: "99999" }),
  text("ville", "Ville"),
  text("quotient", "Quotient familial (facultatif)", { validate: { maxLength: 5 } }),
  {
    type: "select", key: "decheterie", label: "Déchèterie", input: true, widget: "html5", validate: { required: true },
    data: { values: [{ value: "nord", label: "Valbourg Nord" }, { value: "etang", label: "Les Étangs" }] },
  },
  radio("remorque", "Venez-vous avec une remorque ?", { oui: "Oui", non: "Non" }),
  text("plaque", "Immatriculation de la remorque", { conditional: { show: true, when: "remorque", eq: "oui" } }),
  { type: "checkbox", key: "reglement", label: "J’accepte le règlement des déchèteries.", input: true },
];

const form = document.getElementById("badge");
const model = document.getElementById("modele");
const options = { language: "fr", noAlerts: true };
Formio.createForm(document.getElementById("composants"), { components: COMPONENTS }, options).then(start);

async function start(pass) {
  // Form.io draws lots for its ids, and names its buttons after them. The same ones at each visit let a browser, and
  // whoever keeps a draft, find again what was typed.
  pass.id = "badge";
  pass.everyComponent((component) => {
    component.id = component.key;
  });
  await pass.redraw();
  const show = () => (model.textContent = JSON.stringify(pass.submission.data));
  pass.on("change", show);
  show();
  form.addEventListener("submit", (event) => pass.checkValidity(pass.data, true) || event.preventDefault());
  // What is sent is what Form.io holds; fields it does not know, such as ours, stay.
  form.addEventListener("formdata", ({ formData }) => {
    for (const name of [...formData.keys()].filter((key) => key.startsWith("data["))) formData.delete(name);
    for (const [name, value] of Object.entries(pass.data)) formData.set(name, value);
  });
}
