// Addresses of the running stack, as the launcher gives them.

/** Parsed once; a clear sentence when the tests are started by hand. */
export function stack() {
  const text = process.env.UNEFOIS_STACK;
  if (!text) throw new Error("UNEFOIS_STACK is not set: run these tests with `cargo xtask test`.");
  return JSON.parse(text);
}

/** Sets the named faults of the sandbox; an empty list resets it. */
export async function setFaults(...names) {
  const { sources_base } = stack();
  const url = `${sources_base}/__sandbox/faults`;
  await fetch(url, { method: "DELETE" });
  if (names.length === 0) return;
  const answer = await fetch(url, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ faults: names }),
  });
  if (!answer.ok) throw new Error(`The sandbox refused the faults: ${await answer.text()}`);
}
