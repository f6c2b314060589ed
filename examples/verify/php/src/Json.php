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
        return $value instanceof \stdClass ? $value : null;
    }
}
