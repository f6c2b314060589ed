<?php

declare(strict_types=1);

namespace Unefois\Verify\Test;

use Unefois\Verify\Field;
use Unefois\Verify\KeyCache;
use Unefois\Verify\MemoryStore;
use Unefois\Verify\NoNonce;
use Unefois\Verify\Signatures;
use Unefois\Verify\Store;
use Unefois\Verify\StoredSeen;
use Unefois\Verify\Verifier;

/** Publishes keys, or is down; counts how often it was asked. */
final class Edge
{
    public float $now = Issuer::NOW;
    public bool $isDown = false;
    public int $asked = 0;
    public mixed $published;
    /** What happens while it answers. */
    public ?\Closure $answering = null;
    public readonly KeyCache $cache;

    public function __construct(Issuer ...$issuers)
    {
        $this->publish(...$issuers);
        $this->cache = $this->cacheOver(new MemoryStore());
    }

    public function publish(Issuer ...$issuers): void
    {
        $this->published = (object) ['keys' => array_map(static fn (Issuer $one) => $one->jwk(), $issuers)];
    }

    public function cacheOver(Store $store): KeyCache
    {
        return new KeyCache($this->fetch(...), $store, fn (): float => $this->now);
    }

    /** Reason given for an attestation, verified with the cache at the hour it was made for. */
    public function reason(string $attestation): ?string
    {
        $fields = [new Field('identite.nom_naissance', 'x')];
        $verdict = $this->verifier()->verify($attestation, $fields, NoNonce::FormUsesNone, receivedAt: Issuer::NOW);
        return $verdict->reason?->value;
    }

    /** One with the cache, which has accepted nothing. */
    public function verifier(): Verifier
    {
        return new Verifier(
            Issuer::ISSUER,
            Issuer::AUDIENCE,
            [Issuer::FORM => ['1']],
            $this->cache,
            new StoredSeen(new MemoryStore(), fn (): float => $this->now),
            Signatures::preferred(),
        );
    }

    private function fetch(): mixed
    {
        $this->asked += 1;
        $this->answering?->__invoke();
        return $this->isDown ? throw new \RuntimeException('unreachable') : $this->published;
    }
}
