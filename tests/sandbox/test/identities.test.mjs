import assert from 'node:assert/strict';
import { test } from 'node:test';
import { civilIdentity } from '../franceconnect/claims.mjs';
import { loadIdentities, schoolYear } from '../identities/load.mjs';

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
  enrolled_twice: ({ etudiant }) => etudiant?.admissions.length === 2,
  whose_grant_is_of_a_past_year: ({ boursier }) => boursier && schoolYear(new Date(boursier.periode_versement_bourse.date_rentree)) < schoolYear(new Date()),
  whose_grant_was_withdrawn: ({ boursier }) => boursier?.statut_boursier.est_radie,
  in_a_civic_service: ({ service_civique }) => service_civique?.statut_actuel.contrat_trouve,
  on_a_lease: ({ vehicule }) => vehicule?.some(({ statut_rattachement }) => statut_rattachement === 'locataire'),
  who_is_the_second_declarant: ({ impot }) => impot?.declarant === 2,
  with_an_income_of_zero: ({ impot }) => impot?.rfr?.n_moins_1 === 0,
  with_quarters_of_a_part: ({ impot }) => impot && !Number.isInteger(impot.nbPart * 2) && Number.isInteger(impot.nbPart * 4),
  attached_to_the_household_of_their_parents: ({ impot }) => impot?.code === '4101',
  with_a_positive_health_benefit: ({ aah }) => aah?.est_beneficiaire,
  without_any_job_payment: ({ france_travail }) => france_travail?.paiements.length === 0,
  who_was_an_athlete: ({ sportif }) => sportif?.informations_statut === null,
  with_a_pupil_who_has_a_grant: ({ scolarite }) => scolarite?.some(({ est_boursier }) => est_boursier),
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

test('benefits_of_people_have_the_keys_of_their_source', () => {
  const STATUS = ['est_beneficiaire', 'date_debut_droit'];
  const CHILD = ['status', 'date_debut_droit'];
  const INCREASED = [...STATUS, 'avec_majoration'];
  const keys = { aah: STATUS, asf: STATUS, c2s: [...STATUS, 'avec_participation'], aeeh: CHILD, ars: CHILD, prime_activite: INCREASED, rsa: INCREASED };
  for (const [source, expected] of Object.entries(keys)) {
    for (const person of people.filter((one) => one[source])) {
      assert.deepEqual(Object.keys(person[source]).sort(), [...expected].sort(), `${person.login} ${source}`);
    }
  }
});

test('phone_numbers_are_those_kept_for_fiction', () => {
  for (const { france_travail: file } of people) if (file) assert.match(file.contact.telephone, /^063998\d{4}$/);
});
