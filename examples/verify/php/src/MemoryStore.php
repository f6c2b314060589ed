<?php

declare(strict_types=1);

namespace Unefois\Verify;

/** States of one process, forgotten when it ends. */
final class MemoryStore implements Store
{
    /** @var array<string, array<string, mixed>> */
    private array $states = [];

    public function change(string $name, callable $change): array
    {
        return $this->states[$name] = $change($this->states[$name] ?? []);
    }
}
