<?php

/** States in files: what was accepted is neither accepted twice nor forgotten. */

declare(strict_types=1);

namespace Unefois\Verify\Test;

use Unefois\Verify\FileStore;
use Unefois\Verify\StoreUnavailable;
use Unefois\Verify\StoredSeen;

const ROUNDS = 50;

/** Runs processes that take identifiers at once; gives what each was told to be the first to take. */
$taken = static function (string $folder, int $processes): array {
    $running = [];
    for ($name = 0; $name < $processes; $name += 1) {
        $command = [PHP_BINARY, __DIR__ . '/taker.php', $folder, (string) $name, (string) ROUNDS];
        $process = proc_open($command, [['pipe', 'r'], ['pipe', 'w']], $pipes);
        $running[] = [$process, ...$pipes];
    }
    foreach ($running as [, , $output]) {
        same("ready\n", fgets($output));
    }
    foreach ($running as [, $input]) {
        fwrite($input, "begin\n");
    }
    return array_map(static function (array $one): array {
        [$process, , $output] = $one;
        $said = explode(' ', trim((string) stream_get_contents($output)));
        same(0, proc_close($process));
        return array_values(array_filter($said, static fn (string $round): bool => $round !== ''));
    }, $running);
};

return [
    'identifier that arrives several times at once is accepted once, and none is forgotten' =>
        static function () use ($taken): void {
            $folder = Stack::folder();
            $firsts = array_merge(...$taken($folder, 4));
            sort($firsts, SORT_NUMERIC);
            same(array_map(strval(...), range(0, ROUNDS - 1)), $firsts);
            $kept = (new FileStore($folder))->change('seen', static fn (array $seen): array => $seen);
            same(ROUNDS * 5, count($kept));
            Stack::remove($folder);
        },
    'rejects a state that cannot be read, instead of forgetting what was accepted' => static function (): void {
        $folder = Stack::folder();
        $seen = new StoredSeen(new FileStore($folder), static fn (): float => 0.0);
        same(true, $seen->take('jti', 1.0));
        foreach (['', '{"jti jti":', 'null'] as $text) {
            file_put_contents("{$folder}/seen.json", $text);
            throws(StoreUnavailable::class, static fn () => $seen->take('jti', 1.0));
        }
        Stack::remove($folder);
    },
    'state that could not be written leaves the former' => static function (): void {
        $folder = Stack::folder();
        $store = new FileStore($folder);
        $store->change('seen', static fn (): array => ['a' => 1]);
        throws(\JsonException::class, static fn () => $store->change('seen', static fn (): array => ['a' => NAN]));
        same(['a' => 1], $store->change('seen', static fn (array $kept): array => $kept));
        Stack::remove($folder);
    },
];
