// Comfort of the release page; the page works the same without it. It runs as soon as it is here, while the page may
// still be on its way for as long as the slowest source.

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
const startAgain = () => document.querySelector(".problem[tabindex]")?.focus();
if (document.readyState === "complete") startAgain();
else addEventListener("load", startAgain);

// What arrives after the page was shown is announced where a reader can hear it. The page may be here whole, in part
// or not at all: everything is looked for again whenever something arrives.
const seen = new WeakSet();
const arrived = (selector) => [...document.querySelectorAll(selector)].filter((it) => !seen.has(it) && seen.add(it));
const say = (text) => {
  const status = document.getElementById("announce");
  if (status) status.textContent = text;
};
const look = (isNews) => {
  const legends = new Set(arrived(".wait ~ [data-announce]").map((it) => it.dataset.announce));
  if (isNews && legends.size > 0) say([...legends].join(". "));
  for (const warning of arrived("[data-warn-after]")) {
    // It comes with the two buttons of the form: nobody has read them yet.
    toFront();
    setTimeout(() => say(warning.dataset.warning), Number(warning.dataset.warnAfter));
  }
};
look(false);
new MutationObserver(() => look(true)).observe(document, { childList: true, subtree: true });
