import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { KeySet, MemorySeen, NO_NONCE, verify } from '../verify.mjs';

const vectors = JSON.parse(await readFile(new URL('../../vectors.json', import.meta.url), 'utf8'));
const NOMINAL = vectors.cases.find(({ id }) => id === 'nominal');

for (const vector of vectors.cases) {
  test(`vector_${vector.id}_${vector.title}`, async () => {
    const { reason, fields } = await answer(vector);
    assert.deepEqual({ reason, fields }, vector.expect);
  });
}

test('rejects_nominal_attestation_whichever_character_is_changed', async () => {
  const { attestation } = NOMINAL;
  for (let index = 0; index < attestation.length; index += 1) {
    const other = attestation[index] === 'A' ? 'B' : 'A';
    const changed = attestation.slice(0, index) + other + attestation.slice(index + 1);
    const { reason, fields } = await answer({ ...NOMINAL, attestation: changed });
    assert.notEqual(reason, null, `character ${index}`);
    assert.deepEqual(new Set(Object.values(fields)), new Set(['declared']), `character ${index}`);
  }
});

test('rejects_nominal_attestation_with_a_character_more_or_less_at_either_end', async () => {
  const { attestation } = NOMINAL;
  for (const changed of [`${attestation}A`, `A${attestation}`, ` ${attestation}`, `${attestation}\n`, `${attestation}.`,
    `${attestation}=`, attestation.slice(1), attestation.slice(0, -1)]) {
    assert.notEqual((await answer({ ...NOMINAL, attestation: changed })).reason, null);
  }
});

const failingStore = {
  claim(jti) {
    throw new Error(`${jti} was not kept`);
  },
};

async function answer(vector) {
  const { issuer, audience, forms } = vectors;
  const { now, jwks } = { now: vectors.now, jwks: vectors.jwks, ...vector };
  const fetch = async () => (jwks === null ? new Response('', { status: 503 }) : Response.json(jwks));
  const seen = vector.seen === null ? failingStore : new MemorySeen({ now: () => now * 1000 });
  for (const jti of vector.seen ?? []) seen.claim(jti, Infinity);
  const { attestation, session_nonce: sessionNonce = NO_NONCE, file, fields } = vector;
  const keys = new KeySet(issuer, { fetch });
  return verify({ attestation, sessionNonce, file, fields, receivedAt: now }, { issuer, audience, forms, seen, keys });
}
