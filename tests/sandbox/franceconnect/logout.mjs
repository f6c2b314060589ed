import { randomBytes } from 'node:crypto';
import { autoSubmitPage } from './pages/auto-submit.mjs';
import { errorPage } from './pages/error.mjs';
import { layout } from './pages/layout.mjs';
import { redirect, requestUrl, sendHtml } from '../http.mjs';

const ALLOWED = new Set(['id_token_hint', 'post_logout_redirect_uri', 'state', 'client_id', 'logout_hint', 'ui_locales']);

/** Where the identity provider of the sandbox ends its own session. */
export const IDENTITY_PROVIDER_LOGOUT = '/bac-a-sable/idp/session/end';

/**
 * The logout chain: `/session/end` → identity provider → `/client/logout-callback` → `/session/end/confirm` →
 * the service. Each step is a navigation; the pages between them send themselves.
 */
export class Logout {
  #pendingForms = new Map();

  /** The code of the page that refuses a logout request, or `undefined`. */
  refusal(params, session) {
    const names = [...params.keys()];
    if (names.some((name) => !ALLOWED.has(name)) || !params.get('id_token_hint')) return 'Y030007';
    return session ? undefined : 'Y100019';
  }

  /** Provider hook: keeps its confirmation form aside and goes through the identity provider first. */
  renderSource = (ctx, form) => {
    const state = randomBytes(16).toString('hex');
    this.#pendingForms.set(state, form);
    ctx.body = autoSubmitPage({
      title: 'Déconnexion du fournisseur d’identité',
      form: `<form method="get" action="${IDENTITY_PROVIDER_LOGOUT}">
<input type="hidden" name="state" value="${state}"><button>Continuer</button></form>`,
    });
  };

  /** Provider hook: the end of a logout that names no return address. */
  renderSuccess = (ctx) => {
    ctx.body = layout({
      title: 'Vous êtes déconnecté',
      main: '<h1>Vous êtes déconnecté</h1><p>Vous pouvez fermer cette page.</p>',
    });
  };

  /** The identity provider's own logout: it only comes back. */
  leaveIdentityProvider(req, res) {
    const state = requestUrl(req).searchParams.get('state') ?? '';
    redirect(res, `/api/v2/client/logout-callback?state=${encodeURIComponent(state)}`);
  }

  /** `GET /client/logout-callback`: ends FranceConnect's session and sends the provider's confirmation. */
  comeBack({ sessions }, req, res) {
    const state = requestUrl(req).searchParams.get('state') ?? '';
    const form = this.#pendingForms.get(state);
    if (!form) return sendHtml(res, 400, errorPage('Y420001'));
    this.#pendingForms.delete(state);
    sessions.end(req, res);
    return sendHtml(res, 200, autoSubmitPage({ title: 'Déconnexion de FranceConnect', form: withConfirmation(form) }));
  }
}

function withConfirmation(form) {
  const confirmation = '<input type="hidden" name="logout" value="yes"><button>Continuer</button>';
  return form.replace('</form>', `${confirmation}</form>`);
}
