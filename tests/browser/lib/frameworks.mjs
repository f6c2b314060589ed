// The forms whose fields belong to a library: how each is walked, and what its own model holds.
import { setTimeout as sleep } from "node:timers/promises";

const SETTLE_MILLIS = 4000;
const stay = () => {};
const press = (text) => async (page) => {
  const isNamed = (element, words) => element.checkVisibility() && (element.value || element.textContent) === words;
  for (const button of await page.$$("main form :is(button, input[type=button])")) {
    if (await button.evaluate(isNamed, text)) return button.click();
  }
  throw new Error(`No button says "${text}".`);
};
// Some draw a box of their own over the control, which is then too small to be clicked.
const tick = (selector) => async (page) => {
  const control = await page.waitForSelector(selector);
  await control.evaluate((element) => (element.labels[0] ?? element).click());
};
const see = (selector) => (page) => page.waitForSelector(selector, { visible: true });
const type = (selector, text) => (page) => page.type(selector, text);
const choose = (selector, value) => (page) => page.select(selector, value);

/**
 * `steps` show the fields one after the other, the first as the page comes. `draw` makes the library draw the first
 * fields again. `rest` fills what nobody can fill for the person, on the last step, and `send` presses the button there.
 * `draft` are the selectors of a name and a telephone, `gender` that of "Monsieur". `noise` is what the library says on
 * the console by itself.
 */
export const FRAMEWORKS = {
  react: {
    steps: [stay, press("Suivant")],
    draw: [press("Suivant"), see("#ville"), press("Précédent")],
    rest: [choose("#bibliotheque", "gare"), tick("[name=reglement]")],
    send: press("Demander ma carte"),
  },
  vue: {
    steps: [stay, tick("[name=tarif][value=reduit]")],
    draw: [tick("[name=tarif][value=reduit]"), see("#quotient"), tick("[name=tarif][value=plein]")],
    rest: [type("#telephone", "0600000000"), choose("#salle", "dojo"), tick("[name=reglement]")],
    send: press("Réserver"),
  },
  svelte: {
    steps: [stay, see("#adresse")],
    draw: [see("#adresse")],
    rest: [choose("#parcelle", "27"), tick("[name=charte]")],
    send: press("Demander une parcelle"),
  },
  angular: {
    steps: [stay],
    draw: [choose("#ligne", "B")],
    rest: [type("#telephone", "0600000000"), choose("#ligne", "A"), tick("[name=reglement]")],
    send: press("Inscrire mon enfant"),
  },
  surveyjs: {
    steps: [stay, press("Suivant")],
    draw: [press("Suivant"), see("[data-name=ville] input"), press("Précédent")],
    rest: [choose("[data-name=sejour] select", "hiver"), tick("[data-name=reglement] input")],
    send: press("Inscrire mon enfant"),
    // Its own timer has a style attribute, which a strict policy refuses.
    noise: /^Applying inline style .*sha256-Pp\/vtHUW8EEiAh/,
    field: (name) => `[data-name=${name}] input`,
    gender: "[data-name=civilite] input[value=M]",
  },
  formio: {
    steps: [stay],
    draw: [tick("[name^='data[remorque]'][value=oui]"), see("[name='data[plaque]']"), tick("[name^='data[remorque]'][value=non]")],
    rest: [
      choose("[name='data[decheterie]']", "nord"), tick("[name^='data[remorque]'][value=non]"), tick("[name='data[reglement]']"),
    ],
    send: press("Demander mon badge"),
    field: (name) => `[name='data[${name}]']`,
    gender: "[name^='data[civilite]'][value=M]",
  },
};

/** Does these things one after the other. */
export async function act(page, deeds) {
  for (const deed of deeds) await deed(page);
}

/** Selector of a text field of a form. */
export function fieldOf(form, name) {
  return FRAMEWORKS[form].field?.(name) ?? `#${name}`;
}

/** Ticks "Monsieur", and types a name and a telephone, as somebody who begins to fill the form. */
export async function beginForm(page, form) {
  const isHeld = (name) => settled(() => modelOf(page), (model) => model[name]);
  await tick(FRAMEWORKS[form].gender ?? "[name=civilite][value=M]")(page);
  // A library may draw its fields again after an answer, and would take the focus away in the middle of a word.
  await isHeld("civilite");
  await type(fieldOf(form, "nom"), "Lefebvre")(page);
  await page.keyboard.press("Tab");
  await isHeld("nom");
  await type(fieldOf(form, "telephone"), "0600000000")(page);
  await page.keyboard.press("Tab");
  await isHeld("telephone");
}

/** What the library itself holds, by name of field, as texts; what it leaves out is `""`. */
export async function modelOf(page) {
  const model = await page.$eval("#modele", ({ textContent }) => JSON.parse(textContent));
  const text = (value) => (value === null || value === undefined || value === false ? "" : String(value));
  return new Proxy(model, { get: (held, name) => text(held[name]) });
}

/** Values of the model for these names. */
export async function modelFor(page, names) {
  const model = await modelOf(page);
  return Object.fromEntries(names.map((name) => [name, model[name]]));
}

/** Reads again until `isWanted`, for as long as a library may take to draw; gives what was read last. */
export async function settled(read, isWanted) {
  const until = Date.now() + SETTLE_MILLIS;
  for (;;) {
    const found = await read();
    if (isWanted(found) || Date.now() > until) return found;
    await sleep(50);
  }
}

/** What the town's receipt says has arrived: `[[name, text]]`. */
export function receivedBy(page) {
  return page.$$eval("td[data-champ]", (cells) => cells.map((cell) => [cell.dataset.champ, cell.textContent]));
}
