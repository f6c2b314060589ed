<?php

/**
 * Every test of the verifier, without a test library: `php test/run.php`. The last line counts them.
 */

declare(strict_types=1);

namespace Unefois\Verify\Test;

use Unefois\Verify\Signatures;

require __DIR__ . '/../autoload.php';
require __DIR__ . '/support.php';
require __DIR__ . '/Issuer.php';
require __DIR__ . '/Edge.php';
require __DIR__ . '/FailingStore.php';
require __DIR__ . '/LockWatch.php';
require __DIR__ . '/Stack.php';

// A warning is a failure: a back-office would answer something else than what was meant.
set_error_handler(static function (int $level, string $message, string $file, int $line): bool {
    // What is silenced with @ is looked at by its own code.
    return (error_reporting() & $level) === 0 || throw new \ErrorException($message, 0, $level, $file, $line);
});

// A run without a library would prove nothing of signatures.
Signatures::preferred();
$names = array_map(static fn ($signatures): string => $signatures::name(), Signatures::available());
echo 'signatures checked by: ', implode(', ', $names), "\n";

[$passed, $failed] = [0, 0];
foreach (['vectors', 'verifier', 'comparison', 'keys', 'store', 'back-office'] as $group) {
    foreach (require __DIR__ . "/{$group}.php" as $sentence => $test) {
        try {
            $test();
            $passed += 1;
        } catch (\Throwable $failure) {
            $failed += 1;
            echo "not ok: {$group}: {$sentence}\n    {$failure->getMessage()}\n";
        }
    }
}
echo "{$passed} passed, {$failed} failed\n";
exit($failed === 0 ? 0 : 1);
