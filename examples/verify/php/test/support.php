<?php

declare(strict_types=1);

namespace Unefois\Verify\Test;

/** Fails unless both are the same, types included. */
function same(mixed $expected, mixed $got, string $what = ''): void
{
    if ($expected !== $got) {
        $written = static fn (mixed $value): string => substr(var_export($value, true), 0, 600);
        throw new \RuntimeException("{$what} expected {$written($expected)}, got {$written($got)}");
    }
}

/** Fails unless `$work` throws an exception of that class. */
function throws(string $class, \Closure $work): void
{
    try {
        $work();
    } catch (\Throwable $thrown) {
        same(true, $thrown instanceof $class, $thrown::class);
        return;
    }
    throw new \RuntimeException("nothing was thrown, {$class} was expected");
}

/**
 * The verdict as the vectors write it.
 *
 * @return array{reason: string|null, fields: array<string, string>}
 */
function written(\Unefois\Verify\Verdict $verdict): array
{
    $fields = array_map(static fn ($one): string => $one->value, $verdict->fields);
    return ['reason' => $verdict->reason?->value, 'fields' => $fields];
}
