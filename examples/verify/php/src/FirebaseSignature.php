<?php

declare(strict_types=1);

namespace Unefois\Verify;

use Firebase\JWT\JWT;
use Firebase\JWT\Key;

/** Signatures checked by firebase/php-jwt. */
final class FirebaseSignature implements SignatureCheck
{
    public static function name(): string
    {
        return 'firebase/php-jwt';
    }

    public static function isThere(): bool
    {
        return class_exists(JWT::class);
    }

    public function isSigned(UnverifiedJws $jws, P256Key $key): bool
    {
        // The library judges types and times of the claims beside the signature, in another order and with
        // another tolerance than docs/verify.md. Shown these instead, it judges the signature alone.
        $signatureOnly = new class () extends JWT {
            public static function jsonDecode(string $input): mixed
            {
                return (object) ['alg' => UnverifiedJws::ALGORITHM];
            }
        };
        try {
            $signatureOnly::decode($jws->text, new Key($key->pem, UnverifiedJws::ALGORITHM));
            return true;
        } catch (\Throwable) {
            return false;
        }
    }
}
