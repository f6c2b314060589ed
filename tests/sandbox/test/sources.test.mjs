import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { firstThrottled, RECIPIENT, refused, startTestSandbox, Visitor } from './support.mjs';

let sandbox;
before(async () => {
  sandbox = await startTestSandbox();
});
after(() => sandbox.stop());

async function tokenOf(login = 'camille', scope) {
  const visitor = new Visitor(sandbox);
  const { access_token } = await visitor.tokens({ login, changes: scope ? { scope } : {} });
  return { visitor, access_token };
}

async function quotientOf(login, query, headers) {
  const { visitor, access_token } = await tokenOf(login);
  return visitor.quotient(access_token, query, headers);
}

test('quotient_of_camille_has_the_shape_and_headers_of_the_gateway', async () => {
  const response = await quotientOf('camille');
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type'), /^application\/vnd\.api\+json/);
  for (const header of ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'x-request-id']) {
    assert.ok(response.headers.get(header), header);
  }
  assert.equal(response.headers.get('x-response-cached'), 'false');
  const { data, links, meta } = await response.json();
  assert.deepEqual([links, meta], [{}, {}]);
  assert.equal(data.quotient_familial.valeur, 650);
  const now = new Date();
  assert.deepEqual([data.quotient_familial.annee, data.quotient_familial.mois], [now.getFullYear(), now.getMonth() + 1]);
  assert.equal(data.enfants.length, 2);
  assert.equal(data.enfants[1].date_naissance, '2020-00-00');
});

const KEYS_BY_SCOPE = {
  cnaf_quotient_familial: ['quotient_familial'],
  cnaf_enfants: ['enfants'],
  cnaf_adresse: ['adresse'],
  cnaf_allocataires: ['allocataires'],
  'cnaf_enfants cnaf_adresse': ['adresse', 'enfants'],
};

for (const [scope, keys] of Object.entries(KEYS_BY_SCOPE)) {
  test(`withholds_every_key_but_those_of_${scope.replace(' ', '_and_')}`, async () => {
    const { visitor, access_token } = await tokenOf('thomas', `openid identite_pivot ${scope}`);
    const { data } = await (await visitor.quotient(access_token)).json();
    assert.deepEqual(Object.keys(data).sort(), keys);
  });
}

test('rejects_token_without_any_scope_of_the_endpoint', async () => {
  const { visitor, access_token } = await tokenOf('camille', 'openid identite_pivot');
  await refused(await visitor.quotient(access_token), 403, '00100');
});

test('rejects_token_that_franceconnect_does_not_know', async () => {
  await refused(await new Visitor(sandbox).quotient('x'.repeat(43)), 401, '50002');
});

test('rejects_token_that_is_no_franceconnect_token', async () => {
  await refused(await new Visitor(sandbox).quotient('ey.J0.x'), 401, '50001');
});

test('rejects_token_with_the_later_codes_when_the_later_catalogue_is_in_force', async () => {
  sandbox.faults.set(['source_later_catalogue']);
  await refused(await new Visitor(sandbox).quotient('x'.repeat(43)), 401, '51502');
  sandbox.faults.reset();
});

test('rejects_call_without_recipient_and_leaves_its_lock_in_place', async () => {
  await refused(await quotientOf('camille', 'essai=1'), 422, '00203');
  await refused(await quotientOf('camille', 'essai=1'), 409, '00015');
});

test('rejects_recipient_that_is_no_siret', async () => {
  await refused(await quotientOf('camille', 'recipient=13002526500014'), 422, '00210');
});

test('recipient_of_la_poste_is_a_siret_without_luhn_sum', async () => {
  assert.equal((await quotientOf('camille', 'recipient=35600000000049')).status, 200);
});

const REFUSED_PEOPLE = { coeur: [422, '00366'], ines: [404, '23003'], odile: [404, '10003'], hugo: [404, '35003'], roman: [422, '00355'] };

for (const [login, [status, code]] of Object.entries(REFUSED_PEOPLE)) {
  test(`rejects_${login}_with_${code}`, async () => refused(await quotientOf(login), status, code));
}

const FILES = {
  fatou: { enfants: 3, valeur: 295, fournisseur: 'CNAF' },
  nadia: { enfants: 5, valeur: 188, fournisseur: 'CNAF' },
  bastien: { enfants: 2, valeur: 421, fournisseur: 'MSA' },
  aicha: { enfants: 1, valeur: 0, fournisseur: 'CNAF' },
  amadou: { enfants: 2, valeur: 354, fournisseur: 'CNAF' },
  claude: { enfants: 0, valeur: 1333, fournisseur: 'CNAF' },
  'paul-nantes': { enfants: 1, valeur: 700, fournisseur: 'CNAF' },
  'paul-rennes': { enfants: 1, valeur: 1400, fournisseur: 'CNAF' },
};

for (const [login, expected] of Object.entries(FILES)) {
  test(`quotient_of_${login}_is_the_one_of_the_file`, async () => {
    const { data } = await (await quotientOf(login)).json();
    assert.equal(data.enfants.length, expected.enfants);
    assert.equal(data.quotient_familial.valeur, expected.valeur);
    assert.equal(data.quotient_familial.fournisseur, expected.fournisseur);
  });
}

test('second_call_for_a_person_is_cached_whatever_month_is_asked', async () => {
  const { visitor, access_token } = await tokenOf('maelle');
  const first = await (await visitor.quotient(access_token)).json();
  const response = await visitor.quotient(access_token, `recipient=${RECIPIENT}&annee=${new Date().getFullYear() - 1}&mois=2`);
  assert.equal(response.headers.get('x-response-cached'), 'true');
  assert.ok(Number(response.headers.get('x-cache-expires-in')) > 86_000);
  assert.deepEqual(await response.json(), first);
});

test('call_that_refuses_the_cache_gets_the_month_it_asks', async () => {
  const annee = new Date().getFullYear() - 1;
  const { visitor, access_token } = await tokenOf('ange');
  await visitor.quotient(access_token);
  const response = await visitor.quotient(access_token, `recipient=${RECIPIENT}&annee=${annee}&mois=1`, { 'cache-control': 'no-cache' });
  const { quotient_familial } = (await response.json()).data;
  assert.deepEqual(quotient_familial, { fournisseur: 'CNAF', valeur: 955, annee, mois: 1, annee_calcul: annee - 1, mois_calcul: 12 });
});

test('month_asked_of_the_msa_is_repeated_beside_the_quotient_of_today', async () => {
  const now = new Date();
  const annee = now.getFullYear() - 1;
  const response = await quotientOf('bastien', `recipient=${RECIPIENT}&annee=${annee}&mois=5`, { 'cache-control': 'no-cache' });
  const { quotient_familial } = (await response.json()).data;
  const today = { annee_calcul: now.getFullYear(), mois_calcul: now.getMonth() + 1 };
  assert.deepEqual(quotient_familial, { fournisseur: 'MSA', valeur: 421, annee, mois: 5, ...today });
});

test('rejects_month_that_does_not_exist', async () => {
  await refused(await quotientOf('camille', `recipient=${RECIPIENT}&annee=${new Date().getFullYear()}&mois=13`), 422, '00354');
});

test('rejects_year_before_the_two_last_ones', async () => {
  await refused(await quotientOf('camille', `recipient=${RECIPIENT}&annee=2019&mois=1`), 422, '00356');
});

test('rejects_the_21st_call_of_a_second_with_retry_after', async () => {
  const { visitor } = await tokenOf();
  const calls = Array.from({ length: 100 }, () => visitor.quotient('y'.repeat(43)));
  const limited = await firstThrottled(calls);
  assert.equal(limited.headers.get('retry-after'), '1');
  assert.match(limited.headers.get('content-type'), /^application\/json/);
  await refused(limited, 429, '00429');
});

test('unknown_version_is_404_and_says_so', async () => {
  const visitor = new Visitor(sandbox);
  await refused(await fetch(`${visitor.sources}/v9/dss/quotient_familial/france_connect`), 404, '00402');
});

test('rejects_two_citizens_of_one_town_asking_at_the_same_moment_with_409', async () => {
  const slow = await startTestSandbox({ SANDBOX_DELAY_MS: '1500' });
  try {
    const visitors = await Promise.all(['thomas', 'yanis'].map(async (login) => {
      const visitor = new Visitor(slow);
      return { visitor, ...(await visitor.tokens({ login })) };
    }));
    const answers = await Promise.all(visitors.map(({ visitor, access_token }) => visitor.quotient(access_token)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
    await refused(answers.find(({ status }) => status === 409), 409, '00015');
    const [{ visitor, access_token }] = visitors;
    assert.equal((await visitor.quotient(access_token)).status, 200);
  } finally {
    await slow.stop();
  }
});

test('call_made_unique_by_an_ignored_parameter_escapes_the_lock', async () => {
  const slow = await startTestSandbox({ SANDBOX_DELAY_MS: '300' });
  try {
    const visitor = new Visitor(slow);
    const { access_token } = await visitor.tokens();
    const answers = await Promise.all(['a', 'b'].map((id) => visitor.quotient(access_token, `recipient=${RECIPIENT}&x=${id}`)));
    assert.deepEqual(answers.map(({ status }) => status), [200, 200]);
  } finally {
    await slow.stop();
  }
});
