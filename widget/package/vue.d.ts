import type { DefineComponent, EmitsToProps, SlotsType, VNode } from "vue";
import type { UneFoisAttributes, UneFoisEventMap } from "./unefois.js";

type Camel<S extends string> = S extends `${infer A}-${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S;

/** An event less its prefix. */
export type UneFoisEmits = {
  [K in keyof UneFoisEventMap as K extends `unefois:${infer Name}` ? Name : never]: (
    event: UneFoisEventMap[K],
  ) => void;
} & {
  /** The script of the edge cannot be loaded. */
  loadError: (error: Error) => void;
};

/** Attributes in camel case. */
export type UneFoisProps = { [K in keyof UneFoisAttributes as Camel<K>]: UneFoisAttributes[K] } & {
  /** Origin of the edge. */
  edge: string;
  /** Subresource integrity of the edge's script. */
  integrity?: string;
  /** Nonce of the page's policy. */
  nonce?: string;
};

/** `<une-fois>`; `$el` of its template ref is the element, and its default slot what goes into the element's slots. */
export const UneFois: new () => {
  $props: UneFoisProps & EmitsToProps<UneFoisEmits>;
  $emit: DefineComponent["$emit"];
  $el: import("./unefois.js").UneFoisElement;
  $slots: { default?: () => VNode[] };
};
