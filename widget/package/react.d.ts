import type { ForwardRefExoticComponent, ReactNode, RefAttributes } from "react";
import type { UneFoisAttributes, UneFoisElement, UneFoisEventMap, UneFoisMarkup } from "./unefois.js";

type Camel<S extends string> = S extends `${infer A}-${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S;

type Listeners = {
  [K in keyof UneFoisEventMap as K extends `unefois:${infer Name}` ? `on${Capitalize<Name>}` : never]?: (
    event: UneFoisEventMap[K],
  ) => void;
};

/** Attributes in camel case, and a listener an event. */
export type UneFoisProps = { [K in keyof UneFoisAttributes as Camel<K>]: UneFoisAttributes[K] } & Listeners & {
    /** Origin of the edge. */
    edge: string;
    /** Subresource integrity of the edge's script. */
    integrity?: string;
    /** Nonce of the page's policy. */
    nonce?: string;
    /** The script of the edge cannot be loaded. */
    onLoadError?: (error: Error) => void;
    /** What goes into the slots. */
    children?: ReactNode;
    id?: string;
    className?: string;
  };

/** `<une-fois>`; the ref is the element. */
export const UneFois: ForwardRefExoticComponent<UneFoisProps & RefAttributes<UneFoisElement>>;

/** The element without the wrapper, in JSX. */
declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "une-fois": UneFoisMarkup & {
        children?: ReactNode;
        class?: string;
        id?: string;
        key?: string | number | null;
        ref?: import("react").Ref<UneFoisElement>;
      };
    }
  }
}
