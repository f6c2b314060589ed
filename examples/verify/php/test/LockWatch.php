<?php

declare(strict_types=1);

namespace Unefois\Verify\Test;

use Unefois\Verify\MemoryStore;
use Unefois\Verify\Store;

/** A store that says which states were taken, and which ones are held now. */
final class LockWatch implements Store
{
    /** @var list<string> */
    public array $taken = [];
    /** @var list<string> */
    public array $held = [];

    public function __construct(private readonly Store $states = new MemoryStore())
    {
    }

    public function change(string $name, callable $change): array
    {
        $this->taken[] = $name;
        $this->held[] = $name;
        try {
            return $this->states->change($name, $change);
        } finally {
            array_pop($this->held);
        }
    }
}
