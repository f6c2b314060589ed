// What happens between an authorization request and its answer: FranceConnect's own pages.

import { townOf } from './clients.mjs';
import { CLAIMS_BY_SCOPE, DATA_SCOPE_NAMES } from './scopes.mjs';
import { requestError } from './authorize.mjs';
import { errorPage } from './pages/error.mjs';
import { identityChoicePage } from './pages/identity-choice.mjs';
import { informationPage } from './pages/information.mjs';
import { readForm, redirect, sendHtml } from '../http.mjs';

const ABORTED_BY_PERSON = { error: 'access_denied', error_description: 'User auth aborted' };

/** `GET /interaction/<uid>`: the choice of an identity, or the information page while a session lives. */
export async function showInteraction(context, req, res, uid) {
  const details = await findInteraction(context, req, res, uid);
  if (!details) return;
  const refusal = requestError(details.params);
  if (refusal) return finish(context, req, res, refusal);
  const { name: service } = townOf(details.params.client_id);
  const page = context.sessions.of(req)
    ? informationPage({ uid, service, scope: details.params.scope })
    : identityChoicePage({ uid, service, people: [...context.identities.values()] });
  sendHtml(res, 200, page);
}

/** `POST /interaction/<uid>/identity`, field `login`: opens a session for the chosen person. */
export async function chooseIdentity(context, req, res, uid) {
  const details = await findInteraction(context, req, res, uid);
  if (!details) return;
  const login = (await readForm(req)).get('login');
  const person = context.identities.get(login);
  if (!person) return sendHtml(res, 400, errorPage('Y600006'));
  if (person.franceconnect?.page) return sendHtml(res, 403, errorPage(person.franceconnect.page));
  if (person.franceconnect?.error) return finish(context, req, res, person.franceconnect);
  context.sessions.open(res, login);
  redirect(res, `/api/v2/interaction/${uid}`);
}

/** `POST /interaction/<uid>/continue`: grants every requested scope and resumes the authorization. */
export async function continueToService(context, req, res, uid) {
  const details = await findInteraction(context, req, res, uid);
  if (!details) return;
  const session = context.sessions.of(req);
  if (!session) return sendHtml(res, 401, errorPage('Y190001'));
  for (const effect of context.faults.take('interaction')) {
    const outcome = effect();
    return outcome.page ? sendHtml(res, 400, errorPage(outcome.page)) : finish(context, req, res, outcome);
  }
  const grantId = await grantScopes(context, session.id, details.params);
  await finish(context, req, res, {
    login: { accountId: session.id, acr: 'eidas1', amr: ['fc', 'pwd'], ts: Math.floor(Date.now() / 1000), remember: false },
    consent: { grantId },
  });
}

/** `POST /interaction/<uid>/cancel`: the person goes back to the service. */
export async function cancel(context, req, res, uid) {
  if (await findInteraction(context, req, res, uid)) await finish(context, req, res, ABORTED_BY_PERSON);
}

async function findInteraction({ provider }, req, res, uid) {
  const details = await provider.interactionDetails(req, res).catch(() => undefined);
  if (details?.uid === uid) return details;
  // The cookie belongs to another request of the same browser, or to none: two tabs, or the back button.
  if (details) sendHtml(res, 400, errorPage('Y420001'));
  else sendHtml(res, 401, errorPage('Y190001'));
  return undefined;
}

async function grantScopes({ provider, faults }, accountId, { client_id: clientId, scope }) {
  const known = scope.split(' ').filter((name) => name in CLAIMS_BY_SCOPE);
  const isNarrowed = faults.take('grant').length > 0;
  const refused = isNarrowed ? known.filter((name) => DATA_SCOPE_NAMES.has(name)) : [];
  const grant = new provider.Grant({ accountId, clientId });
  grant.addOIDCScope(known.filter((name) => !refused.includes(name)).join(' '));
  grant.addOIDCClaims(['amr']);
  if (refused.length > 0) grant.rejectOIDCScope(refused.join(' '));
  return grant.save();
}

/** Records a result and sends the browser on by a path, so that it works under every name of the host. */
async function finish({ provider }, req, res, { error, error_description, login, consent }) {
  const result = error ? { error, error_description } : { login, consent };
  const returnTo = await provider.interactionResult(req, res, result, { mergeWithLastSubmission: false });
  redirect(res, new URL(returnTo).pathname);
}
