// What a page has left in the browser.

/** Everything the page's own origin keeps: `{sessionStorage, localStorage, databases, caches}`. */
export function storedKeys(page) {
  return page.evaluate(async () => ({
    sessionStorage: { ...sessionStorage },
    localStorage: { ...localStorage },
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
  }));
}

/** The trips whose draft is still kept. */
export async function keptDrafts(page) {
  const { sessionStorage } = await storedKeys(page);
  return Object.values(sessionStorage).map((text) => JSON.parse(text)).filter(({ fields }) => fields);
}

/** The keys under which what was typed in a panel is still kept. */
export async function keptInputs(page) {
  const { sessionStorage } = await storedKeys(page);
  return Object.keys(sessionStorage).filter((key) => key.startsWith("unefois-saisies:"));
}
