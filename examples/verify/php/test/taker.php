<?php

/** One of several processes that take the same identifiers at once: `taker.php <folder> <name> <Unix time to begin>`. */

declare(strict_types=1);

namespace Unefois\Verify\Test;

use Unefois\Verify\FileStore;
use Unefois\Verify\StoredSeen;

require __DIR__ . '/../autoload.php';

[, $folder, $name, $begin] = $argv;
$clock = static fn (): float => 0.0;
$seen = new StoredSeen(new FileStore($folder), $clock);
time_sleep_until((float) $begin);
for ($round = 0; $round < 50; $round += 1) {
    $seen->take("of {$name}, {$round}", 1.0);
    echo $seen->take("of everybody, {$round}", 1.0) ? "{$round} " : '';
}
