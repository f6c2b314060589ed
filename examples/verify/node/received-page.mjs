// The page that says what was received, and what each value is worth.

/** @typedef {import('./verify.mjs').Verdicts} Verdicts */

const WORDS = { verified: 'vérifié', edited: 'modifié', declared: 'déclaré' };
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * @param {Array<{ path: string, submitted: string }>} fields
 * @param {Verdicts} verdicts
 */
export function receivedPage(fields, verdicts) {
  const reason = verdicts.reason ?? '';
  return `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Demande reçue – Ville de Valbourg</title>
</head>
<body>
<main>
<h1>Votre demande est reçue</h1>
<p>${reason ? 'L’attestation n’a pas compté' : 'L’attestation a été vérifiée'} <code data-reason>${reason}</code></p>
<table>
<thead><tr><th scope="col">Donnée</th><th scope="col">Valeur</th><th scope="col">Verdict</th></tr></thead>
<tbody>
${fields.map((field) => row(field, verdicts.fields[field.path])).join('\n')}
</tbody>
</table>
</main>
</body>
</html>
`;
}

/** @param {{ path: string, submitted: string }} field @param {keyof WORDS} verdict */
function row({ path, submitted }, verdict) {
  const cells = `<th scope="row">${escapeHtml(path)}</th><td>${escapeHtml(submitted)}</td><td>${WORDS[verdict]}</td>`;
  return `<tr data-path="${escapeHtml(path)}" data-verdict="${verdict}">${cells}</tr>`;
}

/** @param {string} text */
function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[/** @type {keyof ENTITIES} */ (character)]);
}
