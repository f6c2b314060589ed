<?php

declare(strict_types=1);

namespace Unefois\Verify;

/** A value as its provider gave it, and the official name of the code it may be. */
final readonly class Attested
{
    public function __construct(public string|int|bool $value, public ?string $label = null)
    {
    }

    /** The value as a démarche file writes it: `true`, `12`, or the text itself. */
    public function plain(): string
    {
        return is_bool($this->value) ? ($this->value ? 'true' : 'false') : (string) $this->value;
    }
}
