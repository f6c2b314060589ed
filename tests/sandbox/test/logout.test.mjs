import assert from 'node:assert/strict';
import { after, before, mock, test } from 'node:test';
import { POST_LOGOUT_REDIRECT_URI, startTestSandbox, Visitor } from './support.mjs';

let sandbox;
before(async () => {
  sandbox = await startTestSandbox();
});
after(() => sandbox.stop());

async function signedIn() {
  const visitor = new Visitor(sandbox);
  const { id_token } = await visitor.tokens();
  return { visitor, id_token };
}

function logoutPath(params) {
  return `/api/v2/session/end?${new URLSearchParams(params)}`;
}

/** Sends the only form of a page, as its script would. */
async function submit(visitor, response) {
  const page = await response.text();
  const [, method, action] = /<form[^>]*method="(\w+)" action="([^"]+)"/.exec(page);
  const fields = Object.fromEntries([...page.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]));
  const path = new URL(action, visitor.base);
  return method === 'post' ? visitor.go(path.pathname, fields) : visitor.go(`${path.pathname}?${new URLSearchParams(fields)}`);
}

async function logOut(visitor, params) {
  const atIdentityProvider = await submit(visitor, await visitor.go(logoutPath(params)));
  const back = await visitor.go(atIdentityProvider.headers.get('location'));
  return submit(visitor, back);
}

test('logout_with_a_hint_goes_through_the_chain_and_returns_the_state', async () => {
  const { visitor, id_token } = await signedIn();
  const last = await logOut(visitor, { id_token_hint: id_token, post_logout_redirect_uri: POST_LOGOUT_REDIRECT_URI, state: 'état+1' });
  assert.equal(last.status, 303);
  const location = new URL(last.headers.get('location'));
  assert.equal(`${location.origin}${location.pathname}`, POST_LOGOUT_REDIRECT_URI);
  assert.equal(location.searchParams.get('state'), 'état+1');
  assert.match(await (await visitor.go(await visitor.begin())).text(), /identite-camille/);
});

test('logout_with_an_expired_hint_is_accepted', async () => {
  mock.timers.enable({ apis: ['Date'], now: Date.now() });
  try {
    const { visitor, id_token } = await signedIn();
    mock.timers.tick(10 * 60 * 1000);
    const last = await logOut(visitor, { id_token_hint: id_token, post_logout_redirect_uri: POST_LOGOUT_REDIRECT_URI });
    assert.equal(last.headers.get('location'), POST_LOGOUT_REDIRECT_URI);
  } finally {
    mock.timers.reset();
  }
});

test('logout_without_return_address_ends_on_a_page', async () => {
  const { visitor, id_token } = await signedIn();
  const last = await logOut(visitor, { id_token_hint: id_token });
  const page = await (await visitor.go(new URL(last.headers.get('location')).pathname)).text();
  assert.match(page, /Vous êtes déconnecté/);
});

/** A logout request must end on a page of FranceConnect. */
async function refused(change, code) {
  const { visitor, id_token } = await signedIn();
  const params = { id_token_hint: id_token, post_logout_redirect_uri: POST_LOGOUT_REDIRECT_URI, state: 's' };
  change(params, visitor);
  const response = await visitor.go(logoutPath(params));
  assert.equal(response.status, 400);
  assert.equal(response.headers.get('location'), null);
  assert.match(await response.text(), code);
}

test('rejects_logout_without_hint', () => refused((params) => delete params.id_token_hint, /Y030007/));
test('rejects_logout_with_an_unknown_parameter', () => refused((params) => Object.assign(params, { sid: '1' }), /Y030007/));
test('rejects_logout_to_an_undeclared_address', () =>
  refused((params) => Object.assign(params, { post_logout_redirect_uri: `${POST_LOGOUT_REDIRECT_URI}/` }), /Y04/));
test('rejects_logout_with_a_forged_hint', () =>
  refused((params) => Object.assign(params, { id_token_hint: `${params.id_token_hint.slice(0, -4)}AAAA` }), /Y04/));
test('rejects_logout_without_franceconnect_session', () => refused((params, visitor) => visitor.cookies.clear(), /Y100019/));
