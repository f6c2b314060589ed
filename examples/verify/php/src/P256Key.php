<?php

declare(strict_types=1);

namespace Unefois\Verify;

/** A public P-256 key: what every library reads the same way. Nothing else of a JWK is looked at. */
final readonly class P256Key
{
    /** SubjectPublicKeyInfo of P-256 up to the point (RFC 5480 §2): the uncompressed point follows. */
    private const PREFIX = '3059301306072a8648ce3d020106082a8648ce3d03010703420004';
    private const COORDINATE_BYTES = 32;

    private function __construct(public string $pem)
    {
    }

    /** The key of a member of a JWK Set, or null when it is no P-256 key (RFC 7518 §6.2). */
    public static function of(mixed $jwk): ?self
    {
        if (!is_array($jwk) || ($jwk['kty'] ?? null) !== 'EC' || ($jwk['crv'] ?? null) !== 'P-256') {
            return null;
        }
        $x = self::coordinate($jwk['x'] ?? null);
        $y = self::coordinate($jwk['y'] ?? null);
        if ($x === null || $y === null) {
            return null;
        }
        $der = base64_encode(hex2bin(self::PREFIX) . $x . $y);
        $pem = "-----BEGIN PUBLIC KEY-----\n" . chunk_split($der, 64, "\n") . "-----END PUBLIC KEY-----\n";
        // OpenSSL knows whether the point is on the curve.
        return openssl_pkey_get_public($pem) === false ? null : new self($pem);
    }

    private static function coordinate(mixed $text): ?string
    {
        $bytes = is_string($text) ? Base64Url::decode($text) : null;
        return $bytes !== null && strlen($bytes) === self::COORDINATE_BYTES ? $bytes : null;
    }
}
