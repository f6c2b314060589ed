import { layout } from './layout.mjs';

/** A page of the logout chain: its only form is sent by a script, or by hand where scripts are off. `form` is HTML. */
export function autoSubmitPage({ title, form }) {
  return layout({
    title,
    script: '/assets/auto-submit.js',
    main: `<h1>${title}</h1>
${form}`,
  });
}
