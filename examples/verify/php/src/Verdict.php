<?php

declare(strict_types=1);

namespace Unefois\Verify;

/**
 * What the back-office may believe. The form is taken in every case.
 *
 * `$reason` goes to the log; it is null when the attestation was accepted. Keep `$jti` and `$key` with
 * it then: a dispute comes after the key is no longer published.
 */
final readonly class Verdict
{
    /**
     * @param array<string, FieldVerdict> $fields by path
     * @param array<string, mixed>|null $key the JWK that verified it
     */
    public function __construct(
        public ?Reason $reason,
        public array $fields,
        public ?string $jti = null,
        public ?string $formId = null,
        public ?array $key = null,
    ) {
    }

    /**
     * Every field is declared.
     *
     * @param list<Field> $fields
     */
    public static function refused(Reason $reason, array $fields): self
    {
        $paths = array_map(static fn (Field $field): string => $field->path, $fields);
        return new self($reason, array_fill_keys($paths, FieldVerdict::Declared));
    }
}
