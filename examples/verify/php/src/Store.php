<?php

declare(strict_types=1);

namespace Unefois\Verify;

/** Small states that outlive a request: keys, accepted identifiers. */
interface Store
{
    /**
     * Reads a state, changes it and keeps it, with nobody else in between.
     *
     * @param callable(array<string, mixed>): array<string, mixed> $change
     * @return array<string, mixed> the new state
     * @throws StoreUnavailable
     */
    public function change(string $name, callable $change): array;
}
