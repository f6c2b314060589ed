// Pages of the wrappers, each bundled into one script as an editor's build would.
import { join } from "node:path";
import { buildSync } from "esbuild";
import { HERE, install } from "./installed.mjs";

const PAGES = {
  react: `
    import { createElement, useState } from "react";
    import { createRoot } from "react-dom/client";
    import { UneFois } from "unefois/react";
    function Page({ edge, demarche }) {
      const [said, setSaid] = useState([]);
      const hear = ({ type, detail }) => setSaid((before) => [...before, type + " " + detail.demarche]);
      const intro = createElement("p", { slot: "intro" }, "intro");
      return [
        createElement(UneFois, { key: 1, edge, demarche, headingLevel: 3, headless: false, onReady: hear, onLeaving: hear, onFilled: hear, ref: (it) => (window.held = it) }, intro),
        createElement("output", { key: 2 }, said.join(", ")),
      ];
    }
    createRoot(document.querySelector("#racine")).render(createElement(Page, window.settings));`,
  vue: `
    import { createApp, h, ref } from "vue";
    import { UneFois } from "unefois/vue";
    const Page = {
      setup() {
        const said = ref([]);
        const hear = ({ type, detail }) => said.value.push(type + " " + detail.demarche);
        return () => [
          h(UneFois, { ...window.settings, headingLevel: 3, headless: false, onReady: hear, onLeaving: hear, onFilled: hear, ref: (it) => (window.held = it?.$el) }, () => h("p", { slot: "intro" }, "intro")),
          h("output", said.value.join(", ")),
        ];
      },
    };
    createApp(Page).mount("#racine");`,
};

/** Frameworks that have a wrapper. */
export const FRAMEWORKS = Object.keys(PAGES);

/** The script of the page of a framework. */
export function bundle(framework) {
  install();
  const { outputFiles } = buildSync({
    stdin: { contents: PAGES[framework], resolveDir: join(HERE), loader: "js" },
    bundle: true,
    write: false,
    format: "iife",
    minify: true,
    define: { "process.env.NODE_ENV": '"production"', __VUE_OPTIONS_API__: "false", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false" },
    target: "es2020",
  });
  return outputFiles[0].text;
}
