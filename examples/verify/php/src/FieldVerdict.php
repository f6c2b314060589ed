<?php

declare(strict_types=1);

namespace Unefois\Verify;

/** What a back-office may say of a submitted field. */
enum FieldVerdict: string
{
    case Verified = 'verified';
    case Edited = 'edited';
    case Declared = 'declared';
}
