<?php

declare(strict_types=1);

namespace Unefois\Verify;

/** Said in place of the session's nonce. */
enum NoNonce
{
    /** The form uses none. A nonce that was spent, or that nobody finds any more, is `null` instead. */
    case FormUsesNone;
}
