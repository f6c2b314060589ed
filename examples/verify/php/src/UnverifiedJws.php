<?php

declare(strict_types=1);

namespace Unefois\Verify;

/**
 * Steps 1 and 2: a well-formed attestation whose header follows the profile. Nobody vouches for it yet.
 *
 * RFC 7515; RFC 8725 for what a header must not be allowed to decide.
 */
final readonly class UnverifiedJws
{
    public const ALGORITHM = 'ES256';
    public const TYP = 'prefill-attestation+jwt';
    private const MAX_BYTES = 65_536;
    private const SIGNATURE_BYTES = 64;

    private function __construct(
        public string $text,
        public string $kid,
        public string $payload,
        public string $signature,
    ) {
    }

    /**
     * Reads the compact serialisation.
     *
     * @throws Refused
     */
    public static function parse(string $attestation): self
    {
        Refused::unless(strlen($attestation) <= self::MAX_BYTES, Reason::TooLarge);
        $parts = array_map(self::decodedPart(...), explode('.', $attestation));
        Refused::unless(count($parts) === 3, Reason::Malformed);
        [$headerText, $payload, $signature] = $parts;
        Refused::unless(strlen($signature) === self::SIGNATURE_BYTES, Reason::Malformed);
        $header = Json::object($headerText) ?? throw new Refused(Reason::Malformed);
        return new self($attestation, self::checkedKid(get_object_vars($header)), $payload, $signature);
    }

    /** The bytes that were signed. */
    public function signingInput(): string
    {
        return substr($this->text, 0, (int) strrpos($this->text, '.'));
    }

    private static function decodedPart(string $part): string
    {
        $bytes = Base64Url::decode($part) ?? '';
        return $bytes !== '' ? $bytes : throw new Refused(Reason::Malformed);
    }

    /** @param array<string, mixed> $header */
    private static function checkedKid(array $header): string
    {
        Refused::unless(($header['alg'] ?? null) === self::ALGORITHM, Reason::Algorithm);
        Refused::unless(($header['typ'] ?? null) === self::TYP, Reason::Type);
        $kid = $header['kid'] ?? null;
        if (!is_string($kid) || count($header) !== 3) {
            throw new Refused(Reason::Header);
        }
        return $kid;
    }
}
