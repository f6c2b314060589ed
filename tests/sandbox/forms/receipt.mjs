import { escapeHtml } from '../http.mjs';

const ATTESTATION_SHOWN_CHARS = 60;

/** The town's receipt: every field that arrived, in order. Empty ones are said to be empty. */
export function receiptPage({ name, fields, stylesheet, icon }) {
  return `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Demande reçue – Ville de Valbourg</title>
${icon ? `<link rel="icon" href="${icon}">` : ''}
${stylesheet ? `<link rel="stylesheet" href="${stylesheet}">` : ''}
</head>
<body class="recu">
<header class="bandeau"><p class="ville">Ville de Valbourg</p></header>
<main>
<h1>Votre demande est reçue</h1>
<p>Voici ce qui est arrivé sur le serveur de la ville.</p>
<table>
<caption>${fields.length} champs reçus</caption>
<thead><tr><th scope="col">Champ</th><th scope="col">Valeur</th></tr></thead>
<tbody>
${fields.map(row).join('\n')}
</tbody>
</table>
<p><a href="/${escapeHtml(name)}/">Revenir au formulaire</a></p>
</main>
</body>
</html>
`;
}

function row([name, value]) {
  const isLong = name === 'unefois_attestation' && value.length > ATTESTATION_SHOWN_CHARS;
  const shown = isLong ? `${value.slice(0, ATTESTATION_SHOWN_CHARS)}… (${value.length} caractères)` : value;
  const content = shown === '' ? '<em>vide</em>' : escapeHtml(shown);
  return `<tr><th scope="row"><code>${escapeHtml(name)}</code></th><td data-champ="${escapeHtml(name)}">${content}</td></tr>`;
}
