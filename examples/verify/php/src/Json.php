<?php

declare(strict_types=1);

namespace Unefois\Verify;

/** JSON objects in UTF-8 (RFC 8259). A member written twice counts as its last. */
final class Json
{
    private const MAX_DEPTH = 64;

    /** The object of `$text`, or null. */
    public static function object(string $text): ?\stdClass
    {
        $value = json_decode($text, false, self::MAX_DEPTH);
        return $value instanceof \stdClass && self::hasOnlyDoubles($text) ? $value : null;
    }

    /**
     * Whether a double holds each number: other readers take a text with another for no JSON. `json_decode` shows
     * nothing of the first writing of a member that is written twice.
     */
    private static function hasOnlyDoubles(string $json): bool
    {
        $withoutTexts = preg_replace('/"(?:[^"\\\\]++|\\\\.)*+"/', '""', $json);
        $isRead = $withoutTexts !== null && preg_match_all('/-?\d[\d.eE+-]*+/', $withoutTexts, $numbers) !== false;
        return $isRead && array_filter($numbers[0], static fn (string $one): bool => is_infinite((float) $one)) === [];
    }
}
