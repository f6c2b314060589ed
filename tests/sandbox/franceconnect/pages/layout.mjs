import { escapeHtml } from '../../http.mjs';

/**
 * A page of the sandbox's FranceConnect. The look is its own and says so on every page: nothing of the State's
 * marks is used, and nobody should take a screenshot of it for the real service.
 * `main` is HTML.
 */
export function layout({ title, main, script }) {
  return `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} – Bac à sable – FranceConnect</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/style.css">
${script ? `<script defer src="${script}"></script>` : ''}
</head>
<body>
<header>
<p class="name"><strong>Bac à sable</strong> – FranceConnect</p>
<p class="warning">Service d’essai. Toutes les personnes sont inventées : n’écrivez ici aucune donnée réelle.</p>
</header>
<main>
${spaced(main)}
</main>
</body>
</html>
`;
}

/** French keeps a no-break space before its double punctuation and inside its quotation marks. Tags are left alone. */
function spaced(html) {
  return html.replace(/>[^<]+/g, (text) => text.replace(/ ([?!:;»])/g, '\u00a0$1').replaceAll('« ', '«\u00a0'));
}
