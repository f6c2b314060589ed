<?php

declare(strict_types=1);

namespace Unefois\Verify;

/** The libraries that are here. */
final class Signatures
{
    /** @return list<SignatureCheck> the preferred one first */
    public static function available(): array
    {
        $known = [FirebaseSignature::class, PhpseclibSignature::class];
        $there = array_filter($known, static fn (string $class): bool => $class::isThere());
        return array_map(static fn (string $class): SignatureCheck => new $class(), array_values($there));
    }

    /** @throws \RuntimeException no library is here */
    public static function preferred(): SignatureCheck
    {
        return self::available()[0] ?? throw new \RuntimeException(
            'No library checks signatures here: run `composer install`, or install Debian\'s php-phpseclib3.',
        );
    }
}
