import assert from 'node:assert/strict';
import { test } from 'node:test';
import { civilIdentity } from '../franceconnect/claims.mjs';
import { loadIdentities } from '../identities/load.mjs';

const identities = await loadIdentities();
const people = [...identities.values()];

const AWKWARD = {
  born_abroad: ({ identite }) => identite.birthcountry !== '99100' && !identite.birthplace,
  without_usage_name: ({ identite }) => identite.preferred_username === undefined,
  with_an_empty_usage_name: ({ identite }) => identite.preferred_username === '',
  with_a_usage_name: ({ identite }) => Boolean(identite.preferred_username),
  with_a_presumed_day: ({ identite }) => /-(0[1-9]|1[0-2])-00$/.test(identite.birthdate),
  with_a_presumed_month: ({ identite }) => /-00-00$/.test(identite.birthdate),
  with_an_apostrophe: ({ identite }) => identite.family_name.includes("'"),
  with_a_spaced_first_name: ({ identite }) => identite.given_name_array[0].includes(' '),
  with_a_hyphenated_first_name: ({ identite }) => identite.given_name_array[0].includes('-'),
  with_a_ligature: ({ identite }) => /œ/i.test(identite.family_name),
  with_a_name_of_52_letters: ({ identite }) => identite.family_name.length === 52,
  born_in_corsica: ({ identite }) => /^2[AB]/.test(identite.birthplace ?? ''),
  born_overseas: ({ identite }) => /^98/.test(identite.birthplace ?? '') && identite.birthcountry === '99100',
  of_unspecified_gender: ({ identite }) => identite.gender === 'unspecified',
  minor: ({ identite }) => Number(identite.birthdate.slice(0, 4)) > 2010,
  known_to_the_msa: ({ quotient_familial }) => quotient_familial.fournisseur === 'MSA',
  without_file: ({ quotient_familial }) => quotient_familial.code === '23003',
  not_recognised: ({ quotient_familial }) => quotient_familial.code === '00355',
  with_three_children: ({ quotient_familial }) => quotient_familial.enfants?.length === 3,
  with_a_child_of_partial_date: ({ quotient_familial }) => quotient_familial.enfants?.some(({ date_naissance }) => date_naissance.endsWith('-00')),
};

test('identities_are_at_least_twenty', () => assert.ok(people.length >= 20));

for (const [kind, isSo] of Object.entries(AWKWARD)) {
  test(`identities_hold_somebody_${kind}`, () => assert.ok(people.some(isSo)));
}

test('identities_hold_two_homonyms_born_the_same_day_elsewhere', () => {
  const [nantes, rennes] = ['paul-nantes', 'paul-rennes'].map((login) => civilIdentity(identities.get(login)));
  assert.deepEqual({ ...nantes, birthplace: '' }, { ...rennes, birthplace: '' });
  assert.notEqual(nantes.birthplace, rennes.birthplace);
});

test('identity_by_default_is_camille_lefevre_born_in_lyon', () => {
  const [first] = people;
  assert.equal(first.login, 'camille');
  assert.deepEqual([first.identite.birthdate, first.identite.birthplace], ['1987-03-12', '69123']);
  assert.equal(first.quotient_familial.valeur, 650);
});

test('codes_and_dates_have_the_documented_formats', () => {
  for (const { identite } of people) {
    assert.match(identite.birthdate, /^\d{4}-\d{2}-\d{2}$/);
    assert.match(identite.birthcountry, /^99\d{3}$/);
    assert.match(identite.birthplace ?? '2A004', /^(2[AB]|\d{2})\d{3}$/);
    assert.equal(identite.birthcountry === '99100', identite.birthplace !== undefined, identite.family_name);
    assert.match(identite.email, /@courriel\.example$/);
  }
});
