<?php

/**
 * One of several processes that take the same identifiers at once: `taker.php <folder> <name> <rounds>`. It says
 * that it is ready, and begins when it is given a line.
 */

declare(strict_types=1);

namespace Unefois\Verify\Test;

use Unefois\Verify\FileStore;
use Unefois\Verify\StoredSeen;

require __DIR__ . '/../autoload.php';

[, $folder, $name, $rounds] = $argv;
$clock = static fn (): float => 0.0;
$seen = new StoredSeen(new FileStore($folder), $clock);
echo "ready\n";
fgets(STDIN);
for ($round = 0; $round < (int) $rounds; $round += 1) {
    $seen->take("of {$name}, {$round}", 1.0);
    echo $seen->take("of everybody, {$round}", 1.0) ? "{$round} " : '';
}
