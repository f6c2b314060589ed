<?php

/** An edge that publishes the keys of the file `PUBLISHED`, and an address that sends elsewhere. */

declare(strict_types=1);

if ($_SERVER['REQUEST_URI'] !== '/keys') {
    header('Location: /keys', true, 302);
}
readfile((string) getenv('PUBLISHED'));
