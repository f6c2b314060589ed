<?php

declare(strict_types=1);

namespace Unefois\Verify;

/** A step failed. A back-office receives a `Verdict`, never this. */
final class Refused extends \Exception
{
    public function __construct(public readonly Reason $reason)
    {
        parent::__construct($reason->value);
    }

    /** Refuses with `$reason` unless `$holds`. */
    public static function unless(bool $holds, Reason $reason): void
    {
        if (!$holds) {
            throw new self($reason);
        }
    }
}
