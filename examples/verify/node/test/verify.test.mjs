import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeySet, MemorySeen, NO_NONCE, compareField, verify } from '../verify.mjs';
import { AUDIENCE, FORMS, ISSUER, claims, keyServer, makeKey } from './support.mjs';

const key = await makeKey('first');

async function answer(changes, submission = {}, header = {}) {
  const attestation = await key.sign(claims(changes), header);
  const configuration = { issuer: ISSUER, audience: AUDIENCE, forms: FORMS, seen: new MemorySeen(), keys: { find: async () => key.jwk } };
  return verify({ attestation, fields: [], sessionNonce: NO_NONCE, ...submission }, configuration);
}

test('what_was_believed_comes_with_its_claims_and_key', async () => {
  const { reason, claims: believed, key: used } = await answer({});
  assert.equal(reason, null);
  assert.equal(believed.iss, ISSUER);
  assert.deepEqual(used, key.jwk);
  assert.equal((await answer({ aud: 'siret:0' })).claims, undefined);
});

test('rejects_claims_of_another_type', async () => {
  const entries = [null, 'x', [], { value: null }, { value: 1.5 }, { value: 2 ** 60 }, { value: [] }, { value: 'x', label: 1 }];
  const wrong = [{ jti: 1 }, { aud: [AUDIENCE] }, { form: null }, { form: { id: 'cantine-valbourg', version: 1 } }, { data: [] },
    { iat: '0' }, { exp: 1.5 }, { exp: undefined }, ...entries.map((entry) => ({ data: { 'a.b': entry } }))];
  for (const changes of wrong) assert.equal((await answer(changes)).reason, 'claims', JSON.stringify(changes));
});

test('rejects_attestation_when_the_session_has_no_nonce_left_however_that_is_said', async () => {
  for (const sessionNonce of [undefined, null, '', false, 0, true, 7]) {
    for (const changes of [{}, { submission_nonce: null }, { submission_nonce: sessionNonce }]) {
      assert.equal((await answer(changes, { sessionNonce })).reason, 'submission_nonce', String(sessionNonce));
    }
  }
  const attestation = await key.sign(claims());
  const configuration = { issuer: ISSUER, audience: AUDIENCE, forms: FORMS, seen: new MemorySeen(), keys: { find: async () => key.jwk } };
  assert.equal((await verify({ attestation, fields: [] }, configuration)).reason, 'submission_nonce');
});

test('rejects_header_that_says_more_than_the_profile', async () => {
  for (const header of [{ jku: 'https://a.example' }, { jwk: key.jwk }, { b64: true, crit: ['b64'] }]) {
    assert.equal((await answer({}, {}, header)).reason, 'header');
  }
});

test('names_of_paths_that_objects_have_by_themselves_are_paths_like_others', async () => {
  const fields = [{ path: '__proto__', submitted: 'x' }, { path: 'constructor', submitted: 'x' }];
  const { fields: verdicts } = await answer({}, { fields });
  assert.deepEqual(Object.entries(verdicts), [['__proto__', 'declared'], ['constructor', 'declared']]);
});

test('identity_of_the_file_is_compared_where_both_have_it', async () => {
  const path = 'identite.nom_naissance';
  for (const [file, reason] of [
    [{ [path]: "l'héritier-dœuvre" }, null],
    [{ [path]: '', 'identite.prenoms': 'Zoé' }, null],
    [{ [path]: 'LHERITIER' }, 'other_person'],
  ]) assert.equal((await answer({}, { file })).reason, reason);
});

test('identifier_is_kept_until_its_time_and_not_taken_when_that_is_past', () => {
  const clock = { now: 900_000 };
  const seen = new MemorySeen({ now: () => clock.now });
  assert.equal(seen.claim('jti', 1000), true);
  clock.now = 1_000_000;
  assert.equal(seen.claim('jti', 1000), false);
  clock.now = 1_000_001;
  assert.equal(seen.claim('jti', 1000), false);
  assert.equal(seen.claim('jti', 1001), true);
});

test('rejects_copy_that_was_put_aside_when_another_was_accepted_meanwhile', async () => {
  const [server, clock] = [keyServer(), {}];
  const now = () => clock.secs * 1000;
  const keys = new KeySet(ISSUER, { fetch: server.fetch, now });
  const configuration = { issuer: ISSUER, audience: AUDIENCE, forms: FORMS, seen: new MemorySeen({ now }), keys };
  const payload = claims();
  const attestation = await key.sign(payload);
  const reasonOf = async (receivedAt) =>
    (await verify({ attestation, fields: [], sessionNonce: NO_NONCE, receivedAt }, configuration)).reason;
  const lastMoment = payload.exp + 60;
  clock.secs = lastMoment;
  server.keys = undefined;
  assert.equal(await reasonOf(lastMoment), 'keys_unavailable');
  server.keys = [key.jwk];
  clock.secs += 7 * 86_400;
  assert.equal(await reasonOf(payload.iat), null);
  for (const secs of [7 * 86_400 + 60, 8 * 86_400, 9 * 86_400]) {
    clock.secs = lastMoment + secs;
    assert.equal(await reasonOf(lastMoment), 'replayed', `after ${secs} s`);
  }
});

test('form_is_received_when_its_request_arrives_whatever_reading_the_keys_takes', async (context) => {
  context.mock.timers.enable({ apis: ['Date'], now: 1_780_000_000_000 });
  const attestation = await key.sign(claims({ iat: 1_779_999_940, exp: 1_779_999_942 }));
  const keys = {
    find: async () => {
      context.mock.timers.tick(5000);
      return key.jwk;
    },
  };
  const configuration = { issuer: ISSUER, audience: AUDIENCE, forms: FORMS, seen: new MemorySeen(), keys };
  assert.equal((await verify({ attestation, fields: [], sessionNonce: NO_NONCE }, configuration)).reason, null);
});

function check(attested, submitted, verdict, values) {
  assert.equal(compareField(attested, submitted, values), verdict, `${JSON.stringify(attested)} and ${submitted}`);
}

test('text_is_the_same_however_it_is_spaced_cased_and_punctuated', () => {
  const name = { value: 'L’Haÿ‑les‑Roses', label: 'Commune' };
  for (const written of ["l'haÿ-les-roses", ' L\u02bcHAY\u0308-LES\u2010ROSES\u00a0', 'COMMUNE']) check(name, written, 'verified');
  for (const written of ["L'Hay-les-Roses", 'LHaÿ-les-Roses', "L'Haÿ-les-Rose", '']) check(name, written, 'edited');
});

test('number_is_the_same_with_its_spaces_its_unit_and_no_cents', () => {
  for (const written of ['1234', '01234', '1\u202f234,00 €', '1234.0']) check({ value: 1234 }, written, 'verified');
  for (const written of ['1234,5', '1.234', '-1234', '12345', '1234,', '1234,000', '€', 'mille']) check({ value: 1234 }, written, 'edited');
  check({ value: 0 }, '-0', 'verified');
  check({ value: -12 }, '-12,00', 'verified');
});

test('date_is_the_same_day_first_or_year_first_with_its_whole_year', () => {
  for (const written of ['1987-03-05', '05/03/1987', '5-3-1987', '5.3.1987']) check({ value: '1987-03-05' }, written, 'verified');
  for (const written of ['05/03/87', '05/03-1987', '03/05/1987', '1987-3-5']) check({ value: '1987-03-05' }, written, 'edited');
  check({ value: '1987-00-00' }, '1987-00-00', 'verified');
  check({ value: '1987-00-00' }, '00/00/1987', 'edited');
  for (const day of ['2000-02-29', '2024-02-29', '2026-11-30']) check({ value: day }, day.split('-').reverse().join('/'), 'verified');
  for (const none of ['1900-02-29', '2023-02-29', '2026-11-31']) check({ value: none }, none.split('-').reverse().join('/'), 'edited');
});

test('table_of_options_decides_alone', () => {
  check({ value: 3 }, '03', 'verified', { 3: '03' });
  check({ value: 3 }, '3', 'edited', { 3: '03' });
  check({ value: true }, 'Oui', 'verified', { false: 'Non' });
  check({ value: true }, '0', 'edited');
  check(undefined, '', 'declared');
});
