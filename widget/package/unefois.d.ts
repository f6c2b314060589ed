import type { UneFoisAttributes, UneFoisEventMap, UneFoisMembers } from "./interface.js";

export * from "./interface.js";

/** How the script of the edge is loaded. */
export interface LoadOptions {
  /** Subresource integrity; `integrity` of this package is that of the edge built with it. */
  integrity?: string;
  /** Nonce of the page's policy. */
  nonce?: string;
}

/**
 * Loads the element from an edge, once a page, and waits until it is defined. On a server it does nothing.
 *
 * @param edge Origin of the edge: `https://unefois.valbourg.example`.
 */
export function load(edge: string, options?: LoadOptions): Promise<void>;

/** Waits until an element with `headless` may be driven; rejects with its code when it cannot start. */
export function whenHeadless(element: UneFoisElement): Promise<UneFoisHeadlessElement>;

/** The sources of an element with `headless`, in the words of its language, as they are now. */
export function sourcesOf(element: UneFoisHeadlessElement): UneFoisSource[];

/** `<une-fois>`. With `headless`, its members are there from the first `unefois:state` on. */
export interface UneFoisElement extends HTMLElement, Partial<UneFoisMembers> {}

/** An element with `headless` that may be driven. */
export type UneFoisHeadlessElement = UneFoisElement & UneFoisMembers;

/** What a page with a panel of its own asks for. */
export type UneFoisAction =
  /** Ticks or unticks a source. Nothing is ticked unless the person does it. */
  | { type: "tick"; source: string; on: boolean }
  /** Says whether the request is for another adult. */
  | { type: "other"; on: boolean }
  /** Notes what the person typed or chose for a source. */
  | { type: "type"; input: string; text: string }
  /** Goes to FranceConnect; only from a gesture of the person. */
  | { type: "leave" }
  /** Puts the focus on the first field left to fill. */
  | { type: "goToFirstEmpty" }
  /** Puts the focus on a field. */
  | { type: "goTo"; chemin: string }
  /** Chooses between what was typed and what was received. */
  | { type: "settle"; chemin: string; kept: "typed" | "received" }
  /** Takes the filling back. */
  | { type: "undo" }
  /** Empties and unlocks the identity, which is somebody else's. */
  | { type: "notMe" }
  /** Chooses again. */
  | { type: "restart" }
  /** Presents the hand-off once more. */
  | { type: "redeemAgain" };

/** What was done with the form: labels of its fields, never a value. */
export interface UneFoisSummary {
  /** Reference the person may quote. */
  reference: string;
  /** Fields that hold what was received. */
  filled: readonly string[];
  /** Fields the person had filled otherwise. An identity given by FranceConnect is not to be settled. */
  conflicts: readonly { chemin: string; label: string; kept: "typed" | "received" | "identity" }[];
  /** Fields left to the person. */
  missing: readonly { chemin: string; label: string }[];
  /** What was received and no field could take. */
  unplaced: readonly string[];
  /** File inputs whose file must be chosen again. */
  files: readonly string[];
}

/** Why a trip did not succeed. */
export interface UneFoisFailure {
  /** A word that never changes. */
  code: string;
  /** Its sentences are `texts[texts + ".title"]`, `.text` and `.do`. */
  texts: string;
  /** The action that makes sense now, if any. */
  next: "redeemAgain" | "restart" | "";
}

/** What the démarche says, as the edge answers. */
export interface UneFoisDescription {
  demarche: string;
  titre: string;
  finalite: string;
  concerne: readonly ("usager" | "enfant" | "autre")[];
  libelle_bouton: "identifier" | "recuperer";
  information: string;
  collectivite: {
    nom_collectivite: string;
    collectivite: string;
    a_collectivite: string;
    de_collectivite: string;
    service: string;
    dpo: string;
  };
  sources: readonly {
    id: string;
    fournisseur: string;
    sante: boolean;
    saisies?: readonly { id: string; texte: string; requise: boolean; chiffres: boolean; choix?: readonly string[] }[];
  }[];
  champs: readonly { chemin: string; source: string; requis: boolean }[];
}

/** A source the person may tick. */
export interface UneFoisSource {
  id: string;
  label: string;
  /** What it is for. */
  why: string;
  /** What it gives. */
  gets: string;
  /** Who is asked for it. */
  from: string;
  /** Whether the answer says something about health. */
  isHealth: boolean;
  isTicked: boolean;
  inputs: readonly UneFoisInput[];
}

/** What the person types or chooses for a source. Two sources may ask for the same: it is typed once. */
export interface UneFoisInput {
  id: string;
  label: string;
  hint: string;
  /** What is wrong with it, or nothing. */
  error: string;
  text: string;
  isRequired: boolean;
  isDigits: boolean;
  /** The codes to choose from; empty when it is typed. */
  choices: readonly { code: string; label: string }[];
}

declare global {
  interface HTMLElementTagNameMap {
    "une-fois": UneFoisElement;
  }
  interface HTMLElementEventMap extends UneFoisEventMap {}
}

/** The attributes as markup takes them: everything is text, and a bare name is a true one. */
export type UneFoisMarkup = { [K in keyof UneFoisAttributes]: UneFoisAttributes[K] | (K extends "headless" ? "" : never) };
