<?php

declare(strict_types=1);

namespace Unefois\Verify;

/** Step 10: whether what was submitted says what was attested, with nothing lost. */
final class Comparison
{
    /** Unicode White_Space: what PCRE takes for a space depends on how it was built. */
    private const SPACES = '/[\t-\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+/u';
    private const WRITINGS = ["\u{2019}" => "'", "\u{2bc}" => "'", "\u{2010}" => '-', "\u{2011}" => '-'];
    private const YES = ['true', 'vrai', 'oui', 'yes', '1', 'on'];
    private const NO = ['false', 'faux', 'non', 'no', '0', 'off'];
    private const AMOUNT = '/\A(-?)([0-9]++)(?:[,.]0{1,2})?\z/';
    private const ISO_DATE = '/\A([0-9]{4})-([0-9]{2})-([0-9]{2})\z/';
    private const FRENCH_DATE = '~\A([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})\z~';

    /** @param array<string, string> $values the démarche file's table, from a received value to an option's */
    public static function compare(Attested $attested, string $submitted, array $values = []): FieldVerdict
    {
        $text = self::normalise($submitted);
        if ($text === '') {
            return FieldVerdict::Edited;
        }
        $option = $values[$attested->plain()] ?? null;
        $isSame = $option === null
            ? self::saysTheSame($attested, $text)
            : $text === self::normalise($option);
        return $isSame ? FieldVerdict::Verified : FieldVerdict::Edited;
    }

    /** Whether an identity value of the file is the attested one: as a date or a text, whatever its type. */
    public static function isSameIdentity(Attested $attested, string $known): bool
    {
        // A file in another encoding cannot be compared, and must not pass for one that says nothing.
        if (!mb_check_encoding($known, 'UTF-8')) {
            return false;
        }
        $text = self::normalise($known);
        return $text === '' || self::saysTheSame(new Attested($attested->plain(), $attested->label), $text);
    }

    /** N(t) of docs/verify.md. A text that is not UTF-8 says nothing. */
    public static function normalise(string $text): string
    {
        $composed = \Normalizer::normalize($text, \Normalizer::FORM_C);
        if ($composed === false) {
            return '';
        }
        return trim((string) preg_replace(self::SPACES, ' ', strtr($composed, self::WRITINGS)), ' ');
    }

    private static function saysTheSame(Attested $attested, string $text): bool
    {
        $value = $attested->value;
        return match (true) {
            is_bool($value) => in_array(self::lower($text), $value ? self::YES : self::NO, true),
            is_int($value) => self::amount($text) === (string) $value,
            self::isoDate($value) !== null => in_array(
                self::isoDate($value),
                [self::isoDate($text), self::frenchDate($text)],
                true,
            ),
            default => self::isSameText($attested, $text),
        };
    }

    private static function isSameText(Attested $attested, string $text): bool
    {
        $names = array_filter([$attested->value, $attested->label], is_string(...));
        $written = array_map(static fn (string $name): string => self::lower(self::normalise($name)), $names);
        return in_array(self::lower($text), $written, true);
    }

    /** Unicode lower case without locale. mbstring knows the final sigma from PHP 8.3 only. */
    private static function lower(string $text): string
    {
        return (string) \Transliterator::create('Any-Lower')?->transliterate($text);
    }

    /** The number of a written amount, as digits: a number of any length costs no conversion. */
    private static function amount(string $text): ?string
    {
        $written = (string) preg_replace('/€\z/u', '', str_replace(' ', '', $text));
        if (preg_match(self::AMOUNT, $written, $match) !== 1) {
            return null;
        }
        $digits = ltrim($match[2], '0');
        return $digits === '' ? '0' : $match[1] . $digits;
    }

    private static function isoDate(string $text): ?string
    {
        return preg_match(self::ISO_DATE, $text, $match) === 1
            ? self::date($match[1], $match[2], $match[3])
            : null;
    }

    private static function frenchDate(string $text): ?string
    {
        return preg_match(self::FRENCH_DATE, $text, $match) === 1
            ? self::date($match[4], $match[3], $match[1])
            : null;
    }

    private static function date(string $year, string $month, string $day): ?string
    {
        $isReal = checkdate((int) $month, (int) $day, (int) $year);
        return $isReal ? sprintf('%s-%02d-%02d', $year, $month, $day) : null;
    }
}
