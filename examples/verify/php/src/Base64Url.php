<?php

declare(strict_types=1);

namespace Unefois\Verify;

/** Base64url without padding (RFC 7515 §2), in its one canonical writing. */
final class Base64Url
{
    /** The bytes of `$text`, or null when another text would be the writing of the same bytes. */
    public static function decode(string $text): ?string
    {
        if (preg_match('/\A[A-Za-z0-9_-]*+\z/', $text) !== 1) {
            return null;
        }
        $bytes = base64_decode(strtr($text, '-_', '+/'), true);
        // Unused bits of the last letter would let two texts say the same bytes.
        return $bytes !== false && self::encode($bytes) === $text ? $bytes : null;
    }

    public static function encode(string $bytes): string
    {
        return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    }
}
