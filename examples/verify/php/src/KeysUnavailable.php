<?php

declare(strict_types=1);

namespace Unefois\Verify;

/** The keys cannot be read now and none are kept: the attestation is to be verified later. */
final class KeysUnavailable extends \Exception
{
}
