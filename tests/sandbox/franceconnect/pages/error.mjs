import { PAGES } from '../errors.mjs';
import { layout } from './layout.mjs';

/** A page that keeps the person on FranceConnect: the code is all an integrator gets. */
export function errorPage(code) {
  return layout({
    title: 'Une erreur est survenue',
    main: `<h1>Vous ne pouvez pas continuer</h1>
<p class="error">${PAGES[code] ?? PAGES.Y040000}</p>
<p>Code d’erreur : <code id="code-erreur">${code}</code></p>`,
  });
}
