import assert from 'node:assert/strict';
import { after, before, mock, test } from 'node:test';
import { startTestSandbox, Visitor } from './support.mjs';

let sandbox;
before(async () => {
  sandbox = await startTestSandbox();
});
after(() => sandbox.stop());

async function codeOf(visitor, options) {
  return (await visitor.signIn(options)).get('code');
}

/** Runs with a clock that only moves when told to. */
async function withClock(run) {
  mock.timers.enable({ apis: ['Date'], now: Date.now() });
  try {
    await run((secs) => mock.timers.tick(secs * 1000));
  } finally {
    mock.timers.reset();
  }
}

test('token_answer_has_the_five_members_and_a_43_character_token', async () => {
  const tokens = await new Visitor(sandbox).tokens();
  assert.deepEqual(Object.keys(tokens).sort(), ['access_token', 'expires_in', 'id_token', 'scope', 'token_type']);
  assert.equal(tokens.access_token.length, 43);
  assert.equal(tokens.expires_in, 60);
  assert.equal(tokens.token_type, 'Bearer');
});

for (const client of ['es256', 'rs256']) {
  test(`id_token_of_the_${client}_client_has_the_documented_claims_and_no_identity`, async () => {
    const visitor = new Visitor(sandbox, { client });
    const { id_token } = await visitor.tokens();
    const { payload, protectedHeader } = await visitor.verify(id_token);
    assert.deepEqual(Object.keys(protectedHeader).sort(), ['alg', 'kid']);
    assert.equal(protectedHeader.kid, `pkcs11:${client.toUpperCase()}:hsm`);
    assert.deepEqual(Object.keys(payload).sort(), ['acr', 'aud', 'auth_time', 'exp', 'iat', 'iss', 'nonce', 'sub']);
    assert.equal(payload.exp - payload.iat, 60);
    assert.equal(payload.nonce, visitor.nonce);
    assert.match(payload.sub, /^[0-9a-f]{64}v1$/);
  });
}

test('userinfo_of_a_signed_client_is_a_jwt_with_the_same_sub', async () => {
  const visitor = new Visitor(sandbox);
  const { access_token, id_token } = await visitor.tokens();
  const response = await visitor.userinfo(access_token);
  assert.match(response.headers.get('content-type'), /^application\/jwt/);
  const { payload } = await visitor.verify(await response.text());
  assert.equal(payload.sub, (await visitor.verify(id_token)).payload.sub);
  assert.equal(payload.family_name, 'LEFÈVRE');
  assert.equal('cnaf_quotient_familial' in payload, false);
});

test('userinfo_of_the_unsigned_client_is_json', async () => {
  const visitor = new Visitor(sandbox, { client: 'json' });
  const { access_token } = await visitor.tokens();
  const response = await visitor.userinfo(access_token);
  assert.match(response.headers.get('content-type'), /^application\/json/);
  assert.equal((await response.json()).family_name, 'LEFÈVRE');
});

test('userinfo_gives_only_the_claims_of_the_asked_scopes', async () => {
  const visitor = new Visitor(sandbox);
  const { access_token } = await visitor.tokens({ changes: { scope: 'openid identite_pivot' } });
  const claims = await visitor.claims(access_token);
  assert.equal(claims.birthplace, '69123');
  assert.equal('preferred_username' in claims, false);
  assert.equal('email' in claims, false);
});

const CLAIMS = {
  amadou: { birthdate: '1979-01-01', idp_birthdate: '1979-00-00', birthplace: '', birthcountry: '99335', preferred_username: undefined },
  'thi-ngoc': { birthdate: '1984-06-01', idp_birthdate: '1984-06-00', given_name: 'Thi Ngoc', given_name_array: ['Thi Ngoc'] },
  jeanne: { preferred_username: '' },
  heimana: { birthplace: '98735', birthcountry: '99100' },
  claude: { gender: 'unspecified' },
};

for (const [login, expected] of Object.entries(CLAIMS)) {
  test(`claims_of_${login}_keep_what_is_awkward`, async () => {
    const visitor = new Visitor(sandbox);
    const { access_token } = await visitor.tokens({ login, changes: { scope: 'openid identite_pivot preferred_username idp_birthdate' } });
    const claims = await visitor.claims(access_token);
    for (const [name, value] of Object.entries(expected)) assert.deepEqual(claims[name], value, name);
  });
}

test('sub_of_two_homonyms_differs_and_is_the_same_for_the_clients_of_one_town_only', async () => {
  const subOf = async (login, client) => {
    const visitor = new Visitor(sandbox, { client });
    return (await visitor.claims((await visitor.tokens({ login })).access_token)).sub;
  };
  assert.notEqual(await subOf('paul-nantes'), await subOf('paul-rennes'));
  assert.equal(await subOf('paul-nantes', 'es256'), await subOf('paul-nantes', 'rs256'));
  assert.notEqual(await subOf('paul-nantes', 'es256'), await subOf('paul-nantes', 'sainte-aure'));
});

/** A token error must have its status, its word and its code. */
async function tokenError(response, status, error, code) {
  assert.equal(response.status, status);
  const body = await response.json();
  assert.deepEqual(Object.keys(body), ['error', 'error_description', 'error_uri']);
  assert.equal(body.error, error);
  assert.match(body.error_uri, new RegExp(`code=${code}&id=`));
}

test('rejects_token_request_when_secret_is_wrong', async () => {
  const visitor = new Visitor(sandbox);
  const response = await visitor.exchange(await codeOf(visitor), { client_secret: 'wrong' });
  await tokenError(response, 401, 'invalid_client', 'Y0434A7B');
});

test('rejects_token_request_when_client_is_unknown', async () => {
  await tokenError(await new Visitor(sandbox).exchange('x', { client_id: 'nobody' }), 401, 'invalid_client', 'Y0479FCE');
});

test('rejects_token_request_when_code_is_missing', async () => {
  const visitor = new Visitor(sandbox);
  const form = { grant_type: 'authorization_code', redirect_uri: 'http://unefois.localhost:8787/v1/callback', ...visitor.client };
  const response = await fetch(`${visitor.base}/token`, { method: 'POST', body: new URLSearchParams(form) });
  await tokenError(response, 400, 'invalid_request', 'Y048017B');
});

test('rejects_token_request_when_code_is_unknown', async () => {
  await tokenError(await new Visitor(sandbox).exchange('x'.repeat(43)), 400, 'invalid_grant', 'Y049E20B');
});

test('rejects_token_request_when_redirect_uri_differs', async () => {
  const visitor = new Visitor(sandbox);
  const response = await visitor.exchange(await codeOf(visitor), { redirect_uri: 'http://unefois.localhost:8787/v1/other' });
  await tokenError(response, 400, 'invalid_grant', 'Y04F8199');
});

test('rejects_token_request_from_a_browser_origin', async () => {
  const visitor = new Visitor(sandbox);
  const response = await visitor.exchange(await codeOf(visitor), {}, { origin: 'http://ville.localhost:8790' });
  assert.equal(response.status, 400);
});

test('rejects_code_used_twice_and_revokes_its_access_token', async () => {
  const visitor = new Visitor(sandbox);
  const code = await codeOf(visitor);
  const { access_token } = await (await visitor.exchange(code)).json();
  assert.equal((await visitor.userinfo(access_token)).status, 200);
  await tokenError(await visitor.exchange(code), 400, 'invalid_grant', 'Y0416228');
  await tokenError(await visitor.userinfo(access_token), 401, 'invalid_token', 'Y040001');
});

test('rejects_code_after_30_seconds', () =>
  withClock(async (pass) => {
    const visitor = new Visitor(sandbox);
    const code = await codeOf(visitor);
    pass(31);
    const response = await visitor.exchange(code);
    assert.equal(response.status, 400);
    assert.equal((await response.json()).error, 'invalid_grant');
  }));

test('rejects_access_token_after_60_seconds', () =>
  withClock(async (pass) => {
    const visitor = new Visitor(sandbox);
    const { access_token } = await visitor.tokens();
    assert.equal((await visitor.quotient(access_token)).status, 200);
    pass(61);
    assert.equal((await visitor.userinfo(access_token)).status, 401);
    assert.equal((await (await visitor.quotient(access_token)).json()).errors[0].code, '50002');
  }));

test('franceconnect_session_ends_after_30_idle_minutes', () =>
  withClock(async (pass) => {
    const visitor = new Visitor(sandbox);
    await visitor.signIn();
    pass(29 * 60);
    assert.match(await (await visitor.go(await visitor.begin())).text(), /id="continuer"/);
    pass(31 * 60);
    assert.match(await (await visitor.go(await visitor.begin())).text(), /identite-camille/);
  }));

test('rejects_userinfo_without_token', async () => {
  await tokenError(await new Visitor(sandbox).userinfo(), 401, 'invalid_token', 'Y04146A2');
});

test('rejects_userinfo_by_post', async () => {
  const visitor = new Visitor(sandbox);
  const { access_token } = await visitor.tokens();
  const response = await fetch(`${visitor.base}/userinfo`, { method: 'POST', headers: { authorization: `Bearer ${access_token}` } });
  assert.equal(response.status, 404);
});

test('revocation_of_an_access_token_kills_it', async () => {
  const visitor = new Visitor(sandbox);
  const { access_token } = await visitor.tokens();
  const form = new URLSearchParams({ token: access_token, ...visitor.client });
  assert.equal((await fetch(`${visitor.base}/token/revocation`, { method: 'POST', body: form })).status, 200);
  assert.equal((await visitor.userinfo(access_token)).status, 401);
});

test('jwks_holds_both_keys_and_may_be_kept_ten_minutes', async () => {
  const response = await fetch(`${sandbox.franceconnectBase}/jwks`);
  assert.equal(response.headers.get('cache-control'), 'public, max-age=600');
  const { keys } = await response.json();
  assert.deepEqual(keys.map(({ kid }) => kid), ['pkcs11:ES256:hsm', 'pkcs11:RS256:hsm']);
  assert.ok(keys.every((key) => !('d' in key)));
});

test('discovery_names_the_issuer_a_browser_sees', async () => {
  const discovery = await (await fetch(`${sandbox.franceconnectBase}/.well-known/openid-configuration`)).json();
  assert.equal(discovery.issuer, sandbox.issuer);
  assert.equal(discovery.authorization_endpoint, `${sandbox.issuer}/authorize`);
  assert.equal(discovery.end_session_endpoint, `${sandbox.issuer}/session/end`);
  assert.equal(discovery.authorization_response_iss_parameter_supported, true);
});
