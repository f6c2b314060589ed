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
        // What was read cannot be written again when it holds a number too large for a double.
        return $value instanceof \stdClass && json_encode($value) !== false ? $value : null;
    }
}
