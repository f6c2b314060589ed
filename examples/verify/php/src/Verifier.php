<?php

declare(strict_types=1);

namespace Unefois\Verify;

/** The twelve steps, in their order. Its properties are what the back-office knows. */
final readonly class Verifier
{
    private const LEEWAY_SECS = 60;
    /** A form put aside is verified within that time: its key is published no longer. */
    private const ASIDE_SECS = 8 * 86_400;

    /** @param array<string, list<string>> $forms known versions of each form it receives */
    public function __construct(
        private string $issuer,
        private string $audience,
        private array $forms,
        private Keys $keys,
        private Seen $seen,
        private SignatureCheck $signatures,
    ) {
    }

    /**
     * Verifies the hidden field of a form. Never throws for what was submitted, nor what a store throws.
     *
     * @param list<Field> $fields
     * @param string|NoNonce|null $sessionNonce what the server wrote into this person's page: null or an empty text
     *     is a session that has none left, and refuses; `NoNonce` says that the form uses none
     * @param array<string, string> $file identity of the person the file belongs to, by path
     * @param float|null $receivedAt when its request arrived, in Unix seconds; now, when left out. A second try,
     *     within eight days, gives that of the first
     */
    public function verify(
        ?string $attestation,
        array $fields,
        string|NoNonce|null $sessionNonce,
        array $file = [],
        ?float $receivedAt = null,
    ): Verdict {
        try {
            [$claims, $key] = $this->accepted($attestation ?? '', $sessionNonce, $receivedAt ?? microtime(true));
            $verdicts = self::verdicts($claims, $fields);
            Refused::unless(self::isSamePerson($claims, $file), Reason::OtherPerson);
            return new Verdict(null, $verdicts, $claims->jti, $claims->formId, $key);
        } catch (Refused $refused) {
            return Verdict::refused($refused->reason, $fields);
        }
    }

    /** @return array{Claims, array<string, mixed>} */
    private function accepted(string $attestation, string|NoNonce|null $nonce, float $receivedAt): array
    {
        Refused::unless($attestation !== '', Reason::Absent);
        $jws = UnverifiedJws::parse($attestation);
        $key = $this->keyThatVerifies($jws);
        $claims = Claims::read($jws->payload);
        Refused::unless($claims->issuer === $this->issuer, Reason::Issuer);
        Refused::unless($claims->audience === $this->audience, Reason::Audience);
        $exp = self::checkTime($claims, $receivedAt);
        $versions = $this->forms[$claims->formId] ?? throw new Refused(Reason::Form);
        Refused::unless(in_array($claims->formVersion, $versions, true), Reason::FormVersion);
        Refused::unless(self::isOfSession($claims, $nonce), Reason::SubmissionNonce);
        Refused::unless($this->isFirst($claims, $exp), Reason::Replayed);
        return [$claims, $key];
    }

    private function isFirst(Claims $claims, int $exp): bool
    {
        try {
            return $this->seen->take($claims->jti, $exp + self::LEEWAY_SECS + self::ASIDE_SECS);
        } catch (\Throwable) {
            // Whatever went wrong, the form is taken.
            throw new Refused(Reason::StoreUnavailable);
        }
    }

    /** @return array<string, mixed> */
    private function keyThatVerifies(UnverifiedJws $jws): array
    {
        try {
            $jwk = $this->keys->find($jws->kid) ?? throw new Refused(Reason::UnknownKey);
        } catch (KeysUnavailable) {
            throw new Refused(Reason::KeysUnavailable);
        } catch (StoreUnavailable) {
            throw new Refused(Reason::StoreUnavailable);
        }
        $key = P256Key::of($jwk) ?? throw new Refused(Reason::UnknownKey);
        Refused::unless($this->signatures->isSigned($jws, $key), Reason::Signature);
        return $jwk;
    }

    /** @return int the end, in Unix seconds */
    private static function checkTime(Claims $claims, float $receivedAt): int
    {
        $iat = Claims::whole($claims->iat) ?? throw new Refused(Reason::Claims);
        $exp = Claims::whole($claims->exp) ?? throw new Refused(Reason::Claims);
        Refused::unless($exp > $iat, Reason::Claims);
        Refused::unless($iat <= $receivedAt + self::LEEWAY_SECS, Reason::NotYetValid);
        Refused::unless($receivedAt <= $exp + self::LEEWAY_SECS, Reason::Expired);
        return $exp;
    }

    private static function isOfSession(Claims $claims, string|NoNonce|null $nonce): bool
    {
        if ($nonce instanceof NoNonce) {
            return !$claims->hasSubmissionNonce;
        }
        $written = $claims->submissionNonce;
        return is_string($written) && ($nonce ?? '') !== '' && hash_equals($nonce, $written);
    }

    private static function verdict(Claims $claims, Field $field): FieldVerdict
    {
        $attested = $claims->data[$field->path] ?? null;
        return $attested === null
            ? FieldVerdict::Declared
            : Comparison::compare($attested, $field->submitted, $field->values);
    }

    /** @param array<string, string> $file */
    private static function isSamePerson(Claims $claims, array $file): bool
    {
        foreach (array_intersect_key($file, $claims->data) as $path => $known) {
            if (!Comparison::isSameIdentity($claims->data[$path], $known)) {
                return false;
            }
        }
        return true;
    }

    /**
     * @param list<Field> $fields
     * @return array<string, FieldVerdict>
     */
    private static function verdicts(Claims $claims, array $fields): array
    {
        $paths = array_map(static fn (Field $field): string => $field->path, $fields);
        return array_combine($paths, array_map(static fn (Field $one) => self::verdict($claims, $one), $fields));
    }
}
