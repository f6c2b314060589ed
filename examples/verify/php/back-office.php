<?php

/**
 * A back-office of a few lines: serves the canteen form, receives it, shows its verdict.
 *
 * `BACK_OFFICE_CONFIG=config.json php -q -S 127.0.0.1:8080 back-office.php`; the configuration is described
 * in examples/verify/README.md. PHP forgets everything between two requests: keys, nonces and accepted
 * identifiers are in the folder of `BACK_OFFICE_STATE`, or in one of its own among the temporary files.
 */

declare(strict_types=1);

namespace Unefois\BackOffice;

use Unefois\Verify\Field;
use Unefois\Verify\FileStore;
use Unefois\Verify\Jwks;
use Unefois\Verify\KeyCache;
use Unefois\Verify\NoNonce;
use Unefois\Verify\Reason;
use Unefois\Verify\Signatures;
use Unefois\Verify\Store;
use Unefois\Verify\StoreUnavailable;
use Unefois\Verify\StoredSeen;
use Unefois\Verify\Verdict;
use Unefois\Verify\Verifier;

require __DIR__ . '/autoload.php';

const FORM = '/cantine/';
const RECEIPT = '/cantine/recu';
const COOKIE = 'dossier';
const MAX_SESSIONS = 10_000;
const TYPES = ['css' => 'text/css', 'js' => 'text/javascript', 'svg' => 'image/svg+xml', 'png' => 'image/png'];

// An error would quote what was submitted, in the page or in the log.
ini_set('display_errors', '0');
ini_set('zend.exception_ignore_args', '1');

$written = (string) file_get_contents((string) getenv('BACK_OFFICE_CONFIG'));
$config = json_decode($written, true, 16, JSON_THROW_ON_ERROR);
$folder = sys_get_temp_dir() . '/unefois-back-office-' . substr(hash('sha256', $written), 0, 16);
$store = new FileStore(getenv('BACK_OFFICE_STATE') ?: $folder);
$path = rawurldecode((string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));

header('Cache-Control: no-store');
header('X-Content-Type-Options: nosniff');
header_remove('X-Powered-By');
match ("{$_SERVER['REQUEST_METHOD']} {$path}") {
    'GET ' . FORM => send('text/html', page($config, $store)),
    'POST ' . RECEIPT => send('text/html', receipt(receive($config, $store))),
    default => sendFileBesidePage($config['page'], $path),
};

/**
 * The form's page, with the edge's address and the session's nonce, one for all tabs.
 *
 * @param array<string, mixed> $config
 */
function page(array $config, Store $store): string
{
    $page = str_replace($config['written_edge'], $config['edge'], (string) file_get_contents($config['page']));
    if (!($config['nonce'] ?? false)) {
        return $page;
    }
    try {
        [$session, $nonce] = openedSession($store);
    } catch (StoreUnavailable) {
        // The form stays of use, and its values will be declared.
        note($config, Reason::StoreUnavailable);
        return $page;
    }
    setcookie(COOKIE, $session, ['path' => FORM, 'httponly' => true, 'samesite' => 'Lax']);
    $attribute = "data-submission-nonce=\"{$nonce}\" data-demarche=";
    return (string) preg_replace('/data-demarche=/', $attribute, $page, 1);
}

/** @return array{string, string} the request's session, or a new one, and its nonce */
function openedSession(Store $store): array
{
    $session = session();
    $drawn = token();
    $nonces = $store->change('nonces', static function (array $nonces) use (&$session, $drawn): array {
        // An identifier this server did not draw opens no session.
        $session = isset($nonces[$session]) ? $session : token();
        return array_slice([...$nonces, $session => $nonces[$session] ?? $drawn], -MAX_SESSIONS);
    });
    return [$session, $nonces[$session]];
}

/**
 * Takes a form, whatever its attestation is worth, and spends the nonce of the session.
 *
 * @param array<string, mixed> $config
 */
function receive(array $config, Store $store): Verdict
{
    $fields = array_map(field(...), $config['fields']);
    try {
        $nonce = ($config['nonce'] ?? false) ? spentNonce($store) : NoNonce::FormUsesNone;
        $verdict = verifier($config, $store)->verify(submitted('unefois_attestation'), $fields, $nonce);
    } catch (StoreUnavailable) {
        $verdict = Verdict::refused(Reason::StoreUnavailable, $fields);
    }
    // A real back-office keeps the form here, with the attestation and `$verdict->key`.
    note($config, $verdict->reason);
    return $verdict;
}

/**
 * A line of the log, without any value.
 *
 * @param array<string, mixed> $config
 */
function note(array $config, ?Reason $reason): void
{
    $forms = implode(',', array_keys($config['forms']));
    file_put_contents('php://stderr', "form {$forms}: " . ($reason?->value ?? 'verified') . "\n");
}

/** @param array<string, mixed> $config */
function verifier(array $config, Store $store): Verifier
{
    $clock = static fn (): float => microtime(true);
    $uri = $config['jwks_uri'] ?? $config['issuer'] . '/.well-known/jwks.json';
    return new Verifier(
        issuer: $config['issuer'],
        audience: $config['audience'],
        forms: $config['forms'],
        keys: new KeyCache(static fn (): mixed => Jwks::fetch($uri), $store, $clock),
        seen: new StoredSeen($store, $clock),
        signatures: Signatures::preferred(),
    );
}

/** The nonce of this session, once; null when there is none left. */
function spentNonce(Store $store): ?string
{
    $nonce = null;
    $store->change('nonces', static function (array $nonces) use (&$nonce): array {
        $nonce = $nonces[session()] ?? null;
        unset($nonces[session()]);
        return $nonces;
    });
    return $nonce;
}

function session(): string
{
    $cookie = $_COOKIE[COOKIE] ?? '';
    return is_string($cookie) ? $cookie : '';
}

/** Text that nobody guesses. A letter first: PHP makes a number of a name that looks like one. */
function token(): string
{
    return 'n' . bin2hex(random_bytes(16));
}

/** @param array<string, mixed> $entry */
function field(array $entry): Field
{
    $submitted = isset($entry['names']) ? dateOfThree($entry['names']) : submitted($entry['name']);
    return new Field($entry['path'], $submitted, $entry['values'] ?? []);
}

/** @param array{day: string, month: string, year: string} $names */
function dateOfThree(array $names): string
{
    $padded = static fn (string $name): string => str_pad(submitted($name), 2, '0', STR_PAD_LEFT);
    $isEmpty = submitted($names['year']) . submitted($names['month']) . submitted($names['day']) === '';
    return $isEmpty ? '' : submitted($names['year']) . "-{$padded($names['month'])}-{$padded($names['day'])}";
}

function submitted(string $name): string
{
    // PHP writes the names of the fields its own way.
    $value = $_POST[strtr($name, '. [', '___')] ?? '';
    return is_string($value) ? $value : '';
}

/** The page that answers a form. */
function receipt(Verdict $verdict): string
{
    $rows = '';
    foreach ($verdict->fields as $path => $one) {
        $path = htmlspecialchars((string) $path);
        $rows .= "<tr data-path=\"{$path}\" data-verdict=\"{$one->value}\">"
            . "<td>{$path}</td><td>{$one->value}</td></tr>";
    }
    return '<!doctype html><html lang="fr"><meta charset="utf-8"><title>Demande reçue</title>'
        . "<h1>Votre demande est reçue</h1><p data-reason>{$verdict->reason?->value}</p>"
        . "<table><tr><th>Champ</th><th>Valeur</th></tr>{$rows}</table></html>";
}

function sendFileBesidePage(string $page, string $path): void
{
    $isBare = preg_match('~\A' . FORM . '([a-z0-9-]+\.([a-z]+))\z~', $path, $match) === 1;
    $file = dirname($page) . '/' . ($match[1] ?? '');
    if ($_SERVER['REQUEST_METHOD'] === 'GET' && $isBare && isset(TYPES[$match[2]]) && is_file($file)) {
        send(TYPES[$match[2]], (string) file_get_contents($file));
        return;
    }
    http_response_code(404);
    send('text/plain', 'Page introuvable.');
}

function send(string $type, string $body): void
{
    header("Content-Type: {$type}; charset=utf-8");
    echo $body;
}
