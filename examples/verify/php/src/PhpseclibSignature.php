<?php

declare(strict_types=1);

namespace Unefois\Verify;

use phpseclib3\Crypt\EC\PublicKey;
use phpseclib3\Crypt\PublicKeyLoader;
use phpseclib3\Math\BigInteger;

/** Signatures checked by phpseclib, where firebase/php-jwt cannot be had: Debian packages it. */
final class PhpseclibSignature implements SignatureCheck
{
    /** Where Debian's php-phpseclib3 puts its loader. */
    public const DEBIAN_AUTOLOAD = '/usr/share/php/phpseclib3/autoload.php';

    /** @var array<string, PublicKey> by PEM */
    private array $loaded = [];

    public static function name(): string
    {
        return 'phpseclib';
    }

    public static function isThere(): bool
    {
        return class_exists(PublicKeyLoader::class);
    }

    public function isSigned(UnverifiedJws $jws, P256Key $key): bool
    {
        try {
            return $this->loaded($key)
                ->withHash('sha256')
                ->withSignatureFormat('Raw')
                ->verify($jws->signingInput(), self::numbers($jws->signature));
        } catch (\Throwable) {
            return false;
        }
    }

    /** Reading a key costs ten times what checking a signature does. */
    private function loaded(P256Key $key): PublicKey
    {
        $loaded = $this->loaded[$key->pem] ?? PublicKeyLoader::load($key->pem);
        return $this->loaded[$key->pem] = $loaded;
    }

    /**
     * The two numbers of the signature (RFC 7518 §3.4). The format of that name is not in the oldest release.
     *
     * @return array{r: BigInteger, s: BigInteger}
     */
    private static function numbers(string $signature): array
    {
        [$r, $s] = str_split($signature, 32);
        return ['r' => new BigInteger($r, 256), 's' => new BigInteger($s, 256)];
    }
}
