// Whether a submitted text says what a provider said, with nothing lost. Step 10 of docs/verify.md, which gives each
// rule its number. Nothing here needs a library, so that a page can use it as it is.

/** @typedef {import('./attestation.mjs').Attested} Attested */
/** @typedef {'verified' | 'edited' | 'declared'} Verdict */

const TRUE_WORDS = ['true', 'vrai', 'oui', 'yes', '1', 'on'];
const FALSE_WORDS = ['false', 'faux', 'non', 'no', '0', 'off'];
const NUMBER = /^(-?)([0-9]+)(?:[.,]0{1,2})?$/;
const ISO_DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const FRENCH_DATE = /^([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})$/;

/**
 * The verdict of one field.
 * @param {Attested | undefined} attested what `data` holds for its path
 * @param {string | undefined} submitted what the form brought
 * @param {Record<string, string>} [values] table of the démarche file, from a received value to that of an option
 * @returns {Verdict}
 */
export function compareField(attested, submitted, values = {}) {
  if (!attested) return 'declared';
  return saysTheSame(attested, normalise(submitted ?? ''), values) ? 'verified' : 'edited';
}

/**
 * Whether an identity value of the file is the attested one, by rules 5 and 6 alone.
 * @param {Attested} attested
 * @param {string} ofFile
 */
export function isSameIdentity({ value, label }, ofFile) {
  return isSameText(String(value), label, normalise(ofFile));
}

/**
 * One way to write a text that is written several ways: NFC, one apostrophe, one hyphen, one space.
 * @param {string} text
 */
export function normalise(text) {
  return text
    .normalize('NFC')
    .replace(/[\u2019\u02bc]/g, "'")
    .replace(/[\u2010\u2011]/g, '-')
    .replace(/\p{White_Space}+/gu, ' ')
    .replace(/^ | $/g, '');
}

/**
 * @param {Attested} attested
 * @param {string} submitted normalised
 * @param {Record<string, string>} values
 */
function saysTheSame({ value, label }, submitted, values) {
  if (submitted === '') return false;
  const written = String(value);
  if (Object.hasOwn(values, written)) return submitted === normalise(values[written]);
  if (typeof value === 'boolean') return (value ? TRUE_WORDS : FALSE_WORDS).includes(submitted.toLowerCase());
  if (typeof value === 'number') return isSameNumber(value, submitted);
  return isSameText(value, label, submitted);
}

/**
 * Digits are compared as text: a number would lose those it cannot hold.
 * @param {number} value
 * @param {string} submitted
 */
function isSameNumber(value, submitted) {
  const [, sign, digits] = NUMBER.exec(submitted.replaceAll(' ', '').replace(/€$/, '')) ?? [];
  if (digits === undefined) return false;
  const significant = digits.replace(/^0+(?=[0-9])/, '');
  const isNegative = sign === '-' && significant !== '0';
  return isNegative === value < 0 && significant === String(Math.abs(value));
}

/**
 * @param {string} value
 * @param {string | undefined} label
 * @param {string} submitted
 */
function isSameText(value, label, submitted) {
  if (isDate(value)) return isSameDate(value, submitted);
  const lower = submitted.toLowerCase();
  return [value, label].some((text) => text !== undefined && normalise(text).toLowerCase() === lower);
}

/**
 * Whether a text is a day of the calendar, written `YYYY-MM-DD`.
 * @param {string} text
 */
function isDate(text) {
  const [, year, month, day] = ISO_DATE.exec(text)?.map(Number) ?? [];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
}

/**
 * @param {number} year
 * @param {number} month from 1
 */
function daysOf(year, month) {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month === 2) return isLeap ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/**
 * @param {string} value `YYYY-MM-DD`
 * @param {string} submitted
 */
function isSameDate(value, submitted) {
  const [, day, , month, year] = FRENCH_DATE.exec(submitted) ?? [];
  if (year === undefined) return submitted === value;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` === value;
}
