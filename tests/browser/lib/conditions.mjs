// A page under the settings people choose for themselves: larger text, their own colours, no movement.

/** Twice the text, as a browser's own setting makes it: everything follows the root. */
export function enlargeText(page) {
  return addStyle(page, "html { font-size: 200% !important }");
}

/** The colours of the person's system instead of ours. */
export async function forceColours(page) {
  const session = await page.createCDPSession();
  await session.send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value: "active" }] });
}

/** No movement. */
export function reduceMotion(page) {
  return page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
}

async function addStyle(page, text) {
  await page.evaluate((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }, text);
}

/** Lines of our text that are cut off, or that lie on one another. */
export function illegible(page) {
  return page.evaluate(() => {
    const shadow = document.querySelector("une-fois")?.shadowRoot;
    const roots = shadow ? [shadow, ...document.querySelectorAll(".unefois-note")] : [document.body];
    // What only a reader is given is clipped away.
    const isForEyes = (it) => !it || (getComputedStyle(it).clipPath === "none" && isForEyes(it.parentElement));
    const found = [];
    const lines = [];
    for (const root of roots) {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const { currentNode: node } = walker;
        const parent = node.parentElement;
        if (!node.data.trim() || !parent.checkVisibility() || parent.matches("option") || !isForEyes(parent)) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const { left, right, top, bottom } of range.getClientRects()) {
          if (right - left > 2) lines.push({ left, right, top, bottom, text: node.data.trim().slice(0, 40) });
        }
        const box = parent.getBoundingClientRect();
        const isCut = getComputedStyle(parent).overflow !== "visible" && parent.scrollWidth > box.width + 1;
        if (isCut) found.push(`cut: ${node.data.trim()}`);
      }
    }
    for (const [index, one] of lines.entries()) {
      for (const other of lines.slice(index + 1)) {
        const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        const lowest = Math.min(one.bottom - one.top, other.bottom - other.top);
        if (wide > 2 && high > lowest / 3) found.push(`"${one.text}" on "${other.text}"`);
      }
    }
    return found;
  });
}

/** Our controls that lose their border or the mark of the focus, which is all that is left without our colours. */
export function borderless(page) {
  return page.evaluate(() => {
    const shadow = document.querySelector("une-fois")?.shadowRoot;
    const selector = "button:not(.link), a.button, [part=button], [part~=action], [type=text], [part~=source]";
    const controls = [...(shadow ?? document).querySelectorAll(selector)].filter((it) => it.checkVisibility());
    const isSeen = (colour, ground) => !/^rgba\(.*, 0\)$/.test(colour) && colour !== ground;
    return controls.flatMap((control) => {
      const { borderTopStyle, borderTopWidth, borderTopColor } = getComputedStyle(control);
      const ground = getComputedStyle(document.documentElement).backgroundColor;
      const lacks = [];
      if (borderTopStyle === "none" || borderTopWidth === "0px" || !isSeen(borderTopColor, ground)) lacks.push("border");
      const target = control.querySelector("input") ?? control;
      target.blur();
      target.focus({ focusVisible: true });
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(target);
      if (outlineStyle === "none" || outlineWidth === "0px" || !isSeen(outlineColor, ground)) lacks.push("focus");
      return lacks.map((what) => `${what}: ${control.textContent.trim()} ${borderTopStyle} ${borderTopColor} on ${ground}`);
    });
  });
}

/** What still moves. */
export function moving(page) {
  return page.evaluate(() => {
    const roots = [document, document.querySelector("une-fois")?.shadowRoot].filter(Boolean);
    const running = roots.flatMap((root) => root.getAnimations()).filter(({ playState }) => playState === "running");
    return running.map(({ effect }) => effect.target.outerHTML.slice(0, 80));
  });
}
