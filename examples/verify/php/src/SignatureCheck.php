<?php

declare(strict_types=1);

namespace Unefois\Verify;

/** Step 4: a library that checks ES256 signatures. */
interface SignatureCheck
{
    /** Name of the library. */
    public static function name(): string;

    /** Whether the library can be loaded here. */
    public static function isThere(): bool;

    /** Whether `$key` signed exactly this text. Fails closed: what a library throws is a no. */
    public function isSigned(UnverifiedJws $jws, P256Key $key): bool;
}
