<?php

/** The comparison, where PHP's own habits differ from docs/verify.md. */

declare(strict_types=1);

namespace Unefois\Verify\Test;

use Unefois\Verify\Attested;
use Unefois\Verify\Comparison;

/** @param list<array{string|int|bool, string}> $pairs an attested value, and what was submitted */
$all = static function (string $verdict, array $pairs): void {
    foreach ($pairs as [$value, $submitted]) {
        same($verdict, Comparison::compare(new Attested($value), $submitted)->value, substr($submitted, 0, 20));
    }
};

return [
    'same thing written otherwise is verified' => static fn () => $all('verified', [
        ["L'Haÿ-les-Roses", "  l’HAY\u{308}‑les‐roses\u{a0}"],
        ['ΟΔΟΣ', 'οδος'],
        [1234, "1\u{202f}234,00 €"],
        [0, '-000.0'],
        [-5, '-05'],
        [7, str_repeat('0', 20_000) . '7'],
        ['1987-03-05', '5.3.1987'],
        ['1987-00-00', '1987-00-00'],
        [true, ' OUI '],
        [false, '0'],
    ]),
    'anything less is edited' => static fn () => $all('edited', [
        ['DUPRÉ', 'DUPRE'],
        ['DUPRÉ', "DUPR\xc9"],
        ['a b', "a\x1cb"],
        ['ß', 'ss'],
        [1234, '１２３４'],
        [1234, '1234,5'],
        [1234, '1234€€'],
        [1234, "1234\n5"],
        [1, 'true'],
        [1, '1e0'],
        [true, "vrai\0"],
        [7, str_repeat('0', 200_000) . 'x'],
        ['1987-03-05', '05/03-1987'],
        ['1987-03-05', '05/03/87'],
        ['1987-03-05', '٠٥/03/1987'],
        ['1987-03-05', '1987-3-5'],
        ['0', '0.0'],
        ['', "\u{3000}\u{2028}"],
    ]),
    'official name of a code is verified' => static function (): void {
        same('verified', Comparison::compare(new Attested('99999', 'Valbourg'), 'valbourg')->value);
        same('edited', Comparison::compare(new Attested('99999', 'Valbourg'), 'Valbour')->value);
    },
    'table decides alone for the values it knows' => static function (): void {
        $table = ['true' => 'A', '1' => '01'];
        same('edited', Comparison::compare(new Attested(true), 'oui', $table)->value);
        same('verified', Comparison::compare(new Attested(true), 'A', $table)->value);
        same('edited', Comparison::compare(new Attested(1), '1', $table)->value);
        same('verified', Comparison::compare(new Attested(2), '2', $table)->value);
    },
    'white space is that of Unicode' => static function (): void {
        $spaces = "\t\n\v\f\r \u{85}\u{a0}\u{1680}\u{2000}\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}";
        same('a b', Comparison::normalise("{$spaces}a{$spaces}b{$spaces}"));
        same("\u{feff}a\u{200b}b\x1f\0", Comparison::normalise("\u{feff}a\u{200b}b\x1f\0"));
    },
];
