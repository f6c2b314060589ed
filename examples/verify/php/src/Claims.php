<?php

declare(strict_types=1);

namespace Unefois\Verify;

/**
 * Step 5: what an attestation claims. Only the types are sure: audience, time and form come after.
 *
 * `$iat` and `$exp` are whatever the payload holds, since their own step comes later.
 */
final readonly class Claims
{
    /** Largest whole number that every language holds (RFC 8259 §6). */
    private const MAX_WHOLE = 2 ** 53 - 1;

    /** @param array<string, Attested> $data by path */
    private function __construct(
        public string $issuer,
        public string $audience,
        public string $jti,
        public mixed $iat,
        public mixed $exp,
        public string $formId,
        public string $formVersion,
        public bool $hasSubmissionNonce,
        public mixed $submissionNonce,
        public array $data,
    ) {
    }

    /**
     * Reads a payload whose signature was checked.
     *
     * @throws Refused
     */
    public static function read(string $payload): self
    {
        $claims = Json::object($payload) ?? throw new Refused(Reason::Claims);
        $form = self::object($claims, 'form');
        return new self(
            issuer: self::text($claims, 'iss'),
            audience: self::text($claims, 'aud'),
            jti: self::text($claims, 'jti'),
            iat: $claims->iat ?? null,
            exp: $claims->exp ?? null,
            formId: self::text($form, 'id'),
            formVersion: self::text($form, 'version'),
            hasSubmissionNonce: property_exists($claims, 'submission_nonce'),
            submissionNonce: $claims->submission_nonce ?? null,
            data: array_map(self::attested(...), get_object_vars(self::object($claims, 'data'))),
        );
    }

    /**
     * A JSON value as the whole number it is, however it is written, or null. Every language holds it: its nearest
     * double counts.
     */
    public static function whole(mixed $value): ?int
    {
        $isWhole = is_int($value) || is_float($value) && floor($value) === $value;
        return $isWhole && abs($value) <= self::MAX_WHOLE ? (int) $value : null;
    }

    private static function attested(mixed $entry): Attested
    {
        $value = $entry instanceof \stdClass ? $entry->value ?? null : null;
        if (!is_string($value) && !is_bool($value)) {
            $value = self::whole($value) ?? throw new Refused(Reason::Claims);
        }
        return new Attested($value, property_exists($entry, 'label') ? self::text($entry, 'label') : null);
    }

    private static function object(\stdClass $members, string $name): \stdClass
    {
        $value = $members->{$name} ?? null;
        return $value instanceof \stdClass ? $value : throw new Refused(Reason::Claims);
    }

    private static function text(\stdClass $members, string $name): string
    {
        $value = $members->{$name} ?? null;
        return is_string($value) ? $value : throw new Refused(Reason::Claims);
    }
}
