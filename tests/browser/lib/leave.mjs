/** Does what leads to another page, and waits until that page has come whole. */
export async function leave(page, act) {
  await Promise.all([page.waitForNavigation({ waitUntil: "load", timeout: 40_000 }), act()]);
}
