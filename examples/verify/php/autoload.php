<?php

/**
 * Loads the verifier, and a library that checks its signatures, with or without Composer.
 *
 * Without it, `FIREBASE_PHP_JWT` names the `src` folder of a copy of firebase/php-jwt; Debian's
 * php-phpseclib3 is loaded from where its package puts it.
 */

declare(strict_types=1);

use Unefois\Verify\PhpseclibSignature;

/** Loads the classes of a namespace from a folder (PSR-4). */
$load = static function (string $namespace, string $folder): void {
    spl_autoload_register(static function (string $class) use ($namespace, $folder): void {
        $name = substr($class, strlen($namespace));
        $file = $folder . '/' . strtr($name, '\\', '/') . '.php';
        if (str_starts_with($class, $namespace) && is_file($file)) {
            require $file;
        }
    });
};

$load('Unefois\\Verify\\', __DIR__ . '/src');
if (is_file(__DIR__ . '/vendor/autoload.php')) {
    require __DIR__ . '/vendor/autoload.php';
}
if (is_string(getenv('FIREBASE_PHP_JWT'))) {
    $load('Firebase\\JWT\\', getenv('FIREBASE_PHP_JWT'));
}
if (is_file(PhpseclibSignature::DEBIAN_AUTOLOAD)) {
    require_once PhpseclibSignature::DEBIAN_AUTOLOAD;
}
