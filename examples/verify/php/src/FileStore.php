<?php

declare(strict_types=1);

namespace Unefois\Verify;

/** States in files of a folder that nobody else may read, each locked while it changes. */
final readonly class FileStore implements Store
{
    /** @throws \RuntimeException the folder cannot be made, or others may enter it */
    public function __construct(private string $folder)
    {
        if (!is_dir($folder) && !mkdir($folder, 0700, true) && !is_dir($folder)) {
            throw new \RuntimeException('The folder of the states cannot be made.');
        }
        // Whoever writes here chooses the keys that verify.
        $isOwn = !function_exists('posix_geteuid') || fileowner($folder) === posix_geteuid();
        if (!$isOwn || (fileperms($folder) & 0077) !== 0) {
            throw new \RuntimeException('The folder of the states must belong to this server alone (mode 0700).');
        }
    }

    public function change(string $name, callable $change): array
    {
        $file = fopen("{$this->folder}/{$name}.json", 'c+b');
        if ($file === false || !flock($file, LOCK_EX)) {
            throw new \RuntimeException('A state cannot be read.');
        }
        try {
            $written = json_decode((string) stream_get_contents($file), true);
            $state = $change(is_array($written) ? $written : []);
            $text = json_encode($state, JSON_THROW_ON_ERROR | JSON_PRESERVE_ZERO_FRACTION);
            if (!ftruncate($file, 0) || !rewind($file) || fwrite($file, $text) !== strlen($text)) {
                throw new \RuntimeException('A state cannot be written.');
            }
            return $state;
        } finally {
            fclose($file);
        }
    }
}
