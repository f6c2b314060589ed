<?php

declare(strict_types=1);

namespace Unefois\Verify;

/** Reads a JWK Set over HTTP. */
final class Jwks
{
    private const TIMEOUT_SECS = 5;
    private const MAX_BYTES = 262_144;
    private const LOCAL = '/\A(localhost|.+\.localhost|127\.0\.0\.1|\[::1\])\z/';

    /**
     * @param string $uri from the configuration, never from an attestation
     * @throws \RuntimeException
     */
    public static function fetch(string $uri): \stdClass
    {
        self::checkAddress($uri);
        // A redirection would let another server say which keys are the issuer's.
        $http = ['follow_location' => 0, 'timeout' => self::TIMEOUT_SECS, 'ignore_errors' => true];
        $body = @file_get_contents($uri, false, stream_context_create(['http' => $http]), 0, self::MAX_BYTES + 1);
        $status = $http_response_header[0] ?? '';
        if ($body === false || preg_match('~\AHTTP/[0-9.]+ 200\b~', $status) !== 1) {
            throw new \RuntimeException('The keys cannot be read.');
        }
        $jwks = strlen($body) <= self::MAX_BYTES ? Json::object($body) : null;
        return $jwks ?? throw new \RuntimeException('What is published is no key set.');
    }

    private static function checkAddress(string $uri): void
    {
        $scheme = parse_url($uri, PHP_URL_SCHEME);
        $isLocal = preg_match(self::LOCAL, (string) parse_url($uri, PHP_URL_HOST)) === 1;
        // On a network, keys that came in clear may be anybody's.
        if ($scheme !== 'https' && !($scheme === 'http' && $isLocal)) {
            throw new \RuntimeException('Keys are read over https only.');
        }
    }
}
