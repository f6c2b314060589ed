<?php

declare(strict_types=1);

namespace Unefois\Verify;

/** Step 3: keys of the configured issuer. */
interface Keys
{
    /**
     * The P-256 key of that identifier, or null.
     *
     * @return array<string, mixed>|null a JSON Web Key (RFC 7517 §4)
     * @throws KeysUnavailable
     * @throws StoreUnavailable where keys are kept in a store
     */
    public function find(string $kid): ?array;
}
