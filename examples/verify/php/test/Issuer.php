<?php

declare(strict_types=1);

namespace Unefois\Verify\Test;

use Unefois\Verify\Base64Url;

/** An issuer of the tests' own, for what shared vectors cannot hold: the present hour, a nonce. */
final class Issuer
{
    public const ISSUER = 'https://unefois.valbourg.example';
    public const AUDIENCE = 'siret:21999999200015';
    public const FORM = 'cantine-valbourg';
    public const NOW = 1_780_000_000;

    private readonly \OpenSSLAsymmetricKey $key;

    public function __construct(private readonly string $kid)
    {
        $kind = ['private_key_type' => OPENSSL_KEYTYPE_EC, 'curve_name' => 'prime256v1'];
        $this->key = openssl_pkey_new($kind) ?: throw new \RuntimeException('no key');
    }

    /** @return array<string, string> the public half, as the edge publishes it */
    public function jwk(): array
    {
        $point = openssl_pkey_get_details($this->key)['ec'];
        $coordinate = static fn (string $bytes): string => Base64Url::encode(str_pad($bytes, 32, "\0", STR_PAD_LEFT));
        return [
            'kty' => 'EC',
            'crv' => 'P-256',
            'kid' => $this->kid,
            'x' => $coordinate($point['x']),
            'y' => $coordinate($point['y']),
        ];
    }

    /**
     * Claims of an attestation made a minute before `$now`.
     *
     * @param array<string, mixed> $changes
     * @return array<string, mixed>
     */
    public static function claims(int $now = self::NOW, array $changes = []): array
    {
        return $changes + [
            'iss' => self::ISSUER,
            'aud' => self::AUDIENCE,
            'iat' => $now - 60,
            'exp' => $now + 3600,
            'jti' => 'jti-Œ/1',
            'form' => ['id' => self::FORM, 'version' => '1'],
            'data' => [
                'identite.nom_naissance' => ['value' => 'L’HÉRITIER-DUPRÉ'],
                'identite.date_naissance' => ['value' => '1987-03-05'],
                'quotient_familial.valeur' => ['value' => 0],
            ],
        ];
    }

    /** @param array<string, mixed>|string $payload claims, or their very text */
    public function signed(array|string $payload): string
    {
        $header = ['alg' => 'ES256', 'kid' => $this->kid, 'typ' => 'prefill-attestation+jwt'];
        $body = is_string($payload) ? $payload : json_encode($payload, JSON_THROW_ON_ERROR);
        $input = Base64Url::encode((string) json_encode($header)) . '.' . Base64Url::encode($body);
        openssl_sign($input, $der, $this->key, OPENSSL_ALGO_SHA256);
        return $input . '.' . Base64Url::encode(self::rawSignature($der));
    }

    /** The two numbers of a DER signature, 32 bytes each. */
    private static function rawSignature(string $der): string
    {
        $number = static function (int $at) use ($der): string {
            $bytes = ltrim(substr($der, $at + 2, ord($der[$at + 1])), "\0");
            return str_pad($bytes, 32, "\0", STR_PAD_LEFT);
        };
        return $number(2) . $number(4 + ord($der[3]));
    }
}
