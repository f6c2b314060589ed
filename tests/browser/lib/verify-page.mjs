// The edge's page that verifies an attestation, and where a real one comes from.
import { makeTrip, openForm } from "./journey.mjs";
import { stack } from "./stack.mjs";

const FIELD = "input[name=unefois_attestation]";

/**
 * The attestation a form brings after the whole way, and the address that ends the session of FranceConnect. The form is
 * that of the canteen unless named; the rest of the options are those of the trip.
 */
export async function fillForm(page, { slug = "camille", form, ...trip } = {}) {
  await openForm(page, { form });
  await makeTrip(page, slug, trip);
  const attestation = await page.$eval(FIELD, ({ value }) => value);
  return { attestation, logout: await page.$eval("une-fois >>> [part=logout] a", ({ href }) => href) };
}

/** Opens the page, in a language when one is named. */
export async function openVerification(page, lang) {
  await page.goto(`${stack().edge_origin}/v1/verify${lang ? `?lang=${lang}` : ""}`);
  await page.waitForSelector("#check", { visible: true });
}

/** Pastes a text in place of what is there, and asks what it is worth: `{reason, title, facts, values}`. */
export async function checkText(page, text) {
  await page.$eval("#verdict", (it) => it.replaceChildren());
  // Typed key by key, a long text would take seconds.
  await page.$eval("#attestation", (it, pasted) => (it.value = pasted), text);
  await page.click("#check");
  await page.waitForSelector("#verdict .verdict");
  return readVerdict(page);
}

/** Types what the file says of a path, and gives the word beside it. */
export async function compare(page, path, text) {
  const input = await page.$(`tr[data-path="${path}"] input`);
  await input.click({ count: 3 });
  await input.type(text);
  return page.$eval(`tr[data-path="${path}"] output`, (it) => it.textContent);
}

function readVerdict(page) {
  return page.$eval("#verdict", (section) => {
    const plain = (it) => it.textContent.replace(/[\u00a0\u202f]/g, " ");
    const verdict = section.querySelector(".verdict");
    const pairs = (selector, key, value) => Object.fromEntries([...section.querySelectorAll(selector)].map((it) => [key(it), value(it)]));
    return {
      reason: verdict.dataset.reason,
      title: plain(verdict.querySelector("h2")),
      facts: pairs("[data-fact]", (it) => it.dataset.fact, plain),
      values: pairs("tr[data-path]", (it) => it.dataset.path, (it) => plain(it.querySelector(".value"))),
      sources: pairs("tr[data-path]", (it) => it.dataset.path, (it) => plain(it.cells[2])),
    };
  });
}
