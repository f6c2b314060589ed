// One task of the usability script: what a person sees and does on the way, counted. Nothing done at FranceConnect counts.
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { focused } from "./keyboard.mjs";
import { pressFranceConnect, pressText, release, tickSources } from "./journey.mjs";
import { pick } from "./release.mjs";

const CAPTURES = resolve(import.meta.dirname, "../../../target/unefois/captures/usability");

/**
 * Seconds of a keystroke-level estimate: a character, a click with its pointing, a hand that changes place, a decision,
 * and what is waited for. Card, Moran and Newell 1980; a phone's character as measured by Palin and others, 2019.
 */
const OPERATORS = {
  desk: { character: 0.28, click: 1.3, hand: 0.4, decision: 1.35, waits: 9 },
  phone: { character: 0.33, click: 0.9, hand: 0, decision: 1.35, waits: 9 },
};

/** What we show of the page, or of the panel in somebody else's page. */
const SHOWN = { edge: "main", panel: "une-fois" };

/** A task under way: `clicks`, `keys`, `words` by screen, and the `seconds` of this machine up to the last screen. */
export class Walk {
  #started = Date.now();
  #count = 0;

  constructor(page, task) {
    Object.assign(this, { page, task, clicks: 0, keys: 0, characters: 0, seconds: 0, words: {} });
    mkdirSync(CAPTURES, { recursive: true });
  }

  /** Counts the words of a screen as the person reads it, and keeps its image. */
  async see(screen) {
    const isEdge = (await this.page.$(SHOWN.panel)) === null;
    this.words[screen] = await visibleWords(this.page, SHOWN[isEdge ? "edge" : "panel"]);
    this.#count += 1;
    this.seconds = (Date.now() - this.#started) / 1000;
    const path = join(CAPTURES, `${this.task}-${this.#count}-${screen}.png`);
    await this.page.screenshot({ path, fullPage: true });
    return this.words[screen];
  }

  /** Ticks sources of the panel. */
  async tick(...ids) {
    await tickSources(this.page, ids);
    this.clicks += ids.length;
  }

  /** Presses the FranceConnect button. */
  async leave() {
    await pressFranceConnect(this.page);
    this.clicks += 1;
  }

  /** Ticks, unticks or chooses on the release page. */
  async pick(...labels) {
    await pick(this.page, ...labels);
    this.clicks += labels.length;
  }

  /** Presses a button of the release page: `send` or `refuse`. */
  async decide(decision) {
    await release(this.page, decision);
    this.clicks += 1;
  }

  /** Presses the button of the panel that carries this text, or another of the page. */
  async press(text, root) {
    await pressText(this.page, text, root);
    this.clicks += 1;
  }

  /** Clicks a control of the form. */
  async click(selector) {
    await this.page.locator(selector).click();
    this.clicks += 1;
  }

  /** Chooses in a menu: one click opens it, one chooses. */
  async choose(selector, value) {
    await this.page.select(selector, value);
    this.clicks += 2;
  }

  /** Writes in a field of the form. */
  async type(selector, text) {
    await this.page.type(selector, text);
    this.characters += text.length;
  }

  /** Presses Tab until the focus is on what bears this name; gives the names met. */
  async tabTo(name) {
    const names = [];
    while (names.at(-1) !== name) {
      if (names.length > 40) throw new Error(`Tab never leads to "${name}": ${names.join(" | ")}`);
      await this.key("Tab");
      names.push(await focused(this.page));
    }
    return names;
  }

  /** Presses one key. */
  async key(key) {
    await this.page.keyboard.press(key);
    this.keys += 1;
  }

  /** Words of the whole way. */
  get allWords() {
    return Object.values(this.words).reduce((sum, count) => sum + count, 0);
  }

  /** Seconds of a person, estimated from what was done; `fields` are those written by hand. */
  estimate(device, fields) {
    const { character, click, hand, decision, waits } = OPERATORS[device];
    const decided = this.clicks + fields;
    return waits + this.characters * character + this.clicks * click + 2 * fields * hand + decided * decision;
  }

  /** One line for the table of the counts. */
  line() {
    const words = Object.entries(this.words).map(([screen, count]) => `${screen} ${count}`).join(", ");
    const cells = [this.task, this.clicks, this.keys, this.characters, this.allWords, this.seconds.toFixed(1), words];
    return cells.join(" | ");
  }
}

/** Heads the lines of `Walk.line`. */
export const HEADINGS = "task | clicks | keys | characters | words | seconds | words by screen";

/** Runs of letters, and numbers, of what can be seen; what only a screen reader says does not count. */
async function visibleWords(page, root) {
  const texts = await page.$eval(root, (start) => {
    const seen = [];
    const isShown = (element) => {
      const { width, height } = element.getBoundingClientRect();
      return element.checkVisibility({ visibilityProperty: true }) && width > 1 && height > 1;
    };
    const visit = (node) => {
      if (node.nodeType === Node.TEXT_NODE) seen.push(node.textContent);
      else if (node.nodeType === Node.ELEMENT_NODE) {
        const isContents = getComputedStyle(node).display === "contents";
        if (!isContents && !isShown(node)) return;
        for (const child of (node.shadowRoot ?? node).childNodes) visit(child);
      }
    };
    visit(start);
    return seen;
  });
  return texts.join(" ").match(/\p{N}*\p{L}+|\p{N}+/gu)?.length ?? 0;
}

/** What the form's own server is sent: addresses and bodies. */
export function sentTo(page, origin) {
  const sent = [];
  page.on("request", (request) => {
    if (request.url().startsWith(origin)) sent.push(decodeURIComponent(request.url()), request.postData() ?? "");
  });
  return sent;
}

/** The scopes asked from FranceConnect, trip by trip. */
export function askedScopes(page) {
  const asked = [];
  page.on("request", (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname.endsWith("/authorize") && searchParams.has("scope")) asked.push(searchParams.get("scope").split(" "));
  });
  return asked;
}

/** What the attestation of a redeem answer says of each field: `{chemin: value}`. */
export function attested(answer) {
  const [, claims] = JSON.parse(answer).attestation.split(".");
  const { data } = JSON.parse(Buffer.from(claims, "base64url").toString());
  return Object.fromEntries(Object.entries(data).map(([chemin, { value }]) => [chemin, value]));
}
