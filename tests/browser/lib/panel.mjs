// What a person does in the panel: ticking, typing, reading what it says.

/** Parts of the panel, reached through its shadow root. */
export const PANEL = {
  section: "une-fois >>> [part=panel]",
  title: "une-fois >>> #title",
  source: "une-fois >>> [part=source] input",
  inputs: "une-fois >>> [part=inputs]",
  button: "une-fois >>> [part=button]",
  error: "une-fois >>> [part=error]",
  alert: "une-fois >>> [part=alert]",
  status: "une-fois >>> [part=status]",
};

/** The box of a source. */
export function sourceBox(id) {
  return `une-fois >>> [part=source] input[aria-labelledby="l-${id}"]`;
}

/** The control of an input, by the prefix of its texts; one of its radio buttons when a code is given. */
export function inputControl(texte, code) {
  return code ? `une-fois >>> input[name="${texte}"][value="${code}"]` : `une-fois >>> [id="${texte}"]`;
}

/**
 * Ticks or unticks sources, all of them when none is named. Waits for the panel: before it the button is there already,
 * and leads to the edge's own page of choices.
 */
export async function tickSources(page, ids) {
  const wanted = ids?.map(sourceBox) ?? [PANEL.source];
  await Promise.all(wanted.map((box) => page.waitForSelector(box, { visible: true })));
  for (const box of wanted) {
    for (const found of await page.$$(box)) await found.click();
  }
}

/** Types the inputs, given by the prefix of their texts: `{"input.vehicule": "AB-123-CD"}`. */
export async function typeInputs(page, typed) {
  for (const [texte, text] of Object.entries(typed)) {
    const choice = await page.$(inputControl(texte, text));
    if (choice) await choice.click();
    else await (await page.waitForSelector(inputControl(texte), { visible: true })).type(text);
  }
}

/** What each text input holds, by the prefix of its texts. */
export async function typedInputs(page) {
  const pairs = (inputs) => inputs.map(({ id, value }) => [id, value]);
  return Object.fromEntries(await page.$$eval(`${PANEL.inputs} [type=text]`, pairs));
}

/** Text of a part of the panel as it is shown, its French spaces made plain. */
export function panelText(page, part = PANEL.section) {
  return page.$eval(part, (section) => section.innerText.replace(/[\u00a0\u202f]/g, " "));
}
