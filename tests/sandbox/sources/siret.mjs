const LA_POSTE = '356000000';

/** Whether a text is a SIRET: 14 digits and a Luhn sum, or an establishment of La Poste, whose sums differ. */
export function isSiret(text) {
  if (!/^\d{14}$/.test(text)) return false;
  return text.startsWith(LA_POSTE) || luhnSum(text) % 10 === 0;
}

function luhnSum(digits) {
  return [...digits].reverse().reduce((sum, digit, index) => sum + weigh(Number(digit), index), 0);
}

function weigh(digit, index) {
  const doubled = digit * 2;
  if (index % 2 === 0) return digit;
  return doubled > 9 ? doubled - 9 : doubled;
}
