// Walking through a page with the keyboard, and saying where one is.

const FARTHEST = 60;

/** Accessible name of what has the focus, its French spaces made plain. */
export async function focused(page) {
  const session = await page.createCDPSession();
  const { result } = await session.send("Runtime.evaluate", { expression: `(${deepest})()` });
  if (!result.objectId) return "";
  const wanted = { objectId: result.objectId, fetchRelatives: false };
  const { nodes } = await session.send("Accessibility.getPartialAXTree", wanted);
  await session.detach();
  return (nodes[0].name?.value ?? "").replace(/\s+/g, " ").trim();
}

/** Presses `key` (with `Shift+` before it, if wanted) until the focus is on what bears this name. */
export async function pressUntil(page, key, name) {
  for (let count = 0; count < FARTHEST; count += 1) {
    await press(page, key);
    if ((await focused(page)) === name) return;
  }
  throw new Error(`${key} never leads to "${name}".`);
}

/** Names met by pressing Tab `count` times. */
export async function tabThrough(page, count) {
  const names = [];
  while (names.length < count) {
    await press(page, "Tab");
    names.push(await focused(page));
  }
  return names;
}

async function press(page, keys) {
  const [key, ...held] = keys.split("+").reverse();
  for (const modifier of held) await page.keyboard.down(modifier);
  await page.keyboard.press(key);
  for (const modifier of held) await page.keyboard.up(modifier);
}

function deepest() {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}
