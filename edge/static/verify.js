// The page that verifies an attestation: it has the keys and the words in it, and sends nothing. Its rules are those of
// the Node verifier, the very same files, so that an agent and a back-office read the same verdict.

import { Refusal, checkTime, ensure, readClaims, readToken } from "../../examples/verify/node/attestation.mjs";
import { compareField } from "../../examples/verify/node/compare.mjs";

const root = document.getElementById("verify");
const KEYS = JSON.parse(root.dataset.keys);
const TEXTS = JSON.parse(root.dataset.texts);
const NUMBERS = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "2-digit" };
const ofParis = new Intl.DateTimeFormat("fr", { ...NUMBERS, hourCycle: "h23", timeZone: "Europe/Paris" });

/** The text of `id`, each `{name}` replaced by its value; an unknown one reads as itself. */
const say = (id, values = {}) => (TEXTS[id] ?? id).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

/** An element with its attributes, holding elements and texts; markup is never read from a text. */
const make = (tag, attributes = {}, ...content) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...content);
  return element;
};

/** A day in Paris, as the language writes it; nothing for what is no time. */
function dayOf(secs) {
  const { day, month, year } = inParis(secs);
  const jour = day === "1" ? say("format.first_day") : day;
  return year ? say("format.date", { jour, mois: say(`format.month.${Number(month)}`), annee: year }) : "";
}

/** A day in Paris, and the time. */
function momentOf(secs) {
  const { hour, minute } = inParis(secs);
  if (!minute) return "";
  const length = Number(minute) === 0 ? "hour" : "time";
  const half = Number(hour) < 12 ? "morning" : "afternoon";
  const values = { heure: Number(hour), heure_sur_12: Number(hour) % 12 || 12, minute };
  return `${dayOf(secs)}, ${say(`format.${length}_${half}`, values)}`;
}

/** The numbers of a time in Paris; none for one that no calendar holds. */
function inParis(secs) {
  const isTime = Number.isSafeInteger(secs) && Math.abs(secs) < 1e11;
  const parts = isTime ? ofParis.formatToParts(secs * 1000) : [];
  return Object.fromEntries(parts.map(({ type, value }) => [type, type === "day" ? String(Number(value)) : value]));
}

/**
 * Steps 1 to 6 of docs/verify.md. Claims come with a reason too when only their date is wrong: they are signed, and the
 * form may have arrived in time.
 */
async function judge(text) {
  let claims;
  try {
    const token = readToken(text);
    const owners = Object.entries(KEYS).flatMap(([issuer, { keys }]) =>
      keys.filter(({ kid }) => kid === token.kid).map((key) => ({ issuer, key })));
    ensure(owners.length > 0, "unknown_key");
    ensure(await isSignedBy(owners[0].key, token), "signature");
    const read = readClaims(token.payload);
    ensure(owners.some(({ issuer }) => issuer === read.iss), "issuer");
    ensure(Number.isSafeInteger(read.iat) && Number.isSafeInteger(read.exp), "claims");
    claims = read;
    checkTime(claims, Math.floor(Date.now() / 1000));
    return { claims };
  } catch (error) {
    return { reason: error instanceof Refusal ? error.reason : "unsupported", claims };
  }
}

/** Step 4, by the browser; only the numbers of the key are given to it. */
async function isSignedBy({ kty, crv, x, y }, { signature, signingInput }) {
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const key = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, curve, false, ["verify"]);
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, signingInput);
}

/** Identifiers of the title and sentences of a verdict. */
function words(reason) {
  if (!reason) return ["verify.good.title", "verify.good.text", "verify.good.left"];
  const why = `verify.reason.${reason}`;
  // Where nothing was pasted, nothing was refused.
  if (reason === "absent") return [why];
  return reason === "expired" ? ["verify.late.title", why] : ["verify.bad.title", why, "verify.bad.text"];
}

/** What the verdict says, above what was attested. */
function summary(reason = "") {
  const [title, ...lines] = words(reason).map((id) => say(id));
  const heading = make("h2", { tabindex: "-1" }, title);
  const attributes = { class: `verdict ${reason ? "bad" : "good"}`, "data-reason": reason };
  return make("div", attributes, heading, ...lines.map((line) => make("p", {}, line)));
}

/** What the attestation says of itself. */
function facts({ iss, aud, jti, iat, exp, form, origin, consent }) {
  const agreed = { date: momentOf(consent?.time), version: consent?.version ?? "" };
  const lines = [
    ["issuer", iss], ["audience", aud], ["form", say("verify.form.value", form)], ["origin", origin],
    ["signed", momentOf(iat)], ["until", momentOf(exp)], ["consent", say("verify.consent.value", agreed)], ["number", jti],
  ];
  return make("dl", { class: "facts" }, ...lines.flatMap(([name, value]) => [
    make("dt", {}, say(`verify.${name}`)),
    make("dd", { "data-fact": name }, String(value ?? "")),
  ]));
}

/** The attested values, each beside what the agent's file says of it. */
function values(data) {
  const columns = ["info2.list.col1", "verify.value", "info2.list.col2", "verify.file"].map((id) => say(id));
  const head = make("tr", {}, ...columns.map((column) => make("th", { scope: "col" }, column)));
  const rows = Object.entries(data).map(([path, attested]) => row(columns, path, attested));
  const caption = make("caption", {}, say("verify.values"));
  const table = make("table", { class: "values" }, caption, make("thead", {}, head), make("tbody", {}, ...rows));
  return [make("p", {}, say("verify.compare")), table];
}

function row(columns, path, attested) {
  const { value, label, source, time } = attested;
  const name = nameOf(path);
  const provider = TEXTS[`provider.${source}.name`] ?? String(source ?? "");
  const cells = [
    [name, make("code", {}, ...path.split(/(?<=[._])/).flatMap((part) => [part, make("wbr")]))],
    [make("span", { class: "value" }, written(value)), ...(label ? [make("span", {}, label)] : [])],
    [provider, make("span", { class: "muted" }, say("verify.time", { date: dayOf(time) }))],
    comparison(name, attested),
  ];
  const cell = (content, at) => make("td", { "data-column": columns[at] }, make("div", {}, ...content));
  return make("tr", { "data-path": path }, ...cells.map(cell));
}

/** The label of a path, with its number where it is of a row of a list: `enfants[0].prenoms`. */
function nameOf(path) {
  const label = TEXTS[`field.${path.replace(/\[\d+\]/, "")}`] ?? path;
  const [, number] = /\[(\d+)\]/.exec(path) ?? [];
  return number === undefined ? label : `${label} (${Number(number) + 1})`;
}

const written = (value) => (typeof value === "boolean" ? say(value ? "common.yes" : "common.no") : String(value));

/** A field to type what the file says, and what that is worth. */
function comparison(name, attested) {
  const label = say("verify.file.label", { champ: name });
  const attributes = { type: "text", "aria-label": label, spellcheck: "false", autocomplete: "off", autocapitalize: "off" };
  const input = make("input", attributes);
  const verdict = make("output", {});
  input.addEventListener("input", () => {
    const is = input.value.trim() === "" ? "" : compareField(attested, input.value);
    verdict.dataset.verdict = is;
    verdict.textContent = is && say(`verify.${is}`);
  });
  return [input, verdict];
}

async function check() {
  // A text copied from a letter or a log is cut into lines; an attestation holds no space.
  const text = document.getElementById("attestation").value.replace(/\s+/g, "");
  const { reason, claims } = await judge(text);
  const shown = claims ? [facts(claims), ...values(claims.data)] : [];
  const section = document.getElementById("verdict");
  section.replaceChildren(summary(reason), ...shown);
  section.querySelector("h2").focus();
}

document.getElementById("check").addEventListener("click", check);
root.hidden = false;
