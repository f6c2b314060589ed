<?php

declare(strict_types=1);

namespace Unefois\Verify;

/** States in files of a folder that nobody else may read, each changed by one request at a time. */
final readonly class FileStore implements Store
{
    public function __construct(private string $folder)
    {
    }

    public function change(string $name, callable $change): array
    {
        $this->checkFolder();
        $lock = @fopen("{$this->folder}/{$name}.lock", 'cb');
        if ($lock === false || !flock($lock, LOCK_EX)) {
            throw new StoreUnavailable('A state cannot be locked.');
        }
        try {
            $kept = $this->read($name);
            $state = $change($kept);
            if ($state !== $kept) {
                $this->replace($name, $state);
            }
            return $state;
        } finally {
            fclose($lock);
        }
    }

    private function checkFolder(): void
    {
        if (!is_dir($this->folder) && !@mkdir($this->folder, 0700, true) && !is_dir($this->folder)) {
            throw new StoreUnavailable('The folder of the states cannot be made.');
        }
        // Whoever writes here chooses the keys that verify.
        $isOwn = !function_exists('posix_geteuid') || fileowner($this->folder) === posix_geteuid();
        if (!$isOwn || (fileperms($this->folder) & 0077) !== 0) {
            throw new StoreUnavailable('The folder of the states must belong to this server alone (mode 0700).');
        }
    }

    /**
     * A state that cannot be read is no empty one: what was accepted before would be accepted again.
     *
     * @return array<string, mixed>
     */
    private function read(string $name): array
    {
        $path = "{$this->folder}/{$name}.json";
        if (!is_file($path)) {
            return [];
        }
        $state = json_decode((string) @file_get_contents($path), true);
        return is_array($state) ? $state : throw new StoreUnavailable('A state cannot be read.');
    }

    /**
     * The new state takes the place of the former in one step: a server that stops halfway leaves one of the two.
     *
     * @param array<string, mixed> $state
     */
    private function replace(string $name, array $state): void
    {
        $path = "{$this->folder}/{$name}.json";
        $text = json_encode($state, JSON_THROW_ON_ERROR | JSON_PRESERVE_ZERO_FRACTION);
        $file = @fopen("{$path}.new", 'wb');
        $isWritten = $file !== false && fwrite($file, $text) === strlen($text) && fsync($file) && fclose($file);
        if (!$isWritten || !rename("{$path}.new", $path)) {
            throw new StoreUnavailable('A state cannot be written.');
        }
    }
}
