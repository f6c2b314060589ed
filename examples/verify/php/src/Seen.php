<?php

declare(strict_types=1);

namespace Unefois\Verify;

/** Step 9: where a back-office keeps accepted identifiers, a table with a unique column for instance. */
interface Seen
{
    /**
     * Keeps `$jti` until that Unix time; false when it was there already. Told by this machine's clock, whenever
     * the form was received; false too when `$until` is past: what was there may be forgotten. One operation, not
     * a question and then a write: an attestation may arrive twice at once.
     */
    public function take(string $jti, float $until): bool;
}
