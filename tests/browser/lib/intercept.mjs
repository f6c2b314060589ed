// The form's page under other conditions: another policy, another language, one more field, a file that never comes.
import { stack } from "./stack.mjs";

/** Switches of a browser whose public pages may reach this machine. */
export const REACH_THIS_MACHINE = ["--disable-features=LocalNetworkAccessChecks"];

/** The panel's files, which the loader asks for. */
export const ENGINE = /\/v1\/assets\/panel-[^/]*\.(js|wasm)$/;

/** Requests whose address matches never get an answer. */
export async function block(page, pattern) {
  await onRequest(page, (request) => (pattern.test(request.url()) ? request.abort() : request.continue()));
}

/** Requests whose address matches wait for `until`, a function given the request. */
export async function hold(page, pattern, until) {
  await onRequest(page, async (request) => {
    if (pattern.test(request.url())) await until(request);
    await request.continue();
  });
}

/** Posts whose address matches get this answer instead of the edge's, which still answers the preflight. */
export async function answer(page, pattern, status, body) {
  const headers = { "access-control-allow-origin": stack().forms_origin };
  const response = { status, headers, contentType: "application/json", body: JSON.stringify(body) };
  const isAnswered = (request) => request.method() === "POST" && pattern.test(request.url());
  await onRequest(page, (request) => (isAnswered(request) ? request.respond(response) : request.continue()));
}

async function onRequest(page, answer) {
  await page.setRequestInterception(true);
  page.on("request", answer);
}

/** The form comes with the policy that `change` makes of the town's. */
export function changePolicy(page, change) {
  return changePage(page, { policy: change });
}

/**
 * The form comes with the policy and the HTML that these make of the town's. Chromium takes a page answered here for one
 * of the public network: it needs `REACH_THIS_MACHINE` to load anything from the edge.
 */
export async function changePage(page, { policy = (text) => text, html = (text) => text }) {
  const session = await page.createCDPSession();
  session.on("Fetch.requestPaused", async ({ requestId, responseStatusCode, responseHeaders }) => {
    const { body, base64Encoded } = await session.send("Fetch.getResponseBody", { requestId });
    const headers = responseHeaders.map(({ name, value }) => ({
      name,
      value: name.toLowerCase() === "content-security-policy" ? policy(value) : value,
    }));
    await session.send("Fetch.fulfillRequest", {
      requestId,
      responseCode: responseStatusCode,
      responseHeaders: headers,
      body: Buffer.from(html(Buffer.from(body, base64Encoded ? "base64" : "utf8").toString())).toString("base64"),
    });
  });
  const urlPattern = `${stack().forms_origin}/cantine/`;
  await session.send("Fetch.enable", { patterns: [{ urlPattern, requestStage: "Response" }] });
}

/**
 * Requests whose address matches a pattern get what its function gives, `{type, body}`. As with `changePolicy`, it needs
 * `REACH_THIS_MACHINE`.
 */
export async function answerAll(page, answers) {
  const session = await page.createCDPSession();
  const { forms_origin } = stack();
  const isFor = (pattern, url) => (pattern.startsWith("*") ? url.includes(pattern.replaceAll("*", "")) : url === pattern);
  session.on("Fetch.requestPaused", async ({ requestId, request }) => {
    const [, make] = Object.entries(answers).find(([pattern]) => isFor(pattern, request.url));
    const isPreflight = request.method === "OPTIONS";
    const { type, body } = isPreflight ? { type: "text/plain", body: "" } : await make();
    await session.send("Fetch.fulfillRequest", {
      requestId,
      responseCode: 200,
      responseHeaders: [
        { name: "content-type", value: type },
        { name: "access-control-allow-origin", value: forms_origin },
        { name: "access-control-allow-headers", value: "content-type" },
      ],
      body: Buffer.from(body).toString("base64"),
    });
  });
  await session.send("Fetch.enable", { patterns: Object.keys(answers).map((urlPattern) => ({ urlPattern })) });
}

/** The form in English: the attribute the town would write on its tag. */
export async function speakEnglish(page) {
  await page.evaluateOnNewDocument(() => {
    new MutationObserver((_, observer) => {
      const tag = document.querySelector("script[data-demarche], une-fois");
      if (!tag) return;
      if (tag.matches("script")) tag.dataset.lang = "en";
      else tag.lang = "en";
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
}

/** The form with one more piece of HTML at its start. */
export async function addToForm(page, html) {
  await page.evaluateOnNewDocument((added) => {
    addEventListener("DOMContentLoaded", () => document.querySelector("form")?.insertAdjacentHTML("afterbegin", added));
  }, html);
}
