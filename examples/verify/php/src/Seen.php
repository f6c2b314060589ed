<?php

declare(strict_types=1);

namespace Unefois\Verify;

/** Step 9: where a back-office keeps accepted identifiers, a table with a unique column for instance. */
interface Seen
{
    /**
     * Keeps `$jti` until that Unix time; false when it was there already. `$until` is when no copy that was put
     * aside can be tried any more, told by this machine's clock, whenever the form was received; false too when it
     * is past: what was there may be forgotten. One operation, not a question and then a write: an attestation may
     * arrive twice at once.
     *
     * @throws \Throwable whatever keeps it from answering: the form is taken all the same
     */
    public function take(string $jti, float $until): bool;
}
