// What a machine can say of a page's accessibility.
import axe from "axe-core";

/** Narrowest page: 1280 px at 400 %. */
export const NARROW = 320;

/** Rules axe-core finds broken, each with the elements, as sentences. The target size is asked for too. */
export async function axeProblems(page) {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const rules = { "target-size": { enabled: true } };
    const results = await window.axe.run(document, { rules, resultTypes: ["violations"] });
    return results.violations;
  });
  const sentence = ({ id }, { target, failureSummary }) => `${id} ${target.flat()} : ${failureSummary}`;
  return violations.flatMap((violation) => violation.nodes.map((node) => sentence(violation, node)));
}

/** Widens the text as WCAG 2.2, 1.4.12 asks pages to bear it. */
export function spaceText(page) {
  return page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
      p { margin-bottom: 2em !important; }`);
    const roots = [document, document.querySelector("une-fois")?.shadowRoot].filter(Boolean);
    for (const root of roots) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  });
}

/** Elements wider than a page of this width, when the page scrolls sideways; else nothing. */
export async function overflows(page, width) {
  const { height } = page.viewport();
  await page.setViewport({ width, height });
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const shadow = document.querySelector("une-fois")?.shadowRoot;
    const all = [document, shadow].flatMap((root) => [...(root?.querySelectorAll("*") ?? [])]);
    const wide = all.filter((it) => it.getBoundingClientRect().right > clientWidth + 1);
    return [`${scrollWidth} > ${clientWidth} : ${wide.map((it) => it.outerHTML.slice(0, 80)).slice(-3)}`];
  });
}

/** Our buttons, disclosures, labels of boxes and links in the guise of buttons that are lower than 44 px. */
export function smallTargets(page) {
  return page.evaluate(() => {
    const roots = [document, document.querySelector("une-fois")?.shadowRoot].filter(Boolean);
    const isEdge = roots.length === 1;
    const labels = roots.flatMap((root) => [...root.querySelectorAll(".box label, [part~=source], .choice")]);
    const isOurs = (it) => isEdge || it.getRootNode() !== document || it.closest(".unefois-note");
    const buttons = roots.flatMap((root) => [...root.querySelectorAll("button, summary, a.button, [part=button]")]);
    return [...buttons, ...labels]
      .filter((it) => isOurs(it) && it.checkVisibility() && it.getBoundingClientRect().height < 43.5)
      .map((it) => `${it.textContent.trim()} : ${it.getBoundingClientRect().height} px`);
  });
}
