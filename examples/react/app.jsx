// A library card in two steps: the fields of the second exist only once it is reached.
import { useState } from "react";
import { createRoot } from "react-dom/client";

const EMPTY = {
  civilite: "", nom: "", prenoms: "", jour: "", mois: "", annee: "", courriel: "", telephone: "",
  adresse: "", code_postal: "", ville: "", quotient: "", bibliotheque: "", reglement: false,
};
const FIRST = ["civilite", "nom", "prenoms", "jour", "mois", "annee", "courriel", "telephone"];

function App() {
  const [card, setCard] = useState(EMPTY);
  const [step, setStep] = useState(1);
  const set = (name, value) => setCard((before) => ({ ...before, [name]: value }));
  const bind = (name) => ({ id: name, name, value: card[name], onChange: ({ target }) => set(name, target.value) });
  const isElsewhere = (name) => FIRST.includes(name) !== (step === 1);
  const go = ({ target }, next) => (next < step || target.form.reportValidity()) && setStep(next);
  return (
    <>
      <form id="carte" action="/react/recu" method="post">
        <p className="etape">Étape {step} sur 2</p>
        {step === 1 ? <You card={card} bind={bind} set={set} /> : <Household card={card} bind={bind} set={set} />}
        {Object.entries(card)
          .filter(([name, value]) => isElsewhere(name) && value)
          .map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
        <p className="envoi">
          {step === 2 && <button key="back" type="button" className="second" onClick={(event) => go(event, 1)}>Précédent</button>}
          {step === 1 && <button key="next" type="button" onClick={(event) => go(event, 2)}>Suivant</button>}
          {step === 2 && <button key="send" type="submit">Demander ma carte</button>}
        </p>
      </form>
      {/* What the form holds, for whoever wants to look. */}
      <output id="modele" hidden>{JSON.stringify(card)}</output>
    </>
  );
}

function You({ card, bind, set }) {
  return (
    <fieldset className="partie">
      <legend>Vous</legend>
      <fieldset>
        <legend>Civilité</legend>
        {[["F", "Madame"], ["M", "Monsieur"]].map(([code, label]) => (
          <label key={code}>
            <input type="radio" name="civilite" value={code} checked={card.civilite === code} onChange={() => set("civilite", code)} required /> {label}
          </label>
        ))}
      </fieldset>
      <Field label="Nom de naissance"><input type="text" {...bind("nom")} required /></Field>
      <Field label="Prénoms"><input type="text" {...bind("prenoms")} required /></Field>
      <fieldset className="date">
        <legend>Date de naissance</legend>
        <Field label="Jour"><input type="text" inputMode="numeric" maxLength={2} {...bind("jour")} required /></Field>
        <Field label="Mois"><input type="text" inputMode="numeric" maxLength={2} {...bind("mois")} required /></Field>
        <Field label="Année"><input type="text" inputMode="numeric" maxLength={4} {...bind("annee")} required /></Field>
      </fieldset>
      <Field label="Adresse électronique"><input type="email" {...bind("courriel")} required /></Field>
      <Field label="Téléphone (facultatif)"><input type="tel" {...bind("telephone")} /></Field>
    </fieldset>
  );
}

function Household({ card, bind, set }) {
  return (
    <fieldset className="partie">
      <legend>Votre foyer et votre carte</legend>
      <Field label="Numéro et rue"><input type="text" {...bind("adresse")} required /></Field>
      <Field label="Code postal"><input type="text" inputMode="numeric" maxLength={5} {...bind("code_postal")} required /></Field>
      <Field label="Ville"><input type="text" {...bind("ville")} required /></Field>
      <Field label="Quotient familial (facultatif)"><input type="text" inputMode="numeric" maxLength={5} {...bind("quotient")} /></Field>
      <Field label="Bibliothèque">
        <select {...bind("bibliotheque")} required>
          <option value="">Choisissez une bibliothèque</option>
          <option value="centre">Médiathèque du Centre</option>
          <option value="gare">Bibliothèque de la Gare</option>
          <option value="bus">Bibliobus</option>
        </select>
      </Field>
      <label>
        <input type="checkbox" name="reglement" value="true" checked={card.reglement} onChange={({ target }) => set("reglement", target.checked)} required /> J’accepte le règlement des bibliothèques.
      </label>
    </fieldset>
  );
}

function Field({ label, children }) {
  return (
    <div className="champ">
      <label htmlFor={children.props.id}>{label}</label>
      {children}
    </div>
  );
}

createRoot(document.getElementById("demande")).render(<App />);
