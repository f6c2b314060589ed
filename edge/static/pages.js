// Comfort of the release page; the page works the same without it.

// The address of the callback holds a code that was used: keep it out of the history.
if (location.pathname === "/v1/callback") history.replaceState(null, "", "/v1/release");

// A decision is sent once, by a person, and never within the instant the page comes to the front: a
// click prepared by another page would land on a button the person has not read.
let frontSince = performance.now();
const toFront = () => { frontSince = performance.now(); };
addEventListener("focus", toFront);
document.addEventListener("visibilitychange", toFront);
const sent = new WeakSet();
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  const early = performance.now() - frontSince < 700;
  if (early || !event.isTrusted || document.hidden || sent.has(event.target)) {
    event.preventDefault();
    return;
  }
  sent.add(event.target);
});
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

// What must be corrected is where the person starts again.
document.querySelector(".problem[tabindex]")?.focus();

// What arrives after the page was shown is announced where a reader can hear it.
const status = document.getElementById("announce");
if (status) {
  const said = new Set(document.querySelectorAll("[data-announce]"));
  const say = () => {
    for (const element of document.querySelectorAll("[data-announce]")) {
      if (said.has(element)) continue;
      said.add(element);
      status.textContent = element.dataset.announce;
    }
  };
  new MutationObserver(say).observe(document.body, { childList: true, subtree: true });
  addEventListener("DOMContentLoaded", () => {
    const warning = document.querySelector("[data-warn-after]");
    if (!warning) return;
    setTimeout(() => { status.textContent = warning.dataset.warning; }, Number(warning.dataset.warnAfter));
  });
}
