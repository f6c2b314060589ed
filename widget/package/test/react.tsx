// The wrapper for React, and the element without it.
import { useRef } from "react";
import type { UneFoisElement } from "unefois";
import { UneFois } from "unefois/react";

const EDGE = "https://unefois.valbourg.example";

export function Wrapped() {
  const element = useRef<UneFoisElement>(null);
  return (
    <UneFois
      ref={element}
      edge={EDGE}
      demarche="cantine-valbourg"
      headingLevel={3}
      colorScheme="dark"
      headless
      onReady={({ detail }) => detail.demarche}
      onFilled={({ detail }) => detail.filled + detail.missing}
      onState={({ detail }) => element.current?.send?.({ type: detail.stage === "idle" ? "leave" : "undo" })}
      onLoadError={(error) => error.message}
    >
      <p slot="intro">…</p>
    </UneFois>
  );
}

export function Wrong() {
  return (
    <>
      {/* @ts-expect-error the démarche is required */}
      <UneFois edge={EDGE} />
      {/* @ts-expect-error the edge is required */}
      <UneFois demarche="cantine-valbourg" />
      {/* @ts-expect-error no such event */}
      <UneFois edge={EDGE} demarche="cantine-valbourg" onSubmitted={() => undefined} />
      {/* @ts-expect-error attributes are in camel case here */}
      <UneFois edge={EDGE} demarche="cantine-valbourg" heading-level={3} colorscheme="dark" />
    </>
  );
}

export const bare = <une-fois demarche="cantine-valbourg" heading-level={3} headless="" />;
// @ts-expect-error no such scheme
export const sepia = <une-fois demarche="cantine-valbourg" color-scheme="sepia" />;
