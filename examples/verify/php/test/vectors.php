<?php

/** The vectors that the verifiers of all languages share, with each library that is here. */

declare(strict_types=1);

namespace Unefois\Verify\Test;

use Unefois\Verify\Field;
use Unefois\Verify\KeyCache;
use Unefois\Verify\MemoryStore;
use Unefois\Verify\NoNonce;
use Unefois\Verify\SignatureCheck;
use Unefois\Verify\Signatures;
use Unefois\Verify\StoredSeen;
use Unefois\Verify\Verdict;
use Unefois\Verify\Verifier;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

$vectors = json_decode((string) file_get_contents(__DIR__ . '/../../vectors.json'), false, 64, JSON_THROW_ON_ERROR);

/** Verifies an attestation in the situation of a case. */
$verify = static function (\stdClass $case, ?string $attestation, SignatureCheck $signatures) use ($vectors): Verdict {
    $clock = static fn (): float => (float) ($case->now ?? $vectors->now);
    $jwks = property_exists($case, 'jwks') ? $case->jwks : $vectors->jwks;
    $seen = new StoredSeen(new MemoryStore(), $clock);
    foreach ($case->seen ?? [] as $jti) {
        $seen->take($jti, INF);
    }
    $field = static fn (\stdClass $one) => new Field($one->path, $one->submitted, (array) ($one->values ?? []));
    $verifier = new Verifier(
        $vectors->issuer,
        $vectors->audience,
        (array) $vectors->forms,
        new KeyCache(static fn (): mixed => $jwks, new MemoryStore(), $clock),
        property_exists($case, 'seen') && $case->seen === null ? new FailingStore() : $seen,
        $signatures,
    );
    $fields = array_map($field, $case->fields);
    $nonce = property_exists($case, 'session_nonce') ? $case->session_nonce : NoNonce::FormUsesNone;
    return $verifier->verify($attestation, $fields, $nonce, (array) ($case->file ?? []), $clock());
};

/** The nominal attestation changed in each of its characters, cut, and followed by something. */
$altered = static function (string $text): \Generator {
    for ($index = 0; $index < strlen($text); $index += 1) {
        $other = ALPHABET[((int) strpos(ALPHABET, $text[$index]) + 1) % strlen(ALPHABET)];
        yield substr_replace($text, $other, $index, 1);
    }
    yield from [substr($text, 0, -1), "{$text}A", "{$text}\n", " {$text}", "{$text}="];
};

$nominal = array_values(array_filter($vectors->cases, static fn ($case): bool => $case->id === 'nominal'))[0];
$tests = [];
foreach (Signatures::available() as $signatures) {
    foreach ($vectors->cases as $case) {
        $tests["{$case->id} ({$signatures::name()}): {$case->title}"] = static function () use (
            $case,
            $signatures,
            $verify,
        ): void {
            $verdict = written($verify($case, $case->attestation ?? null, $signatures));
            $expected = ['reason' => $case->expect->reason, 'fields' => (array) $case->expect->fields];
            ksort($verdict['fields']);
            ksort($expected['fields']);
            same($expected, $verdict);
        };
    }
    $tests["rejects the nominal attestation when any character changes ({$signatures::name()})"] =
        static function () use ($altered, $nominal, $signatures, $verify): void {
            foreach ($altered($nominal->attestation) as $index => $text) {
                $verdict = $verify($nominal, $text, $signatures);
                same(false, $verdict->reason === null, "alteration {$index}:");
                same(['declared'], array_values(array_unique(written($verdict)['fields'])));
            }
        };
}
return $tests;
