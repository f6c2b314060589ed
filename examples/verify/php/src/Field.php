<?php

declare(strict_types=1);

namespace Unefois\Verify;

/** A field of the form: its path in the démarche file and what was submitted, put together. */
final readonly class Field
{
    /** @param array<string, string> $values the démarche file's table, from a received value to an option's */
    public function __construct(public string $path, public string $submitted, public array $values = [])
    {
    }
}
