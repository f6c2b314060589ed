<?php

/** What JSON and PHP disagree about, with attestations that are truly signed. */

declare(strict_types=1);

namespace Unefois\Verify\Test;

use Unefois\Verify\Field;
use Unefois\Verify\KeyCache;
use Unefois\Verify\Keys;
use Unefois\Verify\MemoryStore;
use Unefois\Verify\NoNonce;
use Unefois\Verify\Signatures;
use Unefois\Verify\StoreUnavailable;
use Unefois\Verify\StoredSeen;
use Unefois\Verify\Verdict;
use Unefois\Verify\Verifier;

$issuer = new Issuer('kid-1');

/** Verifies what is signed with the right key. */
$verify = static function (
    array|string $payload,
    float $now = Issuer::NOW,
    string|NoNonce|null $nonce = NoNonce::FormUsesNone,
    array $file = [],
) use ($issuer): Verdict {
    $clock = static fn (): float => $now;
    $jwks = static fn (): object => (object) ['keys' => [$issuer->jwk()]];
    $verifier = new Verifier(
        Issuer::ISSUER,
        Issuer::AUDIENCE,
        [Issuer::FORM => ['1']],
        new KeyCache($jwks, new MemoryStore(), $clock),
        new StoredSeen(new MemoryStore(), $clock),
        Signatures::preferred(),
    );
    $field = new Field('identite.nom_naissance', "l'héritier-dupré");
    return $verifier->verify($issuer->signed($payload), [$field], $nonce, $file, $now);
};

/** Reason of the nominal claims, one member of which is written by hand. */
$reasonWith = static function (string $name, string $text) use ($verify): ?string {
    $claims = json_encode(Issuer::claims(changes: [$name => '@']), JSON_THROW_ON_ERROR);
    return $verify(str_replace('"@"', $text, $claims))->reason?->value;
};

return [
    'accepted attestation leaves its identifier and the key to archive' => static function () use (
        $issuer,
        $verify,
    ): void {
        $verdict = $verify(Issuer::claims());
        same(['reason' => null, 'fields' => ['identite.nom_naissance' => 'verified']], written($verdict));
        same(['jti-Œ/1', Issuer::FORM, $issuer->jwk()], [$verdict->jti, $verdict->formId, $verdict->key]);
    },
    'rejects times that are not whole numbers' => static function () use ($reasonWith): void {
        foreach (['true', '1.5', '"1780000000"', 'null', 'NaN', '1e999', str_repeat('9', 5000)] as $text) {
            same('claims', $reasonWith('exp', $text), substr($text, 0, 20));
        }
    },
    'rejects values of another type' => static function () use ($reasonWith): void {
        foreach (['1.5', 'null', '[1]', '{"a":1}', '9007199254740992', '99999999999999999999'] as $text) {
            same('claims', $reasonWith('data', "{\"a\":{\"value\":{$text}}}"), $text);
        }
    },
    'rejects payloads that are no object of Unicode JSON' => static function () use ($reasonWith, $verify): void {
        foreach (['[]', 'nul', str_repeat('[', 40_000), '{"\u0000a":1}'] as $payload) {
            same('claims', $verify($payload)->reason?->value, substr($payload, 0, 20));
        }
        same('claims', $reasonWith('jti', "\"\xff\""));
        same('claims', $reasonWith('jti', '"\ud800"'));
        same('claims', $reasonWith('data', '[]'));
        same(null, $reasonWith('data', '{}'));
    },
    'paths that look like numbers stay paths' => static function () use ($reasonWith): void {
        same(null, $reasonWith('data', '{"0":{"value":1},"":{"value":2}}'));
    },
    'time is held to the millisecond' => static function () use ($verify): void {
        ['iat' => $iat, 'exp' => $exp] = Issuer::claims();
        same(null, $verify(Issuer::claims(), $iat - 60.0)->reason);
        same('not_yet_valid', $verify(Issuer::claims(), $iat - 60.001)->reason?->value);
        same(null, $verify(Issuer::claims(), $exp + 60.0)->reason);
        same('expired', $verify(Issuer::claims(), $exp + 60.001)->reason?->value);
    },
    'rejects a nonce that is no text' => static function () use ($verify): void {
        foreach ([null, true, 0, ['n']] as $nonce) {
            $claims = Issuer::claims(changes: ['submission_nonce' => $nonce]);
            same('submission_nonce', $verify($claims, nonce: str_repeat('n', 16))->reason?->value);
            same('submission_nonce', $verify($claims)->reason?->value);
        }
    },
    'rejects an attestation when the session has no nonce left' => static function () use ($verify): void {
        foreach ([null, ''] as $nonce) {
            foreach ([[], ['submission_nonce' => $nonce], ['submission_nonce' => str_repeat('n', 16)]] as $changes) {
                $verdict = $verify(Issuer::claims(changes: $changes), nonce: $nonce);
                same('submission_nonce', $verdict->reason?->value);
            }
        }
    },
    'rejects the file of another person but not one that does not say' => static function () use ($verify): void {
        [$name, $birth] = ['identite.nom_naissance', 'identite.date_naissance'];
        $reason = static fn (array $file) => $verify(Issuer::claims(), file: $file)->reason?->value;
        same(null, $reason([$name => "l'HÉRITIER-DUPRÉ", $birth => '05/03/1987', 'identite.sexe' => 'F']));
        same(null, $reason([$name => ' ', $birth => '']));
        same('other_person', $reason([$name => "L'Héritier"]));
        same('other_person', $reason([$birth => '1987-03-06']));
    },
    'identifier is kept until its time, and not taken when that is past' => static function (): void {
        $now = (float) Issuer::NOW;
        $seen = new StoredSeen(new MemoryStore(), static function () use (&$now): float {
            return $now;
        });
        same(true, $seen->take('12', $now + 60));
        same(true, $seen->take('012', $now + 60));
        $now += 60;
        same(false, $seen->take('12', $now + 60));
        $now += 0.001;
        same(false, $seen->take('12', $now - 0.001));
        same(true, $seen->take('12', $now));
    },
    'form is answered when the kept keys cannot be read' => static function () use ($issuer): void {
        $keys = new class implements Keys {
            public function find(string $kid): ?array
            {
                throw new StoreUnavailable();
            }
        };
        $seen = new StoredSeen(new MemoryStore(), static fn (): float => Issuer::NOW);
        $verifier = new Verifier(Issuer::ISSUER, Issuer::AUDIENCE, [], $keys, $seen, Signatures::preferred());
        $verdict = $verifier->verify($issuer->signed(Issuer::claims()), [], NoNonce::FormUsesNone);
        same('store_unavailable', $verdict->reason?->value);
    },
    'rejects a copy that was put aside when another was accepted meanwhile' => static function () use (
        $issuer,
    ): void {
        [$edge, $claims] = [new Edge($issuer), Issuer::claims()];
        $verifier = $edge->verifier();
        $attestation = $issuer->signed($claims);
        $reason = static fn (float $receivedAt): ?string => $verifier
            ->verify($attestation, [], NoNonce::FormUsesNone, receivedAt: $receivedAt)->reason?->value;
        $edge->now = $lastMoment = $claims['exp'] + 60.0;
        $edge->isDown = true;
        same('keys_unavailable', $reason($lastMoment));
        $edge->isDown = false;
        $edge->now += 7 * 86_400;
        same(null, $reason(Issuer::NOW));
        foreach ([7 * 86_400 + 60, 8 * 86_400, 9 * 86_400] as $secs) {
            $edge->now = $lastMoment + $secs;
            same('replayed', $reason($lastMoment), "after {$secs} s");
        }
    },
];
