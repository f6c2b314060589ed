import { escapeHtml } from '../../http.mjs';
import { labelsOf } from '../scopes.mjs';
import { layout } from './layout.mjs';

/** The information page: what will be handed over, by its labels. There is nothing to untick, as in the real service. */
export function informationPage({ uid, service, scope }) {
  const base = `/api/v2/interaction/${encodeURIComponent(uid)}`;
  return layout({
    title: 'Continuer vers le service',
    main: `<h1>Continuer vers « ${escapeHtml(service)} »</h1>
<p>Vous êtes connecté. Ces informations seront transmises au service :</p>
${labelsOf(scope).map(group).join('\n')}
<div class="actions">
<form method="post" action="${base}/continue"><button class="main" id="continuer">Continuer sur ${escapeHtml(service)}</button></form>
<form method="post" action="${base}/cancel"><button class="quiet" id="annuler">Revenir au service sans rien transmettre</button></form>
</div>`,
  });
}

function group({ title, labels }) {
  return `<h2>${escapeHtml(title)}</h2>
<ul class="labels">${labels.map((label) => `<li>${escapeHtml(label)}</li>`).join('')}</ul>`;
}
