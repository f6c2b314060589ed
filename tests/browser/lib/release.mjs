// What a person does on the pages of the edge.
import { setTimeout as sleep } from "node:timers/promises";
import { leave } from "./leave.mjs";

const BUTTONS = {
  send: "button[name=decision][value=send]",
  refuse: "button[name=decision][value=refuse]",
  "not-me": "form[action='/v1/not-me'] button",
  "more-time": "form[action='/v1/more-time'] button",
};
/** The pages of the edge refuse what is pressed within the first instant they are shown. */
const READING_MILLIS = 800;

/** Every box and radio button of the release page: `{label, group, type, id, isTicked, isHealth}`, in its order. */
export async function releaseChoices(page) {
  await page.waitForSelector("#complete");
  return page.$$eval("main fieldset input", (inputs) => {
    const plain = (it) => it.textContent.replace(/[\s\u00a0\u202f]+/g, " ").trim();
    return inputs.map((input) => ({
      label: plain(input.labels[0]),
      group: plain(input.closest("fieldset").querySelector("legend")),
      type: input.type,
      id: input.id,
      isTicked: input.checked,
      isHealth: /santé|health/.test(plain(input.closest(".box"))),
    }));
  });
}

/** Ticks, unticks or chooses what these labels, or starts of labels, name. */
export async function pick(page, ...labels) {
  if (labels.length === 0) return;
  const choices = await releaseChoices(page);
  for (const wanted of labels) {
    const [whole, start] = [({ label }) => label === wanted, ({ label }) => label.startsWith(wanted)];
    const choice = choices.find(whole) ?? choices.find(start);
    if (!choice) throw new Error(`Nothing to tick says "${wanted}": ${choices.map(({ label }) => label).join(" | ")}`);
    await page.click(`[id="${choice.id}"]`);
  }
}

/** Ticks every box about health, which nobody ticks beforehand. */
export async function pickHealth(page) {
  const choices = await releaseChoices(page);
  const unticked = choices.filter(({ isHealth, isTicked }) => isHealth && !isTicked);
  for (const { id } of unticked) await page.click(`[id="${id}"]`);
}

/** Chooses the first row of every list, a list of one included; gives their positions, by list: `{enfants: [0]}`. */
export async function chooseFirstRows(page) {
  const found = (inputs) => inputs.map(({ id, value }) => ({ id, value }));
  const first = await page.$$eval("input[value$='[0]']:not(:checked)", found);
  for (const { id } of first) await page.click(`#${id}`);
  return Object.fromEntries(first.map(({ value }) => [value.replace("[0]", ""), [0]]));
}

/** Presses a button of the release page: `send`, `refuse`, `not-me` or `more-time`. */
export async function release(page, decision) {
  await sleep(READING_MILLIS);
  const button = await page.waitForSelector(BUTTONS[decision]);
  await leave(page, () => button.click());
}

/** On the edge's own page of choices: ticks sources, the only one unless named, and leaves for what comes next. */
export async function chooseOnEdge(page, ids) {
  for (const box of ids?.map((id) => `#source-${id}`) ?? ["input[name=source]"]) await page.click(box);
  await leaveEdge(page);
}

/** On the same page: types the inputs by their names, `{"france_titres.immatriculation": "AB-123-CD"}`, and leaves. */
export async function typeOnEdge(page, typed) {
  for (const [name, text] of Object.entries(typed)) {
    const choice = await page.$(`[name="saisie.${name}"][value="${text}"]`);
    if (choice) await choice.click();
    else await page.type(`[name="saisie.${name}"]`, text);
  }
  await leaveEdge(page);
}

async function leaveEdge(page) {
  await sleep(READING_MILLIS);
  await leave(page, () => page.click("button.franceconnect"));
}
