// A missing scope is a missing key, never a null.

/** Keeps of `data` the keys that the granted scopes open. One scope may open several keys. */
export function keepGranted(data, keysByScope, scopes) {
  const granted = Object.entries(keysByScope).filter(([scope]) => scopes.has(scope));
  const keys = granted.flatMap(([, names]) => names).filter((key) => data[key] !== undefined);
  return Object.fromEntries(keys.map((key) => [key, data[key]]));
}

/** Scopes that give `identite` blocks: FranceConnect does not let them through, whatever it granted. */
export function isIdentityScope(scope) {
  return scope.includes('_identite');
}
