// What a browser gives a screen reader, as one line.

/** Role, name, states and description of an element: `checkbox « Name » not checked : Description`. */
export async function spokenBy(page, selector) {
  const element = await page.waitForSelector(selector);
  const wanted = { objectId: element.remoteObject().objectId, fetchRelatives: false };
  const { nodes } = await element.client.send("Accessibility.getPartialAXTree", wanted);
  const live = await element.evaluate((it) => (it.getAttribute("role") === "status" ? it.textContent : ""));
  return sentence(nodes[0], live);
}

function sentence({ role, name, description, properties = [] }, live) {
  const states = Object.fromEntries(properties.map(({ name: property, value }) => [property, value.value]));
  const words = [`${role.value} « ${plain(name?.value)} »`.replace("«  »", "« »")];
  if (role.value === "checkbox") words.push(states.checked === "true" ? "checked" : "not checked");
  if (states.readonly) words.push("read only");
  if (states.level) words.push(`level ${states.level}`);
  const said = plain(description?.value || live);
  return words.join(" ") + (said ? ` : ${said}` : "");
}

function plain(text = "") {
  return text.replace(/\s+/g, " ").trim();
}
