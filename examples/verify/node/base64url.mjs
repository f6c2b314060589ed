// Base64url without padding, in its only canonical form.

const ALPHABET = /^[A-Za-z0-9_-]*$/;

/**
 * Decodes `text`, or gives `undefined` when it is not what encoding its bytes would give: two texts of one token would
 * otherwise pass for two tokens.
 * @see https://www.rfc-editor.org/rfc/rfc7515#section-2
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer> | undefined}
 */
export function decodeBase64url(text) {
  if (!ALPHABET.test(text) || text.length % 4 === 1) return undefined;
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const again = btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return again === text ? Uint8Array.from(binary, (character) => character.charCodeAt(0)) : undefined;
}
