<?php

declare(strict_types=1);

namespace Unefois\Verify\Test;

use Unefois\Verify\Seen;

/** A store of identifiers that does not answer. */
final class FailingStore implements Seen
{
    public function take(string $jti, float $until): bool
    {
        throw new \LogicException("{$jti} was not kept until {$until}");
    }
}
