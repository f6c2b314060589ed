import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeySet, MemorySeen, NO_NONCE, verify } from '../verify.mjs';
import { AUDIENCE, FORMS, ISSUER, claims, keyServer, makeKey } from './support.mjs';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const FIRST = await makeKey('first');
const SECOND = await makeKey('second');

/** Keys read from `server` by a clock that stands where `clock.now` says. */
function open(server) {
  const clock = { now: 0 };
  const keys = new KeySet(ISSUER, { fetch: server.fetch, now: () => clock.now });
  return { clock, keys };
}

const rejectsWith = (promise, reason) => assert.rejects(promise, { name: 'Refusal', reason });

test('keys_are_asked_once_a_day', async () => {
  const server = keyServer(FIRST.jwk);
  const { clock, keys } = open(server);
  for (clock.now of [0, 1, DAY - 1]) assert.equal((await keys.find('first')).kid, 'first');
  assert.equal(server.asked, 1);
  clock.now = DAY;
  await keys.find('first');
  assert.equal(server.asked, 2);
});

test('new_key_is_found_by_one_refresh_and_the_former_one_stays_while_published', async () => {
  const server = keyServer(FIRST.jwk);
  const { clock, keys } = open(server);
  await keys.find('first');
  server.keys = [SECOND.jwk, FIRST.jwk];
  clock.now = MINUTE;
  assert.equal((await keys.find('second')).kid, 'second');
  assert.equal((await keys.find('first')).kid, 'first');
  assert.equal(server.asked, 2);
});

test('rejects_key_that_was_taken_away_once_keys_are_read_again', async () => {
  const server = keyServer(FIRST.jwk);
  const { clock, keys } = open(server);
  await keys.find('first');
  server.keys = [SECOND.jwk];
  clock.now = MINUTE;
  await keys.find('second');
  await rejectsWith(keys.find('first'), 'unknown_key');
});

test('rejects_unknown_keys_asking_once_a_minute_at_most', async () => {
  const server = keyServer(FIRST.jwk);
  const { clock, keys } = open(server);
  for (clock.now of [0, 1, MINUTE - 1]) await rejectsWith(keys.find('unknown'), 'unknown_key');
  assert.equal(server.asked, 1);
  clock.now = MINUTE;
  for (const kid of ['unknown', 'other', 'third']) await rejectsWith(keys.find(kid), 'unknown_key');
  assert.equal(server.asked, 2);
});

test('forms_that_come_together_wait_for_one_answer', async () => {
  const server = keyServer(FIRST.jwk);
  const { keys } = open(server);
  const found = await Promise.all(Array.from({ length: 20 }, () => keys.find('first')));
  assert.equal(found.length, 20);
  assert.equal(server.asked, 1);
});

test('keys_less_than_a_day_old_serve_during_an_outage', async () => {
  const server = keyServer(FIRST.jwk);
  const { clock, keys } = open(server);
  await keys.find('first');
  server.keys = undefined;
  clock.now = MINUTE;
  await rejectsWith(keys.find('unknown'), 'unknown_key');
  clock.now = DAY - 1;
  assert.equal((await keys.find('first')).kid, 'first');
});

test('rejects_as_unavailable_after_a_day_of_outage_and_believes_again_when_it_ends', async () => {
  const server = keyServer(FIRST.jwk);
  const { clock, keys } = open(server);
  await keys.find('first');
  server.keys = undefined;
  clock.now = DAY;
  for (let time = 0; time < 3; time += 1) await rejectsWith(keys.find('first'), 'keys_unavailable');
  assert.equal(server.asked, 2);
  server.keys = [FIRST.jwk];
  clock.now = DAY + MINUTE;
  assert.equal((await keys.find('first')).kid, 'first');
});

test('rejects_as_unavailable_what_is_not_a_key_set', async () => {
  for (const answer of ['', '{}', '[]', 'null', '{"keys":{}}', '{"keys":[],"x":1e400}', `{"keys":[],"x":"${'x'.repeat(70_000)}"}`]) {
    const { keys } = open({ fetch: async () => new Response(answer) });
    await rejectsWith(keys.find('first'), 'keys_unavailable');
  }
  const { keys } = open({ fetch: async () => Response.json({ keys: [FIRST.jwk] }, { status: 500 }) });
  await rejectsWith(keys.find('first'), 'keys_unavailable');
});

test('rejects_keys_of_another_kind', async () => {
  const others = [null, 'first', { ...FIRST.jwk, kty: 'RSA' }, { ...FIRST.jwk, crv: 'P-384' }, { ...FIRST.jwk, x: 1 }];
  for (const other of others) await rejectsWith(open(keyServer(other)).keys.find('first'), 'unknown_key');
});

test('rejects_address_of_keys_in_clear_on_a_network', () => {
  assert.throws(() => new KeySet('http://unefois.valbourg.example'), TypeError);
  assert.ok(new KeySet('https://unefois.valbourg.example'));
  assert.ok(new KeySet(ISSUER));
});

test('rejects_key_that_is_not_on_the_curve', async () => {
  const keys = { find: async () => ({ ...FIRST.jwk, x: FIRST.jwk.y }) };
  const attestation = await FIRST.sign(claims());
  const configuration = { issuer: ISSUER, audience: AUDIENCE, forms: FORMS, seen: new MemorySeen(), keys };
  assert.equal((await verify({ attestation, fields: [], sessionNonce: NO_NONCE }, configuration)).reason, 'unknown_key');
});

test('attestation_signed_before_a_rotation_is_verified_after_it', async () => {
  const server = keyServer(FIRST.jwk);
  const { clock, keys } = open(server);
  const configuration = { issuer: ISSUER, audience: AUDIENCE, forms: FORMS, seen: new MemorySeen(), keys };
  const before = await FIRST.sign(claims());
  server.keys = [SECOND.jwk, FIRST.jwk];
  clock.now = MINUTE;
  for (const attestation of [await SECOND.sign(claims()), before]) {
    assert.equal((await verify({ attestation, fields: [], sessionNonce: NO_NONCE }, configuration)).reason, null);
  }
});
