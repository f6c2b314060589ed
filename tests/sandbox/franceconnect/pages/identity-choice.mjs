import { escapeHtml } from '../../http.mjs';
import { layout } from './layout.mjs';

/** The page that stands for the identity provider: one button a person, `#identite-<login>`, and `#annuler`. */
export function identityChoicePage({ uid, service, people }) {
  const base = `/api/v2/interaction/${encodeURIComponent(uid)}`;
  return layout({
    title: 'Choisir une identité',
    main: `<h1>Qui êtes-vous, pour cet essai ?</h1>
<p>Le service « ${escapeHtml(service)} » demande votre identité. Choisissez une des ${people.length} personnes.</p>
<form method="post" action="${base}/identity">
<ul class="people">
${people.map(card).join('\n')}
</ul>
</form>
<form method="post" action="${base}/cancel">
<button class="quiet" id="annuler">Revenir au service sans se connecter</button>
</form>`,
  });
}

function card({ login, resume, identite }) {
  const name = `${identite.given_name_array[0]} ${identite.family_name}`;
  return `<li><button id="identite-${escapeHtml(login)}" name="login" value="${escapeHtml(login)}">
<span class="person">${escapeHtml(name)}</span>
<span class="summary">${escapeHtml(resume)}</span>
<code>${escapeHtml(login)}</code>
</button></li>`;
}
