<?php

declare(strict_types=1);

namespace Unefois\Verify;

/**
 * Keys kept a day at most. Read again for a `kid` that is not among them, but once a minute at most: an attacker
 * who invents identifiers does not make the back-office ask the edge each time.
 */
final readonly class KeyCache implements Keys
{
    private const DAY_SECS = 86_400;
    private const PAUSE_SECS = 60;

    /**
     * @param \Closure(): mixed $fetch gives a JWK Set as `json_decode` makes it, or throws
     * @param \Closure(): float $clock Unix time in seconds
     */
    public function __construct(private \Closure $fetch, private Store $store, private \Closure $clock)
    {
    }

    public function find(string $kid): ?array
    {
        $state = $this->kept();
        if (!$this->isFresh($state) || self::named($kid, $state['keys']) === null) {
            // One request asks at a time. Those whose key is known wait for none of them.
            $this->store->change('asking', function () use ($kid, &$state): array {
                $state = $this->refreshed($this->kept(), $kid);
                $this->store->change('keys', static fn (): array => $state);
                return [];
            });
        }
        return self::named($kid, $state['keys'] ?? throw new KeysUnavailable());
    }

    /** @return array<string, mixed> */
    private function kept(): array
    {
        return $this->store->change('keys', static fn (array $kept): array => $kept);
    }

    /** @param array<string, mixed> $state */
    private function isFresh(array $state): bool
    {
        return self::isWithin(($this->clock)() - ($state['fetched_at'] ?? -INF), self::DAY_SECS);
    }

    /** A clock that went back makes nothing last longer. */
    private static function isWithin(float $age, int $limit): bool
    {
        return $age >= 0 && $age < $limit;
    }

    /**
     * @param array<string, mixed> $state `keys`, when they were read, and when they were last asked for
     * @return array<string, mixed>
     */
    private function refreshed(array $state, string $kid): array
    {
        $now = ($this->clock)();
        if (!$this->isFresh($state)) {
            unset($state['keys'], $state['fetched_at']);
        }
        $isKnown = self::named($kid, $state['keys'] ?? []) !== null;
        $isAskedNow = self::isWithin($now - ($state['asked_at'] ?? -INF), self::PAUSE_SECS);
        return $isKnown || $isAskedNow ? $state : $this->asked($state, $now);
    }

    /**
     * @param array<string, mixed> $state
     * @return array<string, mixed>
     */
    private function asked(array $state, float $now): array
    {
        $state = ['asked_at' => $now] + $state;
        try {
            return ['keys' => self::keysOf(($this->fetch)()), 'fetched_at' => $now] + $state;
        } catch (\Throwable) {
            return $state;
        }
    }

    /**
     * @param array<array<string, mixed>> $keys
     * @return array<string, mixed>|null
     */
    private static function named(string $kid, array $keys): ?array
    {
        foreach ($keys as $jwk) {
            if (is_array($jwk) && ($jwk['kid'] ?? null) === $kid && P256Key::of($jwk) !== null) {
                return $jwk;
            }
        }
        return null;
    }

    /** @return array<mixed> */
    private static function keysOf(mixed $jwks): array
    {
        $keys = $jwks instanceof \stdClass ? $jwks->keys ?? null : null;
        if (!is_array($keys)) {
            throw new \UnexpectedValueException('not a JWK Set');
        }
        return json_decode(json_encode($keys, JSON_THROW_ON_ERROR), true, 64, JSON_THROW_ON_ERROR);
    }
}
