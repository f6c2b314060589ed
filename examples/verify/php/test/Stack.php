<?php

declare(strict_types=1);

namespace Unefois\Verify\Test;

/** The back-office and an edge that publishes keys, each in PHP's own server, with the log they write. */
final class Stack
{
    private const STARTS_WITHIN_SECS = 20;
    private const PAUSE_MICROS = 20_000;

    public readonly Issuer $issuer;
    public readonly string $folder;
    private int $port;
    public int $keysPort;
    /** @var list<resource> */
    private array $servers = [];

    public function __construct(bool $nonce)
    {
        $this->issuer = new Issuer('kid-1');
        $this->folder = self::folder();
        $this->write('keys.json', ['keys' => [$this->issuer->jwk()]]);
        $published = ['PUBLISHED' => "{$this->folder}/keys.json"];
        $this->keysPort = $this->serve(__DIR__ . '/publisher.php', $published);
        $this->write('config.json', self::config($this->keysPort, $nonce));
        $this->port = $this->serve(__DIR__ . '/../back-office.php', [
            'BACK_OFFICE_CONFIG' => "{$this->folder}/config.json",
            'BACK_OFFICE_STATE' => "{$this->folder}/state",
        ]);
    }

    /** Runs a test on a stack and ends its servers, whatever happens. */
    public static function with(bool $nonce, \Closure $test): void
    {
        $stack = new self($nonce);
        try {
            $test($stack);
        } finally {
            array_map(proc_terminate(...), $stack->servers);
            array_map(proc_close(...), $stack->servers);
            self::remove($stack->folder);
        }
    }

    /**
     * One request, as a browser would make it.
     *
     * @param array<string, string>|null $form
     * @return array{int, list<string>, string} status, headers, body
     */
    public function ask(string $method, string $path, ?array $form = null, string $cookie = ''): array
    {
        $headers = ['Content-Type: application/x-www-form-urlencoded', "Cookie: {$cookie}"];
        $http = ['method' => $method, 'header' => $headers, 'content' => http_build_query($form ?? [])];
        $http += ['ignore_errors' => true, 'follow_location' => 0, 'timeout' => 20];
        $context = stream_context_create(['http' => $http]);
        $body = (string) file_get_contents("http://127.0.0.1:{$this->port}{$path}", false, $context);
        return [(int) explode(' ', $http_response_header[0])[1], $http_response_header, $body];
    }

    /** @return list<string> lines of the back-office's log, its first apart: PHP's own, which names the port */
    public function log(): array
    {
        $lines = file("{$this->folder}/back-office.php.log", FILE_IGNORE_NEW_LINES) ?: [];
        return array_values(array_filter($lines, static fn (string $line): bool => !str_ends_with($line, ' started')));
    }

    /** Makes a state of the back-office one that cannot be read. */
    public function breakState(string $name): void
    {
        file_put_contents("{$this->folder}/state/{$name}.json", '{"');
    }

    /** Makes a state of the back-office an empty one. */
    public function repairState(string $name): void
    {
        file_put_contents("{$this->folder}/state/{$name}.json", '{}');
    }

    public static function folder(): string
    {
        $folder = sys_get_temp_dir() . '/unefois-verify-' . bin2hex(random_bytes(8));
        mkdir($folder, 0700);
        return $folder;
    }

    public static function remove(string $folder): void
    {
        foreach (glob("{$folder}/*") ?: [] as $path) {
            is_dir($path) ? self::remove($path) : unlink($path);
        }
        rmdir($folder);
    }

    /** @return array<string, mixed> */
    private static function config(int $keysPort, bool $nonce): array
    {
        return [
            'issuer' => Issuer::ISSUER,
            'audience' => Issuer::AUDIENCE,
            'forms' => [Issuer::FORM => ['1']],
            'jwks_uri' => "http://127.0.0.1:{$keysPort}/keys",
            'page' => dirname(__DIR__, 3) . '/cantine/index.html',
            'written_edge' => 'http://unefois.localhost:8787',
            'edge' => 'http://edge.localhost:1234',
            'nonce' => $nonce,
            'fields' => [
                ['path' => 'identite.nom_naissance', 'name' => 'nom_naissance'],
                ['path' => 'identite.date_naissance', 'names' => [
                    'day' => 'jour_naissance',
                    'month' => 'mois_naissance',
                    'year' => 'annee_naissance',
                ]],
                ['path' => 'quotient_familial.valeur', 'name' => 'quotient_familial'],
                ['path' => 'adresse.commune', 'name' => 'ville'],
            ],
        ];
    }

    /** @param array<string, mixed> $content */
    private function write(string $name, array $content): void
    {
        file_put_contents("{$this->folder}/{$name}", json_encode($content, JSON_THROW_ON_ERROR));
    }

    /** @param array<string, string> $environment */
    private function serve(string $script, array $environment): int
    {
        $port = self::freePort();
        $log = ['file', "{$this->folder}/" . basename($script) . '.log', 'a'];
        $command = [PHP_BINARY, '-q', '-S', "127.0.0.1:{$port}", $script];
        $pipes = [];
        $server = proc_open($command, [1 => $log, 2 => $log], $pipes, null, $environment + getenv());
        $this->servers[] = is_resource($server) ? $server : throw new \RuntimeException('no server');
        $this->waitFor($port, $server);
        return $port;
    }

    /** @param resource $server */
    private function waitFor(int $port, $server): void
    {
        $end = microtime(true) + self::STARTS_WITHIN_SECS;
        while (@fsockopen('127.0.0.1', $port) === false) {
            if (microtime(true) > $end || !proc_get_status($server)['running']) {
                throw new \RuntimeException('a server did not start');
            }
            usleep(self::PAUSE_MICROS);
        }
    }

    private static function freePort(): int
    {
        $listening = stream_socket_server('tcp://127.0.0.1:0') ?: throw new \RuntimeException('no port');
        $name = (string) stream_socket_get_name($listening, false);
        fclose($listening);
        return (int) substr((string) strrchr($name, ':'), 1);
    }
}
