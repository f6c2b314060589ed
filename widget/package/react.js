/** <une-fois> for React 18 and 19: loads it from its edge, passes attributes, hears events. */
import { createElement, forwardRef, useEffect, useImperativeHandle, useRef } from "react";
import { events, load } from "./unefois.js";

/** `unefois:ready` is heard by `onReady`. */
const listenerOf = (event) => `on${event[8].toUpperCase()}${event.slice(9)}`;
const nameOf = (property) => property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const isListener = new Set(events.map(listenerOf));

/** React 18 would write `headless="false"`, which is there all the same. */
function attributesOf(properties) {
  const written = Object.entries(properties).filter(([name, value]) => !isListener.has(name) && value !== false);
  return Object.fromEntries(written.map(([name, value]) => [nameOf(name), value === true ? "" : value]));
}

export const UneFois = forwardRef(function UneFois({ children, integrity, nonce, onLoadError, ...properties }, ref) {
  const element = useRef(null);
  const latest = useRef(properties);
  latest.current = properties;
  useImperativeHandle(ref, () => element.current);
  useEffect(() => {
    // What listens is there before what speaks.
    const host = element.current;
    const heard = (event) => latest.current[listenerOf(event.type)]?.(event);
    for (const event of events) host.addEventListener(event, heard);
    load(properties.edge, { integrity, nonce }).catch((error) => latest.current.onLoadError?.(error));
    return () => {
      for (const event of events) host.removeEventListener(event, heard);
    };
  }, []);
  return createElement("une-fois", { ref: element, ...attributesOf(properties) }, children);
});
