<?php

/** The back-office over HTTP: the form served, posted, answered, and a log without values. */

declare(strict_types=1);

namespace Unefois\Verify\Test;

use Unefois\Verify\Jwks;

const POSTED = [
    'nom_naissance' => "L'héritier-Dupré",
    'jour_naissance' => '5',
    'mois_naissance' => '03',
    'annee_naissance' => '1987',
    'quotient_familial' => '12',
    'ville' => 'Valbourg',
];

/** @return array{string, list<string>} reason and verdicts that the answer to a form shows */
$posted = static function (Stack $stack, string $attestation, string $cookie = ''): array {
    $form = POSTED + ['unefois_attestation' => $attestation];
    [$status, , $page] = $stack->ask('POST', '/cantine/recu', $form, $cookie);
    same(200, $status);
    same(1, preg_match('/data-reason>([a-z_]*)</', $page, $reason));
    preg_match_all('/data-path="[^"]+" data-verdict="([a-z]+)"/', $page, $verdicts);
    return [$reason[1], $verdicts[1]];
};

/** An attestation of the present hour. */
$signed = static fn (Stack $stack, array $changes = []): string =>
    $stack->issuer->signed(Issuer::claims(time(), $changes));

/** @return array{string, string} cookie and nonce of a new session */
$opened = static function (Stack $stack): array {
    [, $headers, $page] = $stack->ask('GET', '/cantine/');
    $cookie = implode(preg_grep('/\ASet-Cookie: /i', $headers) ?: []);
    same(1, preg_match('~(dossier=[a-z0-9]+); path=/cantine/; HttpOnly; SameSite=Lax~i', $cookie, $session), $cookie);
    $written = '/ data-submission-nonce="([A-Za-z0-9_-]{16,128})" data-demarche=/';
    same(1, preg_match($written, $page, $nonce));
    return [$session[1], $nonce[1]];
};

$refused = static fn (string $reason): array => [$reason, array_fill(0, 4, 'declared')];

return [
    'each field of a form with its session has its verdict, once' => static fn () => Stack::with(
        true,
        static function (Stack $stack) use ($opened, $posted, $refused, $signed): void {
            [$cookie, $nonce] = $opened($stack);
            [$other] = $opened($stack);
            $attestation = $signed($stack, ['submission_nonce' => $nonce]);
            same($refused('submission_nonce'), $posted($stack, $attestation, $other));
            $verdicts = ['verified', 'verified', 'edited', 'declared'];
            same(['', $verdicts], $posted($stack, $attestation, $cookie));
            same($refused('submission_nonce'), $posted($stack, $attestation, $cookie));
            $log = ['submission_nonce', 'verified', 'submission_nonce'];
            same(array_map(static fn ($code) => "form cantine-valbourg: {$code}", $log), $stack->log());
        },
    ),
    'session is one this server drew and no other' => static fn () => Stack::with(
        true,
        static function (Stack $stack) use ($opened): void {
            $planted = $stack->ask('GET', '/cantine/', cookie: 'dossier=planted')[1];
            same([], preg_grep('/planted/', $planted));
            [$cookie] = $opened($stack);
            $again = $stack->ask('GET', '/cantine/', cookie: $cookie)[1];
            same(1, count(preg_grep("/\ASet-Cookie: {$cookie};/i", $again)));
        },
    ),
    'form is taken and its values declared while keys cannot be read' => static fn () => Stack::with(
        false,
        static function (Stack $stack) use ($posted, $refused, $signed): void {
            unlink("{$stack->folder}/keys.json");
            same($refused('keys_unavailable'), $posted($stack, $signed($stack)));
        },
    ),
    'rejects an attestation without nonce when there is no session' => static fn () => Stack::with(
        true,
        static function (Stack $stack) use ($posted, $refused, $signed): void {
            same($refused('submission_nonce'), $posted($stack, $signed($stack)));
            same($refused('submission_nonce'), $posted($stack, $signed($stack), 'dossier=invented'));
        },
    ),
    'rejects an attestation that arrives twice, and takes a form without one' => static fn () => Stack::with(
        false,
        static function (Stack $stack) use ($posted, $refused, $signed): void {
            $attestation = $signed($stack);
            same('', $posted($stack, $attestation)[0]);
            same($refused('replayed'), $posted($stack, $attestation));
            same($refused('absent'), $posted($stack, ''));
            same($refused('malformed'), $posted($stack, 'a.b.c'));
            same(200, $stack->ask('POST', '/cantine/recu', ['nom_naissance' => "\xff"])[0]);
            same(200, $stack->ask('POST', '/cantine/recu', ['unefois_attestation[]' => 'x'])[0]);
        },
    ),
    'form is served and received, and its values declared, while a state cannot be read' => static fn () => Stack::with(
        true,
        static function (Stack $stack) use ($opened, $posted, $refused, $signed): void {
            foreach (['nonces', 'keys', 'seen'] as $state) {
                [$cookie, $nonce] = $opened($stack);
                $stack->breakState($state);
                $attestation = $signed($stack, ['submission_nonce' => $nonce, 'jti' => $state]);
                same($refused('store_unavailable'), $posted($stack, $attestation, $cookie), $state);
                [$status, $headers, $page] = $stack->ask('GET', '/cantine/');
                same([200, true], [$status, str_contains($page, ' data-demarche=')], $state);
                same($state === 'nonces' ? 0 : 1, count(preg_grep('/\ASet-Cookie: /i', $headers) ?: []), $state);
                $stack->repairState($state);
                [$cookie, $nonce] = $opened($stack);
                $attestation = $signed($stack, ['submission_nonce' => $nonce, 'jti' => "after {$state}"]);
                same('', $posted($stack, $attestation, $cookie)[0], $state);
            }
            $log = ['store_unavailable', 'store_unavailable', 'verified'];
            $log = [...$log, 'store_unavailable', 'verified', 'store_unavailable', 'verified'];
            same(array_map(static fn ($code) => "form cantine-valbourg: {$code}", $log), $stack->log());
        },
    ),
    'page names the real edge and serves only what is beside it' => static fn () => Stack::with(
        false,
        static function (Stack $stack): void {
            [, $headers, $page] = $stack->ask('GET', '/cantine/?unefois=x');
            same([], preg_grep('/\ASet-Cookie: /i', $headers));
            $tag = 'src="http://edge.localhost:1234/v1/unefois.js" data-demarche=';
            same(true, str_contains($page, $tag));
            same(200, $stack->ask('GET', '/cantine/cantine.css')[0]);
            foreach (['../piscine/index.html', '%2e%2e%2fcantine%2findex.html', '.', 'demarche.toml'] as $path) {
                same(404, $stack->ask('GET', "/cantine/{$path}")[0], $path);
            }
            same([], $stack->log());
        },
    ),
    'rejects keys that are at another address' => static fn () => Stack::with(
        false,
        static function (Stack $stack): void {
            $address = "http://127.0.0.1:{$stack->keysPort}";
            same(1, count(Jwks::fetch("{$address}/keys")->keys));
            throws(\RuntimeException::class, static fn () => Jwks::fetch("{$address}/moved"));
        },
    ),
];
