<?php

/** The key cache: how long keys are kept, how often they are asked for (rotation, removal, outage). */

declare(strict_types=1);

namespace Unefois\Verify\Test;

use Unefois\Verify\FileStore;
use Unefois\Verify\Jwks;
use Unefois\Verify\KeysUnavailable;
use Unefois\Verify\StoreUnavailable;

const DAY_SECS = 86_400;

[$old, $new] = [new Issuer('old'), new Issuer('new')];

return [
    'keys are asked for once a day' => static function () use ($old): void {
        $edge = new Edge($old);
        foreach ([0, 1, DAY_SECS - 1] as $age) {
            $edge->now = Issuer::NOW + $age;
            same($old->jwk(), $edge->cache->find('old'));
        }
        same(1, $edge->asked);
        $edge->now = Issuer::NOW + DAY_SECS;
        $edge->cache->find('old');
        same(2, $edge->asked);
    },
    'rotated key is found after one refresh and the old one still verifies' => static function () use (
        $new,
        $old,
    ): void {
        $edge = new Edge($old);
        $before = $old->signed(Issuer::claims());
        same(null, $edge->reason($before));
        $edge->publish($old, $new);
        $edge->now += 60;
        same(null, $edge->reason($new->signed(Issuer::claims())));
        same(null, $edge->reason($before));
        same(2, $edge->asked);
    },
    'unknown key makes one refresh a minute' => static function () use ($old): void {
        $edge = new Edge($old);
        $edge->cache->find('old');
        foreach ([0, 1, 59, 60, 61] as $seconds) {
            $edge->now = Issuer::NOW + $seconds;
            same(null, $edge->cache->find('invented'));
        }
        same(2, $edge->asked);
    },
    'rejects a removed key once the kept ones are a day old' => static function () use ($new, $old): void {
        $edge = new Edge($old);
        $attestation = $old->signed(Issuer::claims());
        same(null, $edge->reason($attestation));
        $edge->publish($new);
        $edge->now += DAY_SECS;
        same('unknown_key', $edge->reason($attestation));
    },
    'kept keys serve while the edge is down for less than a day' => static function () use ($old): void {
        $edge = new Edge($old);
        $edge->cache->find('old');
        $edge->isDown = true;
        $edge->now = Issuer::NOW + DAY_SECS - 1;
        same(null, $edge->reason($old->signed(Issuer::claims())));
        $edge->now = Issuer::NOW + DAY_SECS;
        same('keys_unavailable', $edge->reason($old->signed(Issuer::claims())));
    },
    'edge that is down is asked once a minute and believed when back' => static function () use ($old): void {
        $edge = new Edge($old);
        $edge->isDown = true;
        foreach ([1, 2, 3] as $_) {
            throws(KeysUnavailable::class, static fn () => $edge->cache->find('old'));
        }
        same(1, $edge->asked);
        $edge->isDown = false;
        $edge->now += 60;
        same($old->jwk(), $edge->cache->find('old'));
    },
    'unknown key while the edge is down leaves the kept keys in place' => static function () use ($old): void {
        $edge = new Edge($old);
        $edge->cache->find('old');
        $edge->isDown = true;
        $edge->now += 60;
        same(null, $edge->cache->find('new'));
        same($old->jwk(), $edge->cache->find('old'));
        same(2, $edge->asked);
    },
    'clock that was put back makes the keys be read again' => static function () use ($old): void {
        foreach ([false, true] as $isDown) {
            $edge = new Edge($old);
            $edge->isDown = $isDown;
            try {
                $edge->cache->find('old');
            } catch (KeysUnavailable) {
            }
            $edge->isDown = false;
            $edge->now -= 1;
            same($old->jwk(), $edge->cache->find('old'));
            same(2, $edge->asked);
        }
    },
    'rejects sets that are none' => static function (): void {
        foreach ([null, [], (object) [], (object) ['keys' => (object) []], 'keys'] as $published) {
            $edge = new Edge();
            $edge->published = $published;
            throws(KeysUnavailable::class, static fn () => $edge->cache->find('old'));
        }
    },
    'rejects keys of another kind under the same identifier' => static function () use ($old): void {
        $public = $old->jwk();
        $others = [
            ['kty' => 'oct', 'k' => 'AAAA'] + $public,
            ['crv' => 'P-384'] + $public,
            ['x' => $public['y']] + $public,
            ['x' => $public['x'] . '='] + $public,
            ['y' => 1] + $public,
            'old',
        ];
        foreach ($others as $other) {
            $edge = new Edge();
            $edge->published = (object) ['keys' => [$other]];
            same(null, $edge->cache->find('old'));
        }
    },
    'rejects addresses where anybody could answer' => static function (): void {
        foreach (['file:///etc/hostname', 'http://edge.invalid/keys', '//edge.invalid'] as $address) {
            throws(\RuntimeException::class, static fn () => Jwks::fetch($address));
        }
    },
    'known key is found while another is being asked for' => static function () use ($old): void {
        $edge = new Edge($old);
        $store = new LockWatch();
        $cache = $edge->cacheOver($store);
        $cache->find('old');
        $edge->now += 60;
        $heldWhileAsking = null;
        $edge->answering = static function () use ($store, &$heldWhileAsking): void {
            $heldWhileAsking = $store->held;
        };
        same(null, $cache->find('invented'));
        same(['asking'], $heldWhileAsking);
        $store->taken = [];
        same($old->jwk(), $cache->find('old'));
        same(['keys'], $store->taken);
    },
    'keys in files outlive a request' => static function () use ($old): void {
        $folder = Stack::folder();
        $edge = new Edge($old);
        $edge->cacheOver(new FileStore($folder))->find('old');
        same($old->jwk(), $edge->cacheOver(new FileStore($folder))->find('old'));
        same(1, $edge->asked);
        Stack::remove($folder);
    },
    'rejects a folder of states that others may enter' => static function (): void {
        $folder = Stack::folder();
        chmod($folder, 0755);
        $store = new FileStore($folder);
        throws(StoreUnavailable::class, static fn () => $store->change('seen', static fn (): array => []));
        Stack::remove($folder);
    },
];
