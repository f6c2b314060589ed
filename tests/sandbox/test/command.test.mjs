import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CATALOGUE } from '../faults/registry.mjs';
import { loadIdentities } from '../identities/load.mjs';

const MAIN = fileURLToPath(new URL('../main.mjs', import.meta.url));
const FREE_PORTS = { SANDBOX_FC_PORT: '0', SANDBOX_SOURCES_PORT: '0', SANDBOX_FORMS_PORT: '0' };

async function run(args, env = {}) {
  const options = { env: { ...process.env, ...FREE_PORTS, ...env } };
  return promisify(execFile)(process.execPath, [MAIN, ...args], options).catch((error) => error);
}

test('command_without_option_writes_one_json_line_then_stops_on_sigterm', async () => {
  const child = spawn(process.execPath, [MAIN], { env: { ...process.env, ...FREE_PORTS }, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  await once(child.stdout, 'readable');
  await new Promise((resolve) => setTimeout(resolve, 50));
  const { ready, franceconnect, sources, forms } = JSON.parse(lines[0]);
  assert.equal(ready, true);
  assert.equal((await fetch(`http://127.0.0.1:${franceconnect}/api/v2/jwks`)).status, 200);
  assert.equal((await fetch(`http://127.0.0.1:${sources}/__sandbox/faults`)).status, 200);
  assert.equal((await fetch(`http://127.0.0.1:${forms}/`)).status, 200);
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
  assert.equal(lines.length, 1);
});

test('command_fautes_writes_one_line_a_fault', async () => {
  const { stdout } = await run(['--fautes']);
  assert.equal(stdout.trim().split('\n').length, CATALOGUE.length);
});

test('command_identites_writes_one_line_a_person', async () => {
  const { stdout } = await run(['--identites']);
  assert.equal(stdout.trim().split('\n').length, (await loadIdentities()).size);
});

test('command_secrets_writes_what_the_service_must_hold_by_name', async () => {
  const { franceconnect, ville } = JSON.parse((await run(['--secrets'])).stdout);
  assert.equal(franceconnect['unefois-sandbox-famille'], 'sandbox-secret-famille+/&=%');
  assert.deepEqual(Object.keys(ville), ['API_PARTICULIER_VALBOURG', 'DGFIP_SECRET_VALBOURG', 'API_PARTICULIER_SAINTE_AURE']);
  assert.equal((await run(['--secrets'])).stdout, (await run(['--secrets'])).stdout);
});

test('command_help_names_every_option_and_variable', async () => {
  const { stdout } = await run(['--help']);
  const words = ['--fautes', '--identites', '--secrets', 'SANDBOX_EDGE_ORIGIN', 'SANDBOX_DELAY_MS', 'SANDBOX_SOURCE_DELAYS', 'SANDBOX_DGFIP_PER_MINUTE', 'SANDBOX_BAN_SECS', '/__sandbox/faults', '/__sandbox/last'];
  for (const word of words) assert.ok(stdout.includes(word), word);
});

const MISUSES = { an_unknown_option: [['--panne'], {}], a_port_that_is_no_number: [[], { SANDBOX_FC_PORT: 'x' }], an_edge_with_a_path: [[], { SANDBOX_EDGE_ORIGIN: 'http://a.localhost/x' }] };

for (const [situation, [args, env]] of Object.entries(MISUSES)) {
  test(`rejects_${situation}_with_one_sentence`, async () => {
    const { code, stderr } = await run(args, env);
    assert.equal(code, 1);
    assert.equal(stderr.trim().split('\n').length, 1);
  });
}

test('rejects_a_busy_port_with_one_sentence', async () => {
  const busy = createServer().listen(0, '127.0.0.1');
  await once(busy, 'listening');
  const { code, stderr } = await run([], { SANDBOX_SOURCES_PORT: String(busy.address().port) });
  busy.close();
  assert.equal(code, 1);
  assert.match(stderr, /^Le port \d+ est déjà pris\.\n$/);
});
