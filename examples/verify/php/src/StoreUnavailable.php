<?php

declare(strict_types=1);

namespace Unefois\Verify;

/** A state can be neither read nor kept now. A form is taken all the same. */
final class StoreUnavailable extends \RuntimeException
{
}
