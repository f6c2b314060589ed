import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { POST_LOGOUT_REDIRECT_URI, REDIRECT_URI, startTestSandbox, Visitor } from './support.mjs';

let sandbox;
before(async () => {
  sandbox = await startTestSandbox();
});
after(() => sandbox.stop());

/** The request must end on a page of FranceConnect that shows `code`, without a redirect. */
async function refused(changes, code, { client } = {}) {
  const visitor = new Visitor(sandbox, { client });
  const response = await visitor.go(visitor.authorizePath(changes));
  assert.equal(response.status, 400);
  assert.match(response.headers.get('content-type'), /^text\/html/);
  assert.equal(response.headers.get('location'), null);
  assert.match(await response.text(), new RegExp(code));
}

const REFUSED = {
  when_code_challenge_is_sent: { code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' },
  when_response_mode_is_sent: { response_mode: 'query' },
  when_login_hint_is_sent: { login_hint: 'camille' },
  when_max_age_is_sent: { max_age: '0' },
  when_nonce_is_21_characters: { nonce: 'n'.repeat(21) },
  when_nonce_is_missing: { nonce: undefined },
  when_state_is_missing: { state: undefined },
  when_state_is_empty: { state: '' },
  when_acr_values_is_missing: { acr_values: undefined },
  when_acr_values_is_65_characters: { acr_values: `eidas1 ${'x'.repeat(58)}` },
  when_prompt_is_none: { prompt: 'none' },
  when_prompt_is_empty: { prompt: '' },
  when_prompt_is_reversed: { prompt: 'consent login' },
  when_redirect_uri_is_no_url: { redirect_uri: 'callback' },
  when_claims_is_no_json: { claims: '{' },
};

for (const [situation, changes] of Object.entries(REFUSED)) {
  test(`rejects_authorize_${situation}`, () => refused(changes, 'Y030007'));
}

test('rejects_authorize_when_a_parameter_is_sent_twice', async () => {
  const visitor = new Visitor(sandbox);
  const response = await visitor.go(`${visitor.authorizePath()}&state=another`);
  assert.equal(response.status, 400);
  assert.match(await response.text(), /Y030007/);
});

test('rejects_authorize_by_post_when_code_challenge_is_sent', async () => {
  const visitor = new Visitor(sandbox);
  const { searchParams } = new URL(visitor.authorizePath({ code_challenge: 'x'.repeat(43) }), 'http://x');
  const response = await visitor.go('/api/v2/authorize', searchParams);
  assert.equal(response.status, 400);
});

test('authorize_by_post_with_a_good_request_reaches_the_interaction', async () => {
  const visitor = new Visitor(sandbox);
  const { searchParams } = new URL(visitor.authorizePath(), 'http://x');
  const response = await visitor.go('/api/v2/authorize', searchParams);
  assert.match(response.headers.get('location'), /^\/api\/v2\/interaction\//);
});

test('rejects_authorize_when_client_is_unknown', () => refused({ client_id: 'nobody' }, 'Y04EA6EF'));
test('rejects_authorize_when_redirect_uri_is_undeclared', () => refused({ redirect_uri: `${REDIRECT_URI}/` }, 'Y04C013C'));
test('rejects_authorize_when_redirect_uri_is_the_logout_one', () => refused({ redirect_uri: POST_LOGOUT_REDIRECT_URI }, 'Y04C013C'));

test('rejects_amr_claim_when_client_may_not_ask_it', () =>
  refused({ claims: '{"id_token":{"amr":{"essential":true}}}' }, 'Y100009', { client: 'json' }));

test('amr_claim_when_asked_and_allowed_is_in_the_id_token', async () => {
  const visitor = new Visitor(sandbox);
  const { id_token } = await visitor.tokens({ changes: { claims: '{"id_token":{"amr":{"essential":true}}}' } });
  assert.deepEqual((await visitor.verify(id_token)).payload.amr, ['fc', 'pwd']);
});


/** Errors the provider finds before any page is shown. */
async function comesBackAtOnce(changes, error) {
  const visitor = new Visitor(sandbox);
  const response = await visitor.go(visitor.authorizePath(changes));
  const location = new URL(response.headers.get('location'));
  const params = location.search ? location.searchParams : new URLSearchParams(location.hash.slice(1));
  assert.equal(params.get('error'), error);
}

test('rejects_scope_known_but_not_granted_with_invalid_scope', () => comesBackAtOnce({ scope: 'openid dgfip_rfr' }, 'invalid_scope'));
test('rejects_scope_without_openid_with_invalid_request', () => comesBackAtOnce({ scope: 'identite_pivot' }, 'invalid_request'));
test('rejects_response_type_token_with_unsupported_response_type', () => comesBackAtOnce({ response_type: 'token' }, 'unsupported_response_type'));

test('scope_unknown_to_franceconnect_is_dropped_in_silence', async () => {
  const visitor = new Visitor(sandbox);
  const tokens = await visitor.tokens({ changes: { scope: 'openid gender nothing_like_it' } });
  assert.equal(tokens.scope, 'openid gender');
});

for (const acr of ['eidas2', 'eidas3', 'eidas3 eidas2']) {
  test(`rejects_acr_${acr.replace(' ', '_')}_with_invalid_acr`, async () => {
    const visitor = new Visitor(sandbox);
    const callback = await visitor.resume(await visitor.go(await visitor.begin({ acr_values: acr })));
    assert.equal(callback.get('error'), 'invalid_acr');
    assert.equal(callback.get('state'), visitor.state);
  });
}

for (const acr of ['eidas3 eidas1', 'unheard_of']) {
  test(`acr_${acr.replace(' ', '_')}_collapses_to_eidas1`, async () => {
    const visitor = new Visitor(sandbox);
    const { id_token } = await visitor.tokens({ changes: { acr_values: acr } });
    assert.equal((await visitor.verify(id_token)).payload.acr, 'eidas1');
  });
}

test('rejects_idp_hint_outside_the_list_with_invalid_idp_hint', async () => {
  const visitor = new Visitor(sandbox);
  const callback = await visitor.resume(await visitor.go(await visitor.begin({ idp_hint: 'another' })));
  assert.equal(callback.get('error'), 'invalid_idp_hint');
});

test('rejects_identity_refused_by_the_registry_with_access_denied', async () => {
  const visitor = new Visitor(sandbox);
  const interaction = await visitor.begin();
  const callback = await visitor.resume(await visitor.go(`${interaction}/identity`, { login: 'lucienne' }));
  assert.equal(callback.get('error'), 'access_denied');
});

test('identity_disabled_by_its_owner_stays_on_a_page', async () => {
  const visitor = new Visitor(sandbox);
  const response = await visitor.go(`${await visitor.begin()}/identity`, { login: 'roger' });
  assert.equal(response.headers.get('location'), null);
  assert.match(await response.text(), /Y180001/);
});

for (const step of ['identity choice', 'information page']) {
  test(`cancel_on_the_${step.replace(' ', '_')}_comes_back_with_access_denied`, async () => {
    const visitor = new Visitor(sandbox);
    const interaction = await visitor.begin();
    if (step === 'information page') await visitor.go(`${interaction}/identity`, { login: 'camille' });
    const callback = await visitor.resume(await visitor.go(`${interaction}/cancel`, {}));
    assert.equal(callback.get('error'), 'access_denied');
    assert.equal(callback.get('error_description'), 'User auth aborted');
    assert.equal(callback.get('state'), visitor.state);
  });
}

test('information_page_lists_labels_of_the_asked_scopes_and_no_other', async () => {
  const visitor = new Visitor(sandbox);
  const interaction = await visitor.begin({ scope: 'openid family_name cnaf_quotient_familial' });
  await visitor.go(`${interaction}/identity`, { login: 'camille' });
  const page = await (await visitor.go(interaction)).text();
  assert.match(page, /Nom de naissance/);
  assert.match(page, /Quotient familial/);
  assert.doesNotMatch(page, /Adresse email|Date de naissance|Identité des enfants/);
  assert.equal(page.match(/id="continuer"/g).length, 1);
  assert.doesNotMatch(page, /checkbox/);
});

test('second_authorize_within_30_minutes_skips_the_choice_of_identity', async () => {
  const visitor = new Visitor(sandbox);
  await visitor.signIn({ login: 'yanis' });
  const page = await (await visitor.go(await visitor.begin())).text();
  assert.match(page, /id="continuer"/);
  assert.doesNotMatch(page, /identite-camille/);
  const { access_token } = await visitor.tokens();
  assert.equal((await visitor.claims(access_token)).family_name, 'BELKACEMI');
});

test('somebody_else_after_the_session_was_lost_comes_back_as_themselves', async () => {
  const visitor = new Visitor(sandbox);
  await visitor.signIn({ login: 'yanis' });
  visitor.cookies.delete('fc_session_id');
  const { access_token } = await visitor.tokens({ login: 'thomas' });
  assert.equal((await visitor.claims(access_token)).family_name, 'GARNIER');
});

test('first_tab_after_a_second_one_began_is_an_abnormal_navigation', async () => {
  const visitor = new Visitor(sandbox);
  const first = await visitor.begin();
  await visitor.begin();
  assert.match(await (await visitor.go(first)).text(), /Y420001/);
});

test('interaction_without_cookie_says_the_session_expired', async () => {
  const interaction = await new Visitor(sandbox).begin();
  const response = await new Visitor(sandbox).go(interaction);
  assert.equal(response.status, 401);
  assert.match(await response.text(), /Y190001/);
});

test('every_page_forbids_frames_popups_and_referrers', async () => {
  const visitor = new Visitor(sandbox);
  for (const path of [await visitor.begin(), '/api/v2/authorize', '/nowhere']) {
    const { headers } = await visitor.go(path);
    assert.match(headers.get('content-security-policy'), /frame-ancestors 'self'/);
    assert.doesNotMatch(headers.get('content-security-policy'), /form-action/);
    assert.equal(headers.get('x-frame-options'), 'SAMEORIGIN');
    assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin');
    assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin');
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
  }
});

test('cookies_are_secure_lax_and_hidden_from_scripts', async () => {
  const visitor = new Visitor(sandbox);
  const cookies = (await visitor.go(visitor.authorizePath())).headers.getSetCookie();
  assert.ok(cookies.length > 0);
  for (const cookie of cookies) assert.match(cookie, /secure; httponly/i);
  for (const cookie of cookies) assert.match(cookie, /samesite=lax/i);
});
