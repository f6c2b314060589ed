<?php

declare(strict_types=1);

namespace Unefois\Verify;

/** Accepted identifiers in a `Store`. */
final readonly class StoredSeen implements Seen
{
    /** @param \Closure(): float $clock Unix time in seconds */
    public function __construct(private Store $store, private \Closure $clock)
    {
    }

    public function take(string $jti, float $until): bool
    {
        $isNew = false;
        $this->store->change('seen', function (array $known) use ($jti, $until, &$isNew): array {
            $now = ($this->clock)();
            $known = array_filter($known, static fn (float $end): bool => $end >= $now);
            // A prefix keeps PHP from making numbers of identifiers that look like some.
            $isNew = !isset($known["jti {$jti}"]) && $until >= $now;
            return $isNew ? [...$known, "jti {$jti}" => $until] : $known;
        });
        return $isNew;
    }
}
