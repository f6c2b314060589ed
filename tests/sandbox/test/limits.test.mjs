import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { after, afterEach, before, beforeEach, mock, test } from 'node:test';
import { leaveUnanswered } from '../http.mjs';
import { readSettings } from '../settings.mjs';
import { TOWN_TOKENS } from '../sources/town-tokens.mjs';
import { firstThrottled, RECIPIENT, startTestSandbox, Visitor } from './support.mjs';

const STATUS = '/v3/france_travail/statut/identifiant';
const SPORT = '/v3/sdh/statut_sportif/identifiant';
const LAST = '/dernieresituation/ir/assiettes/deuxans';
const HALF_A_DAY_SECS = 12 * 3600;
// A busy machine may take its time to answer; silence is told sooner.
const PATIENCE_MILLIS = 5000;
const SILENCE_MILLIS = 300;
let sandbox;
let visitor;

before(async () => {
  sandbox = await startTestSandbox();
  visitor = new Visitor(sandbox);
});
after(() => sandbox.stop());
// In the middle of a minute, by a clock that only moves when told to.
beforeEach(() => mock.timers.enable({ apis: ['Date'], now: Math.floor(Date.now() / 60_000) * 60_000 + 30_000 }));
afterEach(() => {
  mock.timers.reset();
  sandbox.faults.reset();
  sandbox.limits.reset();
});

function pass(secs) {
  mock.timers.tick(secs * 1000);
}

async function command(method, path, body) {
  const response = await fetch(`${visitor.sources}/__sandbox/${path}`, { method, body: body && JSON.stringify(body) });
  return { status: response.status, ...(await response.json()) };
}

/** The status of a call, or `silence` when nothing comes. */
async function hear(path, { token = TOWN_TOKENS.valbourg, headers = {}, method = 'GET', body, millis = PATIENCE_MILLIS, sources = visitor.sources } = {}) {
  const signal = AbortSignal.timeout(millis);
  const url = `${sources}${path}?recipient=${RECIPIENT}&identifiant=990017`;
  return fetch(url, { method, body, signal, headers: { authorization: `Bearer ${token}`, ...headers } })
    .then(({ status }) => status, ({ name }) => (name === 'TimeoutError' ? 'silence' : name));
}

async function unanswered(path, call = {}) {
  assert.equal(await hear(path, { ...call, millis: SILENCE_MILLIS }), 'silence', path);
}

/** Gives a token a 429, which asks for two seconds. */
async function throttle(token = TOWN_TOKENS.valbourg) {
  sandbox.faults.set([{ name: 'source_429', source: 'sportif', times: 1 }]);
  assert.equal(await hear(SPORT, { token }), 429);
}

test('429_that_is_ignored_is_followed_by_half_a_day_of_silence_on_every_source', async () => {
  await throttle();
  pass(1.9);
  await unanswered(SPORT);
  pass(HALF_A_DAY_SECS - 1);
  await unanswered(STATUS);
  await unanswered('/api/introspect');
  pass(1);
  assert.equal(await hear(SPORT), 200);
});

test('429_that_is_obeyed_is_followed_by_an_answer', async () => {
  await throttle();
  pass(2);
  assert.equal(await hear(SPORT), 200);
});

test('429_of_the_21st_call_of_a_second_that_is_ignored_is_followed_by_silence', async () => {
  const calls = Array.from({ length: 21 }, () => visitor.source(SPORT, TOWN_TOKENS.etroit));
  await firstThrottled(calls);
  pass(0.9);
  await unanswered(SPORT, { token: TOWN_TOKENS.etroit });
});

test('429_of_the_21st_call_of_a_second_that_is_obeyed_is_followed_by_an_answer', async () => {
  const calls = Array.from({ length: 21 }, () => visitor.source(SPORT, TOWN_TOKENS.etroit));
  await firstThrottled(calls);
  pass(1);
  assert.equal(await hear(SPORT, { token: TOWN_TOKENS.etroit }), 403);
});

test('call_that_left_before_the_429_arrived_is_no_offence', async () => {
  await throttle();
  pass(0.2);
  assert.equal(await hear(STATUS), 404);
  pass(1.8);
  assert.equal(await hear(SPORT), 200);
});

test('429_given_again_to_a_call_on_its_way_excuses_none_that_follows', async () => {
  sandbox.faults.set([{ name: 'source_429', source: 'sportif', times: 2 }]);
  assert.equal(await hear(SPORT), 429);
  pass(0.2);
  assert.equal(await hear(SPORT), 429);
  pass(0.2);
  await unanswered(SPORT);
});

test('429_without_retry_after_asks_for_no_delay_to_break', async () => {
  sandbox.faults.set([{ name: 'source_429_without_retry_after', times: 1 }]);
  assert.equal(await hear(SPORT), 429);
  pass(0.5);
  assert.equal(await hear(SPORT), 200);
});

test('introspection_is_no_source_and_breaks_no_delay', async () => {
  await throttle();
  pass(1);
  assert.equal(await hear('/api/introspect'), 200);
  pass(1);
  assert.equal(await hear(SPORT), 200);
});

test('ban_of_one_token_leaves_the_others_alone', async () => {
  await throttle();
  pass(1);
  await unanswered(SPORT);
  assert.equal(await hear(SPORT, { token: TOWN_TOKENS.etroit }), 403);
  assert.equal(await hear('/v3/dss/revenu_solidarite_active/france_connect', { token: 'x'.repeat(43) }), 401);
  assert.equal(await hear('/api/ping'), 200);
});

test('ban_of_one_sandbox_is_unknown_to_another', async () => {
  const other = await startTestSandbox();
  try {
    await throttle();
    pass(1);
    await unanswered(SPORT);
    assert.equal(await hear(SPORT, { sources: new Visitor(other).sources }), 200);
  } finally {
    await other.stop();
  }
});

test('call_left_unanswered_is_counted', async () => {
  await throttle();
  await command('DELETE', 'calls');
  pass(1);
  await unanswered(SPORT);
  assert.deepEqual((await command('GET', 'calls')).calls, { 'sources.sportif': 1 });
});

test('reset_lifts_the_ban_and_the_delay', async () => {
  await throttle();
  pass(1);
  await unanswered(SPORT);
  assert.equal((await command('GET', 'faults')).limits.bans, 1);
  assert.equal((await command('DELETE', 'faults')).limits.bans, 0);
  assert.equal(await hear(SPORT), 200);
});

test('faults_that_replace_others_lift_no_ban', async () => {
  await throttle();
  pass(1);
  await unanswered(SPORT);
  await command('PUT', 'faults', { faults: [] });
  await unanswered(SPORT);
});

test('ban_lasts_as_long_as_it_is_told', async () => {
  await throttle();
  await command('PUT', 'faults', { faults: [], limits: { ban_secs: 5 } });
  pass(1);
  await unanswered(SPORT);
  pass(5);
  assert.equal(await hear(SPORT), 200);
});

test('sandbox_with_a_call_left_unanswered_stops_at_once', async () => {
  const brief = await startTestSandbox();
  brief.limits.set({ address_per_minute: 0 });
  const held = new Visitor(brief).source(SPORT, TOWN_TOKENS.valbourg).catch(({ name }) => name);
  while (brief.calls.toJSON()['sources.sportif'] === undefined) await new Promise(setImmediate);
  const late = new Promise((resolve) => {
    setTimeout(() => resolve('late'), PATIENCE_MILLIS).unref();
  });
  assert.notEqual(await Promise.race([late, brief.stop()]), 'late');
  assert.equal(await held, 'TypeError');
});

test('connection_left_unanswered_ends_in_the_end_and_leaves_no_timer_when_the_caller_goes_first', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const held = () => Object.assign(new EventEmitter(), { destroy: t.mock.fn() });
  const [patient, gone] = [held(), held()];
  for (const res of [patient, gone]) leaveUnanswered(res);
  t.mock.timers.tick(59_999);
  assert.equal(patient.destroy.mock.callCount(), 0);
  gone.emit('close');
  t.mock.timers.tick(1);
  assert.deepEqual([patient, gone].map(({ destroy }) => destroy.mock.callCount()), [1, 0]);
});

test('address_beyond_its_requests_of_a_minute_is_banned_at_once_whatever_its_tokens', async () => {
  await command('PUT', 'faults', { faults: [], limits: { address_per_minute: 3 } });
  for (const token of [TOWN_TOKENS.valbourg, TOWN_TOKENS.etroit, 'x'.repeat(43)]) assert.notEqual(await hear(SPORT, { token }), 'silence');
  await unanswered(SPORT, { token: 'y'.repeat(43) });
  pass(60);
  for (const path of [SPORT, '/api/introspect', '/api/ping', '/v9/rien']) await unanswered(path);
  assert.notEqual((await visitor.taxToken()).status, 429);
  await command('DELETE', 'faults');
  assert.equal(await hear(SPORT), 200);
});

test('address_has_a_new_count_each_minute', async () => {
  await command('PUT', 'faults', { faults: [], limits: { address_per_minute: 2 } });
  assert.deepEqual([await hear(SPORT), await hear(SPORT)], [200, 200]);
  pass(60);
  assert.deepEqual([await hear(SPORT), await hear(SPORT)], [200, 200]);
});

async function taxCall(service) {
  return visitor.tax(LAST, { service, citizen: 'c'.repeat(43) });
}

test('dgfip_answers_429_beyond_its_quota_then_recovers_in_the_next_minute', async () => {
  await command('PUT', 'faults', { faults: [], limits: { dgfip_per_minute: 3 } });
  const { access_token: service } = await (await visitor.taxToken()).json();
  for (let times = 0; times < 2; times += 1) assert.equal((await taxCall(service)).status, 401);
  for (const refused of [await taxCall(service), await visitor.taxToken()]) {
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get('retry-after'), null);
    assert.deepEqual(Object.keys((await refused.json()).erreur), ['code', 'message', 'horodatage']);
  }
  pass(29);
  assert.equal((await taxCall(service)).status, 429);
  pass(1);
  assert.equal((await taxCall(service)).status, 401);
  assert.equal((await visitor.taxToken()).status, 200);
});

test('dgfip_opens_the_smallest_quota_of_those_one_may_declare', async () => {
  const { access_token: service } = await (await visitor.taxToken()).json();
  for (let times = 1; times < 50; times += 1) assert.equal((await taxCall(service)).status, 401);
  assert.equal((await taxCall(service)).status, 429);
});

test('call_answered_by_a_fault_of_the_dgfip_is_one_of_its_quota', async () => {
  await command('PUT', 'faults', { faults: ['dgfip_500'], limits: { dgfip_per_minute: 2 } });
  const { access_token: service } = await (await visitor.taxToken()).json();
  assert.deepEqual([(await taxCall(service)).status, (await taxCall(service)).status], [500, 429]);
});

test('429_of_a_fault_that_the_dgfip_account_ignores_is_followed_by_silence_whatever_its_token', async () => {
  const { access_token: service } = await (await visitor.taxToken()).json();
  const { access_token: fresh } = await (await visitor.taxToken()).json();
  sandbox.faults.set([{ name: 'source_429', source: 'impots', times: 1 }]);
  assert.equal((await taxCall(service)).status, 429);
  pass(1);
  await unanswered(`/dgfip/impotparticulier/1.0${LAST}`, { token: fresh });
  const account = Buffer.from('unefois-apim-sandbox:sandbox_secret_dgfip_4f1c9b7e2a').toString('base64');
  const asked = { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials' }), headers: { authorization: `Basic ${account}` } };
  await unanswered('/dgfip/token', asked);
  assert.equal(await hear(SPORT), 200);
  pass(HALF_A_DAY_SECS);
  assert.equal(await hear('/dgfip/token', asked), 200);
});

test('429_of_a_fault_that_the_dgfip_account_obeys_is_followed_by_an_answer', async () => {
  const { access_token: service } = await (await visitor.taxToken()).json();
  sandbox.faults.set([{ name: 'source_429', source: 'impots', times: 1 }]);
  assert.equal((await taxCall(service)).status, 429);
  pass(2);
  assert.equal((await taxCall(service)).status, 401);
});

for (const limits of [{ inconnue: 1 }, { toString: 1 }, { ban_secs: -1 }, { dgfip_per_minute: 'peu' }, null]) {
  test(`rejects_limits_${JSON.stringify(limits)}_and_changes_nothing`, async () => {
    const { status } = await command('PUT', 'faults', { faults: ['cancel'], limits });
    assert.equal(status, 400);
    const { faults } = await command('GET', 'faults');
    assert.ok(faults.every(({ active }) => !active));
  });
}

test('limits_not_named_are_the_usual_ones_again', async () => {
  const usual = { ban_secs: HALF_A_DAY_SECS, address_per_minute: 1000, dgfip_per_minute: 50, bans: 0 };
  assert.deepEqual((await command('GET', 'faults')).limits, usual);
  assert.deepEqual((await command('PUT', 'faults', { faults: [], limits: { ban_secs: 7 } })).limits, { ...usual, ban_secs: 7 });
  assert.deepEqual((await command('PUT', 'faults', { faults: [] })).limits, usual);
});

test('limits_may_come_from_the_environment', () => {
  const { limits } = readSettings({ SANDBOX_BAN_SECS: '3', SANDBOX_DGFIP_PER_MINUTE: '200' });
  assert.deepEqual(limits, { ban_secs: 3, dgfip_per_minute: 200 });
});
