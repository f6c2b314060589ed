// A stay at the holiday centre, on two pages of a survey.
import { Model } from "survey-core";
import { renderSurvey } from "survey-js-ui";
import "survey-core/i18n/french";
import "survey-core/survey-core.fontless.css";

const text = (name, title, more) => ({ type: "text", name, title, isRequired: true, ...more });
const choice = (name, title, labels, more) => ({
  type: "dropdown", name, title, renderAs: "select", ...more,
  choices: Object.entries(labels).map(([value, label]) => ({ value, text: label })),
});

const survey = new Model({
  locale: "fr",
  showQuestionNumbers: false,
  questionErrorLocation: "bottom",
  completeText: "Inscrire mon enfant",
  pages: [
    {
      name: "vous",
      title: "Vous",
      elements: [
        {
          type: "radiogroup", name: "civilite", title: "Civilité", isRequired: true,
          choices: [{ value: "F", text: "Madame" }, { value: "M", text: "Monsieur" }],
        },
        text("nom", "Nom de naissance"),
        text("prenoms", "Prénoms"),
        text("naissance", "Date de naissance", { inputType: "date" }),
        text("courriel", "Adresse électronique", { inputType: "email" }),
        text("telephone", "Téléphone", {
          isRequired: false, maskType: "pattern", maskSettings: { pattern: "99 99 99 99 99" },
        }),
      ],
    },
    {
      name: "foyer",
      title: "Votre foyer et le séjour",
      elements: [
        text("adresse", "Numéro et rue"),
        text("code_postal", "Code postal", { maskType: "pattern", maskSettings: { pattern: "99999" } }),
        text("ville", "Ville", { maxLength: 40 }),
        text("quotient", "Quotient familial", { inputType: "number", isRequired: false }),
        choice("sejour", "Séjour", { hiver: "Neige, du 15 au 20 février", printemps: "Voile, du 12 au 17 avril" }, { isRequired: true }),
        { type: "boolean", name: "reglement", title: "Règlement", renderAs: "checkbox", label: "J’accepte le règlement des séjours." },
      ],
    },
  ],
});

const model = document.getElementById("modele");
const show = () => (model.textContent = JSON.stringify(survey.data));
survey.onValueChanged.add(show);
show();

// SurveyJS draws a form of its own and never sends it: the town's server is told where, and receives what the survey
// holds on both pages, beside the fields it does not know, such as ours.
const questions = document.getElementById("questions");
const form = () => questions.querySelector("form");
survey.onAfterRenderSurvey.add(() => Object.assign(form(), { action: "/surveyjs/recu", method: "post" }));
survey.onCompleting.add((_, options) => {
  options.allow = false;
  form().submit();
});
questions.addEventListener("formdata", ({ formData }) => {
  for (const name of [...formData.keys()].filter((key) => key.includes("sq_"))) formData.delete(name);
  for (const [name, value] of Object.entries(survey.data)) formData.set(name, value);
});
renderSurvey(survey, questions);
