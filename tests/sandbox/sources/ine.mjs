/** The four forms of a student number, eleven characters each. */
const FORMS = [/^\d{9}[A-HJK]{2}$/i, /^\d{10}[A-HJ-NPR-Z]$/i, /^[0-9A-Z]{10}\d$/i, /^\d{4}A\d{5}[A-HJ-NPR-Z]$/i];

/** The code of the refusal a student number meets, or `undefined`. */
export function ineRefusal(query) {
  const ine = query.get('ine') ?? '';
  return FORMS.some((form) => form.test(ine)) ? undefined : '00360';
}

/** The person whose file `source` bears the student number of a query, or `undefined`. */
export function studentOf(people, source, query) {
  const ine = query.get('ine').toUpperCase();
  return people.find((person) => person[source]?.ine === ine);
}
